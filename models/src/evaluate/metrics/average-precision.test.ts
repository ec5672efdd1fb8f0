import fc from 'fast-check';
import { expect, test } from 'vitest';
import { averagePrecision, type ScoredHit } from './average-precision.ts';

const hit = (score: number): ScoredHit => ({ score, isHit: true });
const miss = (score: number): ScoredHit => ({ score, isHit: false });

test('nothing to find has no precision, and nothing found has none of it', () => {
  expect(averagePrecision([miss(0.9)], 0)).toBeNull();
  expect(averagePrecision([], 3)).toBe(0);
});

test.each([
  ['every object before any other box', [hit(0.9), hit(0.8), miss(0.1)], 2, 1],
  // Recall .5 at precision 1, recall 1 at precision 2/3.
  ['a wrong box in the middle', [hit(0.9), miss(0.8), hit(0.7)], 2, 0.5 + 0.5 * (2 / 3)],
  // Precision at recall 1/3 is 1/2 but becomes 2/3 further on.
  ['a better precision further on', [miss(0.9), hit(0.8), hit(0.7)], 3, 2 * (1 / 3) * (2 / 3)],
  ['half of the objects never found', [hit(0.9)], 2, 0.5],
  ['a right and a wrong box of one score', [hit(0.5), miss(0.5)], 1, 0.5],
])('%s', (_name, found, objects, area) => {
  expect(averagePrecision(found, objects)).toBeCloseTo(area, 12);
});

const boxes = fc.array(fc.record({ score: fc.constantFrom(0.1, 0.2, 0.5, 0.9), isHit: fc.boolean() }), {
  maxLength: 30,
});

test('it is a share, whatever the order of the boxes', () => {
  fc.assert(
    fc.property(boxes, fc.nat(5), (found, never) => {
      const objects = found.filter(({ isHit }) => isHit).length + never;
      const area = averagePrecision(found, objects);
      expect(averagePrecision([...found].reverse(), objects)).toBe(area);
      if (area !== null) expect(area >= 0 && area <= 1).toBe(true);
    }),
  );
});

test('a wrong box below all others changes nothing, and above all others never helps', () => {
  fc.assert(
    fc.property(boxes, (found) => {
      const objects = found.filter(({ isHit }) => isHit).length + 1;
      const area = averagePrecision(found, objects) ?? 0;
      expect(averagePrecision([...found, miss(0.01)], objects)).toBeCloseTo(area, 12);
      expect(averagePrecision([...found, miss(0.99)], objects)).toBeLessThanOrEqual(area);
    }),
  );
});
