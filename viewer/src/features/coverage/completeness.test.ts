import { expect, test } from 'vitest';
import { formatCompleteness, formatLength, gradeOf } from './completeness.ts';

test('a lost second of a day never reads as 100 %', () => {
  const lost = 1 - 1 / 86_400;
  expect(formatCompleteness(lost, 'vi')).toBe('99,998 %');
  expect(formatCompleteness(lost, 'en')).toBe('99.998 %');
  expect(gradeOf(lost)).toBe('good');
});

test.each([
  [1, '100 %', 'whole'],
  [0.9951, '99,51 %', 'good'],
  [0.9949, '99,49 %', 'poor'],
  [0.5, '50,0 %', 'poor'],
  [0, '0,0 %', 'poor'],
] as const)('%d reads %s and is %s', (completeness, text, grade) => {
  expect(formatCompleteness(completeness, 'vi')).toBe(text);
  expect(gradeOf(completeness)).toBe(grade);
});

test.each([
  [0, '0 s'],
  [4_240, '4,2 s'],
  [59_999, '60 s'],
  [123_400, '2:03'],
  [3_723_000, '1:02:03'],
])('%d ms reads %s', (ms, text) => {
  expect(formatLength(ms, 'vi')).toBe(text);
});
