import { expect, test } from 'vitest';
import { formatDateTime, formatMinute, formatTime, vietnamDay } from './format-time.ts';

test('an instant is shown in Vietnamese time, day first', () => {
  expect(formatDateTime('2026-11-21T17:30:05.000Z')).toBe('22/11/2026 00:30:05');
});

test('midnight is 00, never 24', () => {
  expect(formatTime('2026-11-21T17:00:00Z')).toBe('00:00:00');
  expect(formatMinute('2026-11-21T17:00:00Z')).toBe('00:00');
});

test('the day in Viet Nam begins seven hours before that of UTC', () => {
  expect(vietnamDay('2026-11-21T16:59:59.999Z')).toBe('2026-11-21');
  expect(vietnamDay('2026-11-21T17:00:00.000Z')).toBe('2026-11-22');
});
