import type { PixelBox } from '@thapcanh/core/passages/passage';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { RgbImage } from './contracts.ts';
import { noise, pictureOf, plainlyHalved, plainlyResized } from './picture-reference.fixture.ts';
import { writePixelBlocks } from './pixel-blocks.ts';

const UNTOUCHED = 170;
const OFFSET = 7;

const even = (length: number): number => length + (length % 2);

/** Where a pixel's red goes, counted from the first block. */
const placeOf = (x: number, y: number, width: number): number =>
  ((y >> 1) * (width >> 1) + (x >> 1)) * 12 + (y & 1) * 6 + (x & 1) * 3;

function blocksOf(image: RgbImage, source: PixelBox, fillWidth: number, fillHeight: number) {
  const [width, height] = [even(fillWidth) + 4, even(fillHeight) + 2];
  const data = new Uint8Array(OFFSET + width * height * 3 + 9).fill(UNTOUCHED);
  writePixelBlocks(image, source, { data, offset: OFFSET, width, height, fillWidth, fillHeight });
  return { data, width };
}

/** Plain arithmetic: halved while a side shrinks by two, then bilinear. */
function expectedAt(image: RgbImage, source: PixelBox, fillWidth: number, fillHeight: number) {
  let picture = image;
  let part = source;
  for (;;) {
    const alongX = part.width >= Math.max(2, fillWidth * 2 - 1) && picture.width > 1;
    const alongY = part.height >= Math.max(2, fillHeight * 2 - 1) && picture.height > 1;
    if (!alongX && !alongY) return plainlyResized(picture, part, fillWidth, fillHeight);
    picture = plainlyHalved(picture, alongX, alongY);
    const [stepX, stepY] = [alongX ? 2 : 1, alongY ? 2 : 1];
    part = { x: part.x / stepX, y: part.y / stepY, width: part.width / stepX, height: part.height / stepY };
  }
}

/** How far the bytes are from plain arithmetic at the worst place; `Infinity` where a byte was written that is not filled. */
function worstOf(image: RgbImage, source: PixelBox, fillWidth: number, fillHeight: number): number {
  const { data, width } = blocksOf(image, source, fillWidth, fillHeight);
  const at = expectedAt(image, source, fillWidth, fillHeight);
  const filled = new Uint8Array(data.length);
  let worst = 0;
  for (let y = 0; y < fillHeight; y += 1)
    for (let x = 0; x < fillWidth; x += 1)
      for (let channel = 0; channel < 3; channel += 1) {
        const place = OFFSET + placeOf(x, y, width) + channel;
        filled[place] = 1;
        worst = Math.max(worst, Math.abs(data[place]! - at(x, y, channel)));
      }
  return data.every((byte, place) => filled[place] === 1 || byte === UNTOUCHED) ? worst : Number.POSITIVE_INFINITY;
}

/** Half for the rounding, the rest for fixed-point numbers. */
const CLOSE = 0.53;

test('a part that is not resized is copied, and no byte beside it is touched', () => {
  for (const [width, height] of [
    [1, 1],
    [2, 2],
    [3, 5],
    [8, 7],
    [37, 20],
  ] as const)
    expect(worstOf(noise(50, 30), { x: 5, y: 6, width, height }, width, height)).toBe(0);
});

test('any part in any size holds what plain arithmetic gives, and no byte beside it is touched', () => {
  const side = fc.integer({ min: 1, max: 70 });
  const fill = fc.integer({ min: 1, max: 40 });
  const place = fc.oneof(fc.integer({ min: 0, max: 40 }), fc.double({ min: -3, max: 70, noNaN: true }));
  const length = fc.oneof(fc.integer({ min: 1, max: 70 }), fc.double({ min: 0.5, max: 75, noNaN: true }));
  const box = fc.record({ x: place, y: place, width: length, height: length });
  fc.assert(
    fc.property(side, side, box, fill, fill, (width, height, source, fillWidth, fillHeight) => {
      expect(worstOf(noise(width, height), source, fillWidth, fillHeight)).toBeLessThan(CLOSE);
    }),
    { seed: 1, numRuns: 500 },
  );
});

test('a picture larger than the memory of the kernels comes out as in one piece', () => {
  const large = noise(700, 601);
  expect(worstOf(large, { x: 0, y: 0, width: 700, height: 601 }, 213, 183)).toBeLessThan(CLOSE);
  expect(worstOf(large, { x: 10.5, y: 3, width: 670, height: 590 }, 583, 511)).toBeLessThan(CLOSE);
  const wide = noise(30_001, 24);
  expect(worstOf(wide, { x: 1, y: 0, width: 30_000, height: 24 }, 501, 3)).toBeLessThan(CLOSE);
});

test.each([2, 2.5, 4, 7])('a checkerboard that shrinks by %d is grey everywhere', (factor) => {
  const image = pictureOf(280, 280, (x, y) => ((x + y) % 2) * 255);
  const side = 280 / factor;
  const { data, width } = blocksOf(image, { x: 0, y: 0, width: 280, height: 280 }, side, side);
  const values = new Set<number | undefined>();
  for (let y = 0; y < side; y += 1) for (let x = 0; x < side; x += 1) values.add(data[OFFSET + placeOf(x, y, width)]);
  expect([...values]).toEqual([128]);
});

test('stripes that shrink along one side only are grey, and keep the other side sharp', () => {
  const across = pictureOf(120, 20, (x) => (x % 2) * 255);
  expect(blocksOf(across, { x: 0, y: 0, width: 120, height: 20 }, 24, 20).data[OFFSET]).toBe(128);
  const along = pictureOf(120, 20, (_, y) => (y % 2) * 255);
  const { data, width } = blocksOf(along, { x: 0, y: 0, width: 120, height: 20 }, 24, 20);
  expect([data[OFFSET], data[OFFSET + placeOf(0, 1, width)]]).toEqual([0, 255]);
});
