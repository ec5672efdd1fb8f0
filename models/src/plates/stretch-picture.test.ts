import { expect, test } from 'vitest';
import type { RgbImage } from '../contracts.ts';
import { stretchPicture } from './stretch-picture.ts';

/** Another colour at every pixel, the same every time. */
function speckled(width: number, height: number): RgbImage {
  const data = new Uint8Array(width * height * 3);
  let seed = 7;
  for (let i = 0; i < data.length; i += 1) {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    data[i] = seed >>> 24;
  }
  return { width, height, data };
}

/** One channel of one pixel by the book: the mean of bilinear samples, `taps` in each direction. */
function sampled(
  { width, height, data }: RgbImage,
  at: { x: number; y: number; channel: number },
  shrunk: { x: number; y: number },
  taps: { x: number; y: number },
): number {
  const value = (x: number, y: number): number =>
    data[(Math.min(y, height - 1) * width + Math.min(x, width - 1)) * 3 + at.channel] ?? 0;
  let sum = 0;
  for (let tapY = 0; tapY < taps.y; tapY += 1)
    for (let tapX = 0; tapX < taps.x; tapX += 1) {
      const x = Math.min(Math.max((at.x + (tapX + 0.5) / taps.x) * shrunk.x - 0.5, 0), width - 1);
      const y = Math.min(Math.max((at.y + (tapY + 0.5) / taps.y) * shrunk.y - 0.5, 0), height - 1);
      const [left, top] = [Math.floor(x), Math.floor(y)];
      const [fx, fy] = [x - left, y - top];
      const upper = value(left, top) * (1 - fx) + value(left + 1, top) * fx;
      const lower = value(left, top + 1) * (1 - fx) + value(left + 1, top + 1) * fx;
      sum += upper * (1 - fy) + lower * fy;
    }
  return sum / (taps.x * taps.y);
}

test.each([
  [400, 295, { x: 2, y: 4 }],
  [401, 85, { x: 2, y: 2 }],
  [77, 65, { x: 1, y: 2 }],
  [49, 17, { x: 1, y: 1 }],
  [3, 1, { x: 1, y: 1 }],
  [1001, 751, { x: 4, y: 6 }],
])('of %i x %i every pixel is the mean of its samples, but for rounding', (width, height, taps) => {
  const image = speckled(width, height);
  const { data, ...size } = stretchPicture(image, 128, 48);
  expect(size).toEqual({ width: 128, height: 48 });
  let worst = 0;
  for (let y = 0; y < 48; y += 1)
    for (let x = 0; x < 128; x += 1)
      for (let channel = 0; channel < 3; channel += 1) {
        const wanted = sampled(image, { x, y, channel }, { x: width / 128, y: height / 48 }, taps);
        worst = Math.max(worst, Math.abs((data[(y * 128 + x) * 3 + channel] ?? -1) - wanted));
      }
  expect(worst).toBeLessThan(2);
});

test('an even area stays what it is, white and black too', () => {
  for (const value of [0, 1, 128, 255]) {
    const plain = { width: 301, height: 97, data: new Uint8Array(301 * 97 * 3).fill(value) };
    expect(new Set(stretchPicture(plain, 128, 48).data)).toEqual(new Set([value]));
  }
});

test('it makes no difference where in a larger buffer the picture lies', () => {
  const image = speckled(256, 96);
  const wanted = stretchPicture(image, 128, 48).data;
  for (const offset of [1, 2, 3, 4, 5]) {
    const buffer = new Uint8Array(image.data.length + 16);
    buffer.set(image.data, offset);
    const data = buffer.subarray(offset, offset + image.data.length);
    expect(stretchPicture({ ...image, data }, 128, 48).data).toEqual(wanted);
  }
});
