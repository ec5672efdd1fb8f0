import { expect, test } from 'vitest';
import { SyncClock, syncStep } from './sync-clock.ts';

test('a video that is far off jumps, whichever way', () => {
  expect(syncStep(900, 1)).toEqual({ kind: 'jump' });
  expect(syncStep(-900, 1)).toEqual({ kind: 'jump' });
});

test('a video that is a little ahead plays slower, one behind faster, and one in step at the common speed', () => {
  expect(syncStep(20, 2)).toEqual({ kind: 'rate', rate: 2 });
  expect(syncStep(100, 1)).toEqual({ kind: 'rate', rate: 0.9 });
  expect(syncStep(-100, 2)).toEqual({ kind: 'rate', rate: 2.2 });
  expect(syncStep(390, 1)).toEqual({ kind: 'rate', rate: 0.88 });
});

test('the common clock stands, runs at its speed, and does not jump when the speed changes', () => {
  let nowMs = 0;
  const clock = new SyncClock(1_000, () => nowMs);
  nowMs = 500;
  expect(clock.atMs()).toBe(1_000);
  clock.run(true);
  nowMs = 1_000;
  expect(clock.atMs()).toBe(1_500);
  clock.setRate(4);
  expect(clock.atMs()).toBe(1_500);
  nowMs = 1_100;
  expect(clock.atMs()).toBe(1_900);
  clock.run(false);
  nowMs = 9_000;
  expect(clock.atMs()).toBe(1_900);
  clock.set(7);
  expect(clock.atMs()).toBe(7);
});
