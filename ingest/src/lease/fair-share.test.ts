import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fairShare } from './fair-share.ts';

test('nobody gets more than its capacity, and what small workers leave goes to the large', () => {
  expect(fairShare(100, 30, [])).toBe(30);
  expect(fairShare(100, 200, [10])).toBe(90);
  expect(fairShare(100, 10, [200])).toBe(10);
  expect(fairShare(7, 10, [10, 10])).toBe(3);
  expect(fairShare(0, 10, [10])).toBe(0);
});

test('the shares of all workers hold every camera as long as the capacities do', () => {
  fc.assert(
    fc.property(
      fc.nat(3_000),
      fc.array(fc.integer({ min: 1, max: 500 }), { minLength: 1, maxLength: 8 }),
      (cameras, all) => {
        const shares = all.map((mine, n) => fairShare(cameras, mine, all.toSpliced(n, 1)));
        const total = shares.reduce((sum, share) => sum + share, 0);
        const capacity = all.reduce((sum, one) => sum + one, 0);
        expect(total).toBeGreaterThanOrEqual(Math.min(cameras, capacity));
        shares.forEach((share, n) => {
          expect(share).toBeLessThanOrEqual(all[n] ?? 0);
        });
        // Level: nobody below capacity has to hold more than one more than another such.
        const open = shares.filter((share, n) => share < (all[n] ?? 0));
        expect(Math.max(0, ...open) - Math.min(...open, Math.max(0, ...open))).toBeLessThanOrEqual(1);
      },
    ),
  );
});
