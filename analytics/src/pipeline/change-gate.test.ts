import sharp from 'sharp';
import { expect, test } from 'vitest';
import { ChangeGate, GRID_COLUMNS, GRID_ROWS, lumaGridOf } from './change-gate.ts';

const grid = (level: number, cells: readonly number[] = [], to = 200) => {
  const bytes = new Uint8Array(GRID_COLUMNS * GRID_ROWS).fill(level);
  for (const cell of cells) bytes[cell] = to;
  return bytes;
};

test('bytes that are no picture are refused', async () => {
  await expect(lumaGridOf(Buffer.from('not a jpeg'))).rejects.toThrow();
});

test('the first picture is always a change, the same picture again is none', () => {
  const gate = new ChangeGate();
  expect(gate.changed(grid(90))).toEqual([{ left: 0, top: 0, right: 31, bottom: 17 }]);
  gate.accept(grid(90), true);
  expect(gate.changed(grid(90))).toEqual([]);
});

test('noise over the whole picture and one flickering cell are no change, a vehicle is', () => {
  const gate = new ChangeGate();
  gate.accept(grid(90), true);
  expect(gate.changed(grid(95))).toEqual([]);
  expect(gate.changed(grid(90, [5]))).toEqual([]);
  expect(gate.changed(grid(90, [5, 60, 300, 500]))).toEqual([]);
  expect(gate.changed(grid(90, [100, 101, 102, 132, 133, 134]))).toEqual([{ left: 4, top: 3, right: 6, bottom: 4 }]);
});

test('two vehicles apart are two places', () => {
  const gate = new ChangeGate();
  gate.accept(grid(90), true);
  const boxes = gate.changed(grid(90, [100, 101, 102, 132, 133, 320, 321, 352, 353]));
  expect(boxes).toEqual([
    { left: 4, top: 3, right: 6, bottom: 4 },
    { left: 0, top: 10, right: 1, bottom: 11 },
  ]);
});

test('slow dusk is a change in the end, because the picture is compared with the last one looked at', () => {
  const gate = new ChangeGate();
  gate.accept(grid(90), true);
  const levels = [88, 86, 84, 82];
  expect(levels.map((level) => gate.changed(grid(level)).length > 0)).toEqual([false, false, false, true]);
});

test('a burnt-in clock that always changes becomes usual while nothing is found', () => {
  const gate = new ChangeGate();
  const clock = [0, 1, 2, 3];
  for (let second = 0; second < 30; second += 1) gate.accept(grid(90, clock, second % 2 === 0 ? 100 : 90), true);
  expect(gate.changed(grid(90, clock, 100))).toEqual([]);
  expect(gate.changed(grid(90, clock, 200))).toHaveLength(1);
});

test('the grid of a picture has its brightness in place', async () => {
  const left = await sharp({ create: { width: 320, height: 360, channels: 3, background: '#ffffff' } })
    .png()
    .toBuffer();
  const jpeg = await sharp({ create: { width: 640, height: 360, channels: 3, background: '#000000' } })
    .composite([{ input: left, left: 0, top: 0 }])
    .jpeg()
    .toBuffer();
  const cells = await lumaGridOf(jpeg);
  expect(cells).toHaveLength(GRID_COLUMNS * GRID_ROWS);
  expect(cells[GRID_COLUMNS * 9 + 4]).toBeGreaterThan(240);
  expect(cells[GRID_COLUMNS * 9 + 28]).toBeLessThan(15);
});
