import fc from 'fast-check';
import { expect, test } from 'vitest';
import { maskBetween, movedMask, resizedMask, SMALLEST_SHARE } from './mask-drawing.ts';

const point = fc.record({
  x: fc.double({ min: -1, max: 2, noNaN: true }),
  y: fc.double({ min: -1, max: 2, noNaN: true }),
});
const isInPicture = ({ x, y, width, height }: { x: number; y: number; width: number; height: number }): boolean =>
  x >= 0 && y >= 0 && x + width <= 1.0001 && y + height <= 1.0001;

test('a slip of the mouse draws nothing', () => {
  expect(maskBetween({ x: 0.5, y: 0.5 }, { x: 0.51, y: 0.9 })).toBeNull();
});

test('a rectangle is the same from whichever corner it was drawn, and ends at the edge of the picture', () => {
  const mask = { x: 0.6, y: 0.8, width: 0.4, height: 0.2 };
  expect(maskBetween({ x: 0.6, y: 0.8 }, { x: 1.3, y: 1.2 })).toEqual(mask);
  expect(maskBetween({ x: 1.3, y: 1.2 }, { x: 0.6, y: 0.8 })).toEqual(mask);
});

test('whatever is drawn, moved and resized stays within the picture and can be seen', () => {
  fc.assert(
    fc.property(point, point, point, point, (a, b, move, size) => {
      const drawn = maskBetween(a, b);
      if (drawn === null) return;
      const mask = resizedMask(movedMask(drawn, move.x, move.y), size.x, size.y);
      expect(isInPicture(mask)).toBe(true);
      expect(Math.min(mask.width, mask.height)).toBeGreaterThanOrEqual(SMALLEST_SHARE - 0.0001);
    }),
  );
});
