import fc from 'fast-check';
import { expect, test } from 'vitest';
import { noise, plainlyHalved, plainlyResized } from './picture-reference.fixture.ts';
import { halve, writePlanarBgr, writePlanarRgb } from './planar.ts';

test.each([
  [1, 1],
  [1, 2],
  [1, 9],
  [9, 1],
  [2, 2],
  [3, 3],
  [7, 5],
  [8, 6],
  [31, 18],
  [64, 33],
  [640, 480],
])('halving %i by %i pixels gives the rounded means, bit for bit', (width, height) => {
  const image = noise(width, height);
  const half = halve(image);
  const expected = plainlyHalved(image, width > 1, height > 1);
  expect([half.width, half.height]).toEqual([expected.width, expected.height]);
  expect(Buffer.compare(half.data, expected.data)).toBe(0);
});

test('pictures that do not fit into the memory of the kernels are halved all the same', () => {
  for (const image of [noise(70_001, 6), noise(900, 701)]) {
    const half = halve(image);
    expect(Buffer.compare(half.data, plainlyHalved(image, true, true).data)).toBe(0);
  }
});

test('planes of any part in any size hold what plain arithmetic gives, and nothing else is touched', () => {
  const side = fc.integer({ min: 1, max: 40 });
  const place = fc.double({ min: -3, max: 40, noNaN: true });
  const length = fc.double({ min: 0.5, max: 45, noNaN: true });
  const box = fc.record({ x: place, y: place, width: length, height: length });
  fc.assert(
    fc.property(side, side, box, side, side, fc.boolean(), (width, height, source, fillWidth, fillHeight, isBgr) => {
      const image = noise(width, height);
      const target = { offset: 5, width: fillWidth + 3, height: fillHeight + 2, fillWidth, fillHeight };
      const plane = target.width * target.height;
      const data = new Float32Array(5 + plane * 3 + 7).fill(-1);
      const scale = [0.5, 0.25, 2] as const;
      const shift = [1, -2, 3] as const;
      const write = isBgr ? writePlanarBgr : writePlanarRgb;
      write(image, source, { data, ...target }, { scale, shift });
      const valueAt = plainlyResized(image, source, fillWidth, fillHeight);
      const expected = new Float32Array(data.length).fill(-1);
      for (let y = 0; y < fillHeight; y += 1)
        for (let x = 0; x < fillWidth; x += 1)
          for (const index of [0, 1, 2] as const)
            expected[5 + index * plane + y * target.width + x] =
              valueAt(x, y, isBgr ? 2 - index : index) * scale[index] + shift[index];
      const worst = data.reduce((most, value, at) => Math.max(most, Math.abs(value - expected[at]!)), 0);
      expect(worst).toBeLessThan(0.001);
    }),
    { seed: 1, numRuns: 300 },
  );
});

test('what is not resized is copied into planes exactly', () => {
  const image = noise(41, 23);
  for (const [x, y, width, height] of [
    [0, 0, 41, 23],
    [3, 5, 1, 1],
    [30, 20, 11, 3],
    [2, 1, 18, 22],
  ] as const) {
    const data = new Float32Array(3 * width * height + 4).fill(-1);
    writePlanarRgb(
      image,
      { x, y, width, height },
      { data, offset: 0, width, height, fillWidth: width, fillHeight: height },
    );
    const expected = new Float32Array(data.length).fill(-1);
    for (let i = 0; i < 3 * width * height; i += 1) {
      const pixel = i % (width * height);
      const at = (y + Math.floor(pixel / width)) * image.width + x + (pixel % width);
      expected[i] = image.data[at * 3 + Math.floor(i / (width * height))]!;
    }
    expect(data).toEqual(expected);
  }
});
