import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DecodeOrder, ReorderWatch } from './decode-order.ts';

const STEP = 3_600;

function stampAll(depth: number, times: readonly number[]): { dts: number; offset: number }[] {
  const sut = new DecodeOrder();
  sut.restart(depth, STEP);
  return times.map((pts) => {
    sut.stamp(pts >>> 0);
    return { dts: sut.dts90k, offset: sut.offset90k };
  });
}

test('without reordering decode time is presentation time', () => {
  expect(stampAll(0, [5, 10, 7])).toEqual([
    { dts: 5, offset: 0 },
    { dts: 10, offset: 0 },
    { dts: 7, offset: 0 },
  ]);
});

test.each([
  [1, [0, 3, 1, 2, 6, 4, 5, 7]],
  [2, [0, 3, 2, 1, 6, 5, 4, 7]],
])(
  'depth %i: decode times step evenly, offsets lead to the presentation time, a key frame has none',
  (depth, order) => {
    const base = 2 ** 32 - 5 * STEP;
    const stamps = stampAll(
      depth,
      order.map((n) => base + n * STEP),
    );
    stamps.forEach(({ dts, offset }, n) => {
      expect(dts).toBe((base + n * STEP) >>> 0);
      expect((dts + offset) >>> 0).toBe((base + (order[n] ?? 0) * STEP) >>> 0);
    });
    expect(stamps[0]?.offset).toBe(0);
  },
);

test('whatever times come, offsets stay bounded and whole', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 16 }),
      fc.array(
        fc.oneof(
          fc.nat(0xffff_ffff),
          fc.nat(100).map((n) => n * STEP),
        ),
        { maxLength: 60 },
      ),
      (depth, times) => {
        for (const { dts, offset } of stampAll(depth, times)) {
          expect(Number.isInteger(dts) && dts >= 0 && dts < 2 ** 32).toBe(true);
          expect(Number.isInteger(offset) && Math.abs(offset) <= 900_000).toBe(true);
        }
      },
    ),
  );
});

test('reordering is seen within one group of pictures, a single step back is not reordering', () => {
  const sut = new ReorderWatch();
  for (let n = 0; n < 30; n++) sut.observe(n === 15 ? 10 * STEP : n * STEP, n % 10 === 0);
  expect(sut.depth).toBe(0);
  const order = [0, 3, 2, 1, 6, 5, 4, 9, 8, 7];
  for (let n = 0; n < 11; n++) sut.observe((40 + Math.floor(n / 10) * 10 + (order[n % 10] ?? 0)) * STEP, n % 10 === 0);
  expect(sut.depth).toBe(2);
});
