import { expect, test } from 'vitest';
import { vietnamInstant, vietnamLocal } from './vietnam-time.ts';

test('an unfinished date is no filter', () => {
  expect(vietnamInstant('')).toBeNull();
  expect(vietnamInstant('2026-11')).toBeNull();
});

test('a typed time is meant in Vietnam, whatever the browser’s zone', () => {
  expect(vietnamInstant('2026-11-22T06:30')).toBe('2026-11-21T23:30:00.000Z');
});

test('an instant and the input that shows it are the same minute', () => {
  expect(vietnamLocal(Date.parse('2026-11-21T23:30:59Z'))).toBe('2026-11-22T06:30');
});
