import { expect, test } from 'vitest';
import { RestartPolicy } from './restart-policy.ts';

test('a child that never gets ready is tried ever more slowly, up to half a minute', () => {
  const policy = new RestartPolicy();
  const pauses = Array.from({ length: 10 }, (_, n) => policy.pauseAfter({ readyForMs: null, endedAtMs: n * 1_000 }));
  expect(pauses).toEqual([250, 500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
});

test('a child that was at work comes back at once, five times a minute too', () => {
  const policy = new RestartPolicy();
  policy.pauseAfter({ readyForMs: 200, endedAtMs: 0 });
  const pauses = Array.from({ length: 5 }, (_, n) => policy.pauseAfter({ readyForMs: 11_000, endedAtMs: n * 12_000 }));
  expect(pauses).toEqual([50, 50, 50, 50, 50]);
});

test('work that ends again and again is damped, and forgotten after ten minutes', () => {
  const policy = new RestartPolicy();
  const life = (endedAtMs: number) => policy.pauseAfter({ readyForMs: 10_000, endedAtMs });
  const pauses = Array.from({ length: 25 }, (_, n) => life(n * 11_000));
  expect(pauses.slice(20)).toEqual([3_000, 3_000, 3_000, 3_000, 3_000]);
  expect(life(25 * 11_000 + 600_001)).toBe(50);
});
