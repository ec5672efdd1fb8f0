import { expect, test } from 'vitest';
import { spreadOf } from './live-figures.ts';

test('nothing measured is no figure', () => {
  expect(() => spreadOf([])).toThrow('nothing was measured');
});

test('percentiles are values that were measured', () => {
  expect(spreadOf([30])).toEqual({ p50: 30, p95: 30 });
  expect(spreadOf([9, 1, 2, 3, 4, 5, 6, 7, 8, 100.4])).toEqual({ p50: 5, p95: 100 });
});
