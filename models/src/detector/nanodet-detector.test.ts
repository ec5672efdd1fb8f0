import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Detector, RgbImage } from '../contracts.ts';
import { ensureNanodetWeights } from '../convert/nanodet-weights.ts';
import { decodeNanodet } from './nanodet-decode.ts';
import { createNanodetDetector } from './nanodet-detector.ts';

let detector: Detector;

beforeAll(async () => {
  await ensureNanodetWeights();
  detector = await createNanodetDetector({ inputSize: 320 });
});

afterAll(() => detector.close());

const grey = (width: number, height: number): RgbImage => ({
  width,
  height,
  data: new Uint8Array(width * height * 3).fill(120),
});

test('an input size that the network cannot take is refused', async () => {
  await expect(createNanodetDetector({ inputSize: 400 })).rejects.toMatchObject({ code: 'TC_MODEL_INPUT' });
});

test('a picture whose data does not fit its size is refused', async () => {
  const broken = { width: 10, height: 10, data: new Uint8Array(5) };
  await expect(detector.detect([broken])).rejects.toMatchObject({ code: 'TC_MODEL_INPUT' });
});

test('an aborted call rejects with the reason', async () => {
  await expect(detector.detect([grey(64, 64)], { signal: AbortSignal.abort('gone') })).rejects.toBe('gone');
});

test('an empty batch gives an empty answer, and nothing is seen in grey', async () => {
  expect(await detector.detect([])).toEqual([]);
  expect(await detector.detect([grey(640, 360), grey(200, 300)])).toEqual([[], []]);
});

test('after close every call is refused, and closing again is harmless', async () => {
  const other = await createNanodetDetector({ inputSize: 160 });
  await other.close();
  await other.close();
  await expect(other.detect([grey(64, 64)])).rejects.toMatchObject({ code: 'TC_MODEL_CLOSED' });
});

test('distances are expectations in strides from the middle of the cell, and the same object is kept once', () => {
  const scores = new Float32Array(4 * 80);
  const distances = new Float32Array(4 * 44).fill(-50);
  for (const [cell, score] of [
    [0, 0.7],
    [3, 0.9],
  ] as const) {
    scores[cell * 80 + 2] = score;
    // One stride to every side, except two to the right of the second cell.
    for (let side = 0; side < 4; side += 1) distances[cell * 44 + side * 11 + (cell === 3 && side === 2 ? 2 : 1)] = 50;
  }
  scores[3 * 80 + 9] = 0.99;
  const level = { stride: 32, columns: 2, scores, distances };
  expect(decodeNanodet([level, level], 0.5)).toEqual([
    { objectClass: 'car', score: expect.closeTo(0.9, 5), box: { x: 16, y: 16, width: 96, height: 64 } },
    { objectClass: 'car', score: expect.closeTo(0.7, 5), box: { x: -16, y: -16, width: 64, height: 64 } },
  ]);
});
