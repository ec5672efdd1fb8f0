import { expect, test } from 'vitest';
import { boxOfLine, sliceOfLine } from './text-line.ts';
import { linesOfTextMap } from './text-map.ts';

/** A map with one slanted bar. */
function mapWithBar(angle: number, value: number): { data: Float32Array; width: number; height: number } {
  const [width, height] = [160, 96];
  const data = new Float32Array(width * height);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const u = (x - 80) * Math.cos(angle) + (y - 48) * Math.sin(angle);
      const v = (y - 48) * Math.cos(angle) - (x - 80) * Math.sin(angle);
      if (Math.abs(u) <= 40 && Math.abs(v) <= 5) data[y * width + x] = value;
    }
  return { data, width, height };
}

test('a faint or tiny patch is no line', () => {
  expect(linesOfTextMap(mapWithBar(0, 0.4))).toEqual([]);
  const dot = { data: new Float32Array(100), width: 10, height: 10 };
  dot.data[55] = 1;
  expect(linesOfTextMap(dot)).toEqual([]);
});

test.each([0, 0.2, -0.3])('a bar of slope %d is found with its slope and grown by area over perimeter', (angle) => {
  const [line, ...others] = linesOfTextMap(mapWithBar(angle, 0.9));
  expect(others).toEqual([]);
  expect(line?.angle).toBeCloseTo(angle, 1);
  expect(line?.centreX).toBeCloseTo(80.5, 0);
  expect(line?.centreY).toBeCloseTo(48.5, 0);
  const grow = (81 * 11 * 1.6) / (2 * 92);
  expect(Math.abs((line?.length ?? 0) - (81 + 2 * grow))).toBeLessThan(4);
  expect(Math.abs((line?.height ?? 0) - (11 + 2 * grow))).toBeLessThan(4);
});

test('the lower half of a slanted line stays inside it', () => {
  const line = { centreX: 50, centreY: 50, length: 60, height: 40, angle: 0.1, score: 1 };
  const lower = sliceOfLine(line, 0.5, 1);
  expect(lower).toMatchObject({ height: 20, length: 60, angle: 0.1 });
  expect(lower.centreY).toBeCloseTo(59.95, 2);
  expect(boxOfLine(lower).y).toBeGreaterThan(boxOfLine(line).y);
});
