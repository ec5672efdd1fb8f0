import fc from 'fast-check';
import { expect, test } from 'vitest';
import { axisTicks, fractionOf, instantAt, MINUTE_MS, rangeAround } from './timeline-scale.ts';

test('while live the range ends just after now, so the newest moment stays in view', () => {
  const range = rangeAround(1_000_000, 600_000, 1_000_000);
  expect(range.toMs).toBe(1_018_000);
  expect(range.toMs - range.fromMs).toBe(600_000);
});

test('an old moment stands in the middle of the range', () => {
  const range = rangeAround(0, 600_000, 10_000_000);
  expect(fractionOf(range, 0)).toBe(0.5);
});

test('an instant and its place on the line are the same thing', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 2_000_000_000 }),
      fc.integer({ min: 1, max: 86_400_000 }),
      (fromMs, spanMs) => {
        const range = { fromMs, toMs: fromMs + spanMs };
        expect(fractionOf(range, instantAt(range, 0.25))).toBeCloseTo(0.25, 6);
      },
    ),
  );
});

test('axis labels stand at round instants and are never too many', () => {
  const range = { fromMs: 30_000, toMs: 30_000 + 60 * MINUTE_MS };
  const ticks = axisTicks(range, 8);
  expect(ticks.length).toBeLessThanOrEqual(8);
  expect(ticks.every((tick) => tick % (10 * MINUTE_MS) === 0)).toBe(true);
});
