import { expect, test } from 'vitest';
import { slopePerHour } from './trend.ts';

test('there is no slope without two instants', () => {
  expect(slopePerHour([])).toBeNull();
  expect(slopePerHour([{ atMs: 5, value: 1 }])).toBeNull();
  expect(
    slopePerHour([
      { atMs: 5, value: 1 },
      { atMs: 5, value: 9 },
    ]),
  ).toBeNull();
});

test('what does not grow has slope 0, whatever its noise', () => {
  const values = [10, 12, 10, 12, 12, 10, 12, 10];
  expect(slopePerHour(values.map((value, index) => ({ atMs: index * 1_000, value })))).toBeCloseTo(0, 9);
});

test('growth is told per hour', () => {
  const samples = Array.from({ length: 10 }, (_, index) => ({ atMs: index * 60_000, value: 100 + index }));
  expect(slopePerHour(samples)).toBeCloseTo(60, 6);
});
