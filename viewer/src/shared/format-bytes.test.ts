import { expect, test } from 'vitest';
import { formatBytes } from './format-bytes.ts';

test('bytes are shown in the largest unit that fits, with the decimal sign of the language', () => {
  expect(formatBytes(0, 'vi')).toBe('0 B');
  expect(formatBytes(999, 'vi')).toBe('999 B');
  expect(formatBytes(1_500_000_000_000, 'vi')).toBe('1,5 TB');
  expect(formatBytes(1_500_000_000_000, 'en')).toBe('1.5 TB');
  expect(formatBytes(123_400_000, 'vi')).toBe('123 MB');
});

test('rounding never shows a thousand of a unit', () => {
  expect(formatBytes(999_999, 'en')).toBe('1 MB');
  expect(formatBytes(999_499, 'en')).toBe('999 kB');
});
