import { panelRects } from '@thapcanh/core/walls/wall-layout';
import { expect, test } from 'vitest';
import { rectNeighbour } from './rect-neighbour.ts';

test('an arrow at the border of the screen stays', () => {
  expect(rectNeighbour(panelRects('9'), 0, 'ArrowLeft')).toBe(0);
  expect(rectNeighbour(panelRects('9'), 8, 'ArrowDown')).toBe(8);
});

test('arrows move through a grid and around a large tile', () => {
  expect(rectNeighbour(panelRects('9'), 4, 'ArrowUp')).toBe(1);
  expect(rectNeighbour(panelRects('9'), 4, 'ArrowRight')).toBe(5);
  const rects = panelRects('1+5');
  expect([1, 2]).toContain(rectNeighbour(rects, 0, 'ArrowRight'));
  expect(rectNeighbour(rects, 1, 'ArrowLeft')).toBe(0);
});
