import fc from 'fast-check';
import { expect, test } from 'vitest';
import { assign } from './assignment.ts';

test('forbidden and dear pairs are left alone', () => {
  expect(assign([[Number.POSITIVE_INFINITY]], 1, 4)).toEqual([]);
  expect(assign([[9]], 1, 4)).toEqual([]);
  expect(assign([], 3, 4)).toEqual([]);
});

test('the cheapest sum wins over the cheapest single pair', () => {
  expect(
    assign(
      [
        [0, 1],
        [0.1, 5],
      ],
      2,
      4,
    ),
  ).toEqual([
    [0, 1],
    [1, 0],
  ]);
});

test('no other pairing is cheaper, for any small table', () => {
  const cost = fc.oneof(fc.integer({ min: 0, max: 12 }), fc.constant(Number.POSITIVE_INFINITY));
  const tables = fc
    .tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 }))
    .chain(([rows, columns]) =>
      fc.array(fc.array(cost, { minLength: columns, maxLength: columns }), { minLength: rows, maxLength: rows }),
    );
  fc.assert(
    fc.property(tables, (costs) => {
      const columns = costs[0]!.length;
      const alone = 4;
      const total = (pairs: readonly [number, number][]) =>
        pairs.reduce((sum, [row, column]) => sum + costs[row]![column]!, 0) +
        (costs.length - pairs.length + columns - pairs.length) * alone;
      const best = (row: number, used: ReadonlySet<number>, pairs: [number, number][]): number => {
        if (row === costs.length) return total(pairs);
        let least = best(row + 1, used, pairs);
        for (let column = 0; column < columns; column += 1) {
          if (used.has(column) || !Number.isFinite(costs[row]![column]!)) continue;
          least = Math.min(least, best(row + 1, new Set([...used, column]), [...pairs, [row, column]]));
        }
        return least;
      };
      expect(total(assign(costs, columns, alone))).toBeCloseTo(best(0, new Set(), []), 6);
    }),
  );
});
