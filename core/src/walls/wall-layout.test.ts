import { expect, test } from 'vitest';
import { sequenceAt } from './wall-content.ts';
import { type FixedLayout, panelRects, WALL_LAYOUTS } from './wall-layout.ts';

const FIXED = WALL_LAYOUTS.filter((layout): layout is FixedLayout => layout !== 'free');

test.each(FIXED)('the panels of layout %s cover the screen once', (layout) => {
  const rects = panelRects(layout);
  const area = rects.reduce((sum, { width, height }) => sum + width * height, 0);
  expect(area).toBeCloseTo(1);
  for (const [at, a] of rects.entries()) {
    for (const b of rects.slice(at + 1)) {
      const across = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
      const down = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
      expect(Math.min(across, down)).toBeLessThan(1e-9);
    }
  }
});

test('layouts have as many panels as they say', () => {
  expect(FIXED.map((layout) => panelRects(layout).length)).toEqual([1, 4, 9, 16, 25, 6, 8, 15]);
});

test('a sequence shows each camera for its dwell, by the clock of the server', () => {
  const sequence = { cameraIds: ['a', 'b', 'c'], dwellS: 5 };
  expect(sequenceAt(sequence, 0)).toEqual({ index: 0, nextIndex: 1, nextInMs: 5_000 });
  expect(sequenceAt(sequence, 14_000)).toEqual({ index: 2, nextIndex: 0, nextInMs: 1_000 });
});
