import { expect, test } from 'vitest';
import type { RgbImage } from '../contracts.ts';
import { sharpnessOf } from './plate-sharpness.ts';
import { PLATE_HEIGHT, PLATE_WIDTH } from './rectify-plate.ts';

/** Dark strokes on a light ground whose edges are so many pixels wide. */
function strokes(edgePx: number, light = 220, dark = 30): RgbImage {
  const data = new Uint8Array(PLATE_WIDTH * PLATE_HEIGHT * 3);
  for (let y = 0; y < PLATE_HEIGHT; y += 1)
    for (let x = 0; x < PLATE_WIDTH; x += 1) {
      const fromEdge = Math.abs(((x + 0.5) % 16) - 8) - 4;
      const share = Math.min(1, Math.max(0, 0.5 + fromEdge / edgePx));
      const value = dark + (light - dark) * (y < 6 || y > 41 ? 1 : share);
      data.fill(value, (y * PLATE_WIDTH + x) * 3, (y * PLATE_WIDTH + x) * 3 + 3);
    }
  return { width: PLATE_WIDTH, height: PLATE_HEIGHT, data };
}

test('an even area and a single pixel have no sharpness', () => {
  expect(sharpnessOf(strokes(1, 90, 90))).toBe(0);
  expect(sharpnessOf({ width: 1, height: 1, data: new Uint8Array(3) })).toBe(0);
});

test('the wider the edges, the less sharp, whatever the light and the contrast', () => {
  const byEdge = [1, 3, 6].map((edgePx) => sharpnessOf(strokes(edgePx)));
  expect(byEdge).toEqual(byEdge.toSorted((a, b) => b - a));
  expect(byEdge[0]).toBeGreaterThan(1.5 * (byEdge[2] ?? 1));
  expect(sharpnessOf(strokes(6, 120, 70))).toBeCloseTo(byEdge[2] ?? 0, 1);
});
