import { expect, test } from 'vitest';
import { plateLines } from './plate-lines.ts';

test('a motorbike plate breaks where its text has a space', () => {
  expect(plateLines('59-Z1 234.56', 2)).toEqual(['59-Z1', '234.56']);
});

test('a short car plate breaks at its dash', () => {
  expect(plateLines('75A-264.38', 2)).toEqual(['75A', '264.38']);
});

test('a long plate stays on one line', () => {
  expect(plateLines('80-011-NG-01', 1)).toEqual(['80-011-NG-01']);
});

test('a text that cannot break stays whole', () => {
  expect(plateLines('AB1234', 2)).toEqual(['AB1234']);
});
