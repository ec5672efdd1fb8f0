import { expect, test } from 'vitest';
import { bestColumns, neighbour } from './grid-layout.ts';

test('no tiles or no room still gives one column', () => {
  expect(bestColumns(0, 1000, 600)).toBe(1);
  expect(bestColumns(9, 0, 0)).toBe(1);
});

test('a wide screen shows four cameras two by two and nine three by three', () => {
  expect(bestColumns(4, 1600, 900)).toBe(2);
  expect(bestColumns(9, 1600, 900)).toBe(3);
});

test('a telephone held upright stacks the tiles', () => {
  expect(bestColumns(3, 390, 800)).toBe(1);
});

test('a thousand cameras scroll instead of shrinking to stamps', () => {
  expect(bestColumns(1000, 1600, 900)).toBe(8);
});

test('an arrow at the border of the grid stays', () => {
  expect(neighbour(0, 'ArrowLeft', 3, 9)).toBe(0);
  expect(neighbour(8, 'ArrowDown', 3, 9)).toBe(8);
  expect(neighbour(4, 'ArrowUp', 3, 9)).toBe(1);
  expect(neighbour(4, 'ArrowRight', 3, 9)).toBe(5);
});
