import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sharedArea } from '../box-overlap.ts';
import { closeLook, costOf, firstLooks } from './find-looks.ts';

const size = { width: 1280, height: 720 };

test('a region outside the picture or without size is not looked at', () => {
  expect(firstLooks(size, [{ x: 2000, y: 0, width: 10, height: 10 }], 1e6)).toEqual([]);
  expect(firstLooks(size, [{ x: 10, y: 10, width: 0, height: 0 }], 1e6)).toEqual([]);
});

test('a picture within the budget is looked at as it is, a larger one smaller', () => {
  expect(firstLooks({ width: 472, height: 303 }, undefined, 300_000)).toEqual([
    { box: { x: 0, y: 0, width: 472, height: 303 }, scale: 1 },
  ]);
  const [look] = firstLooks(size, undefined, 300_000);
  expect(look?.scale).toBeCloseTo(0.5705, 3);
});

test('a close look is taken only where it shows clearly more', () => {
  expect(closeLook(size, { x: 300, y: 300, width: 150, height: 40 }, 0.6)).toBeNull();
  expect(closeLook(size, { x: 300, y: 300, width: 60, height: 15 }, 1)).toBeNull();
  const look = closeLook(size, { x: 300, y: 300, width: 60, height: 15 }, 0.57);
  expect(look).toEqual({ box: { x: 240, y: 262, width: 180, height: 91 }, scale: 1 });
});

test('whatever the regions, looks lie in the picture, apart from each other and within the budget', () => {
  const side = fc.double({ min: -200, max: 2000, noNaN: true });
  const region = fc.record({ x: side, y: side, width: side, height: side });
  fc.assert(
    fc.property(fc.array(region, { maxLength: 12 }), fc.integer({ min: 1000, max: 2_000_000 }), (regions, budgetPx) => {
      const looks = firstLooks(size, regions, budgetPx);
      expect(looks.reduce((sum, look) => sum + costOf(look), 0)).toBeLessThanOrEqual(budgetPx * 1.001);
      for (const [index, { box }] of looks.entries()) {
        expect(box.x >= 0 && box.y >= 0 && box.x + box.width <= 1280 && box.y + box.height <= 720).toBe(true);
        for (const other of looks.slice(index + 1)) expect(sharedArea(box, other.box)).toBe(0);
      }
    }),
    { numRuns: 200 },
  );
});
