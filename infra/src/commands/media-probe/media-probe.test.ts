import { expect, test } from 'vitest';
import { missingTime } from './media-probe.ts';

test('evenly spaced pictures have lost nothing', () => {
  expect(missingTime([0, 66.7, 133.3, 200])).toMatchObject({ lostMs: 0 });
});

test('a hole of more than one frame counts in full', () => {
  expect(missingTime([0, 100, 200, 1200, 1300]).lostMs).toBe(900);
});

test('a single missing frame is within the promise', () => {
  expect(missingTime([0, 100, 300, 400]).lostMs).toBe(0);
});

test('decode order does not matter', () => {
  expect(missingTime([0, 200, 100, 300]).lostMs).toBe(0);
});
