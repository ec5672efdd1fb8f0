import { expect, test } from 'vitest';
import type { RgbImage } from '../contracts.ts';
import { squareToPicture, warpImage } from './warp.ts';

/** Red is the column, green the row. */
function positions(width: number, height: number): RgbImage {
  const data = new Uint8Array(width * height * 3);
  for (let i = 0; i < width * height; i += 1) data.set([i % width, Math.floor(i / width), 7], i * 3);
  return { width, height, data };
}

test('a part wholly outside the picture is black', () => {
  const { image, insideShare } = warpImage(positions(8, 8), squareToPicture(20, 20, 4, 4), 4, 4);
  expect([insideShare, Math.max(...image.data)]).toEqual([0, 0]);
});

test('a part half outside is black there and says how much lies inside', () => {
  const { image, insideShare } = warpImage(positions(8, 8), squareToPicture(-4, 0, 8, 8), 8, 8);
  expect(insideShare).toBe(0.5);
  expect([...image.data.subarray(0, 3)]).toEqual([0, 0, 0]);
  expect([...image.data.subarray(4 * 3, 5 * 3)]).toEqual([0, 0, 7]);
  expect([...image.data.subarray(7 * 3, 8 * 3)]).toEqual([3, 0, 7]);
});

test('a warp in the scale of the picture copies pixels', () => {
  const { image } = warpImage(positions(9, 9), squareToPicture(2, 3, 4, 4), 4, 4);
  expect([...image.data.subarray(0, 3)]).toEqual([2, 3, 7]);
  expect([...image.data.subarray(45, 48)]).toEqual([5, 6, 7]);
});

test('a quarter turn turns', () => {
  const { image } = warpImage(positions(8, 8), { a: 0, b: 1, shiftX: 8, shiftY: 0 }, 8, 8);
  expect([...image.data.subarray(0, 3)]).toEqual([7, 0, 7]);
  expect([...image.data.subarray(7 * 3, 8 * 3)]).toEqual([7, 7, 7]);
});

test('shrinking averages instead of skipping', () => {
  const data = new Uint8Array(64 * 64 * 3);
  for (let i = 0; i < 64 * 64; i += 1) data.fill((i % 2) * 200, i * 3, i * 3 + 3);
  const { image } = warpImage({ width: 64, height: 64, data }, squareToPicture(0, 0, 64, 8), 8, 8);
  expect(new Set(image.data)).toEqual(new Set([100]));
});
