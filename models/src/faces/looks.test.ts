import fc from 'fast-check';
import { expect, test } from 'vitest';
import { coverWith } from './looks.ts';

test('a picture smaller than the box lies in its middle', () => {
  expect(coverWith({ width: 40, height: 30 }, { width: 100, height: 100 }, 0.3)).toEqual([
    { x: -30, y: -35, width: 100, height: 100 },
  ]);
});

test('anything up to the overlap lies whole in one of the boxes, wherever it is', () => {
  const length = fc.integer({ min: 1, max: 4096 });
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(length, length, share, share, (width, height, atX, atY) => {
      const box = { width: 640, height: 480 };
      const thing = { width: Math.min(width, box.width * 0.3), height: Math.min(height, box.height * 0.3) };
      const [x, y] = [atX * (width - thing.width), atY * (height - thing.height)];
      const holds = coverWith({ width, height }, box, 0.3).some(
        (part) =>
          part.x <= x + 1e-6 &&
          part.y <= y + 1e-6 &&
          part.x + part.width >= x + thing.width - 1e-6 &&
          part.y + part.height >= y + thing.height - 1e-6,
      );
      expect(holds).toBe(true);
    }),
  );
});
