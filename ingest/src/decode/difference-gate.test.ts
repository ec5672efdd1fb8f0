import fc from 'fast-check';
import { expect, test } from 'vitest';
import { GATE_STATE_BYTES, judgeDifference, LUMA_CELLS, LUMA_COLUMNS, LUMA_ROWS } from './difference-gate.ts';
import { LumaGrid } from './luma-grid.ts';

const SETTINGS = { level: 6, cells: 5 };

/** Reproducible noise: sum of four uniform numbers, close to a bell of deviation `sigma`. */
function noiseOf(seed: number): () => number {
  let state = seed >>> 0 || 1;
  const uniform = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32 - 0.5;
  };
  return () => (uniform() + uniform() + uniform() + uniform()) * Math.sqrt(3);
}

interface Scene {
  readonly sigma: number;
  readonly brightness?: number;
  readonly box?: { left: number; top: number; width: number; height: number; contrast: number };
}

function scene(seed: number, { sigma, brightness = 0, box }: Scene): Uint8Array {
  const noise = noiseOf(seed);
  const luma = new Uint8Array(LUMA_CELLS);
  for (let row = 0; row < LUMA_ROWS; row++) {
    for (let column = 0; column < LUMA_COLUMNS; column++) {
      const isInside =
        box !== undefined &&
        column >= box.left &&
        column < box.left + box.width &&
        row >= box.top &&
        row < box.top + box.height;
      const level = 90 + 30 * Math.sin(column / 9) + 20 * Math.cos(row / 7) + brightness;
      const value = level + (isInside ? box.contrast : 0) + sigma * noise();
      luma[row * LUMA_COLUMNS + column] = Math.max(0, Math.min(255, Math.round(value)));
    }
  }
  return luma;
}

/** A still scene watched for some pictures, as a camera that runs. */
function watched(sigma: number, pictures = 10): Buffer {
  let state: Buffer | null = null;
  for (let n = 0; n < pictures; n++) state = judgeDifference(scene(n + 1, { sigma }), state, SETTINGS, false).state;
  return state!;
}

test('the first picture and a state of another shape count as changed', () => {
  const luma = scene(1, { sigma: 1 });
  for (const state of [null, Buffer.alloc(0), Buffer.alloc(GATE_STATE_BYTES), Buffer.alloc(99)]) {
    const verdict = judgeDifference(luma, state, SETTINGS, false);
    expect(verdict.isChanged).toBe(true);
    expect(verdict.state).toHaveLength(GATE_STATE_BYTES);
  }
});

test('sensor noise of any night is no change', () => {
  const noise = fc.double({ min: 0, max: 5, noNaN: true });
  fc.assert(
    fc.property(noise, fc.integer({ min: 100, max: 1e6 }), (sigma, seed) => {
      expect(judgeDifference(scene(seed, { sigma }), watched(sigma, 4), SETTINGS, false).isChanged).toBe(false);
    }),
    { numRuns: 25 },
  );
});

test('whatever stands out of the noise is a change, wherever it comes in', () => {
  const box = fc.record({
    left: fc.integer({ min: 0, max: LUMA_COLUMNS - 16 }),
    top: fc.integer({ min: 0, max: LUMA_ROWS - 10 }),
    width: fc.integer({ min: 6, max: 16 }),
    height: fc.integer({ min: 4, max: 10 }),
    sign: fc.constantFrom(1, -1),
  });
  const sigma = fc.double({ min: 0, max: 3, noNaN: true });
  fc.assert(
    fc.property(box, sigma, fc.integer({ min: 100, max: 1e6 }), ({ sign, ...place }, noise, seed) => {
      const contrast = sign * (16 + 8 * noise);
      const picture = scene(seed, { sigma: noise, box: { ...place, contrast } });
      expect(judgeDifference(picture, watched(noise, 4), SETTINGS, false).isChanged).toBe(true);
    }),
    { numRuns: 40 },
  );
});

test('a vehicle that fills the picture is a change although it moves the median', () => {
  for (const width of [60, 100, 140, 160]) {
    for (const contrast of [-40, 30]) {
      const picture = scene(77, { sigma: 1, box: { left: 0, top: 0, width, height: 90, contrast } });
      expect(judgeDifference(picture, watched(1), SETTINGS, false).isChanged).toBe(true);
    }
  }
});

test('a cloud is no change, a lamp is; slow dusk is one in the end', () => {
  const state = watched(1);
  expect(judgeDifference(scene(50, { sigma: 1, brightness: -12 }), state, SETTINGS, false).isChanged).toBe(false);
  expect(judgeDifference(scene(51, { sigma: 1, brightness: 40 }), state, SETTINGS, false).isChanged).toBe(true);
  const verdicts = [-6, -12, -18, -24].map(
    (brightness) => judgeDifference(scene(52, { sigma: 1, brightness }), state, SETTINGS, false).isChanged,
  );
  expect(verdicts).toEqual([false, false, false, true]);
});

test('something that comes slowly is a change in the end, because the last picture given out is what counts', () => {
  let state = watched(0.5);
  let isChanged = false;
  for (let contrast = 1; contrast <= 20 && !isChanged; contrast++) {
    const box = { left: 40, top: 40, width: 12, height: 8, contrast };
    ({ isChanged, state } = judgeDifference(scene(contrast, { sigma: 0.5, box }), state, SETTINGS, false));
  }
  expect(isChanged).toBe(true);
});

test('a burnt-in clock is learned and kept quiet, a vehicle over it is not', () => {
  let state = watched(0.5);
  const clock = (n: number) => ({ left: 140, top: 2, width: 4, height: 3, contrast: n % 2 === 0 ? 70 : -70 });
  const verdicts: boolean[] = [];
  for (let n = 0; n < 60; n++) {
    const verdict = judgeDifference(scene(n, { sigma: 0.5, box: clock(n) }), state, SETTINGS, false);
    verdicts.push(verdict.isChanged);
    state = verdict.state;
  }
  expect(verdicts.slice(0, 5)).toEqual([true, true, true, true, true]);
  expect(verdicts.slice(40)).not.toContain(true);
  const vehicle = { left: 120, top: 0, width: 40, height: 30, contrast: 25 };
  expect(judgeDifference(scene(99, { sigma: 0.5, box: vehicle }), state, SETTINGS, false).isChanged).toBe(true);
});

test('the slow digits of a clock are quiet with its fast one, the same change elsewhere is not', () => {
  let state = watched(0.5);
  const second = (n: number) => ({ left: 140, top: 2, width: 3, height: 4, contrast: n % 2 === 0 ? 70 : -70 });
  for (let n = 0; n < 60; n++) {
    ({ state } = judgeDifference(scene(n, { sigma: 0.5, box: second(n) }), state, SETTINGS, true));
  }
  const digit = (left: number) => ({ left, top: 2, width: 3, height: 4, contrast: 70 });
  expect(judgeDifference(scene(80, { sigma: 0.5, box: digit(130) }), state, SETTINGS, false).isChanged).toBe(false);
  expect(judgeDifference(scene(81, { sigma: 0.5, box: digit(60) }), state, SETTINGS, false).isChanged).toBe(true);
});

test('a picture that was wanted becomes the one to compare with', () => {
  const box = { left: 40, top: 40, width: 12, height: 8, contrast: 4 };
  const once = judgeDifference(scene(7, { sigma: 0, box }), watched(0), SETTINGS, true);
  expect(once.isChanged).toBe(false);
  const more = { ...box, contrast: 8 };
  expect(judgeDifference(scene(8, { sigma: 0, box: more }), once.state, SETTINGS, false).isChanged).toBe(false);
  expect(judgeDifference(scene(8, { sigma: 0, box: more }), watched(0), SETTINGS, false).isChanged).toBe(true);
});

test('cell means are those of the plane, whatever its size, stride and place in memory', () => {
  const grid = new LumaGrid();
  const size = fc.record({ width: fc.integer({ min: 16, max: 700 }), height: fc.integer({ min: 16, max: 400 }) });
  fc.assert(
    fc.property(size, fc.nat(40), fc.nat(255), fc.nat(3), ({ width, height }, slack, level, offset) => {
      const stride = width + slack;
      const plane = new Uint8Array(stride * height + offset).fill(255 - level).subarray(offset);
      for (let row = 0; row < height; row++) plane.fill(level, row * stride, row * stride + width);
      expect(new Set(grid.of(plane, width, height, stride))).toEqual(new Set([level]));
    }),
    { numRuns: 60 },
  );
});

test('words and bytes give the same cells', () => {
  const noise = noiseOf(5);
  const plane = new Uint8Array(640 * 360 + 4).map(() => 128 + 60 * noise());
  const moved = new Uint8Array(plane.length + 1);
  moved.set(plane, 1);
  const words = new LumaGrid().of(plane, 640, 360, 640);
  expect(new LumaGrid().of(moved.subarray(1), 640, 360, 640)).toEqual(words);
  const sum = [0, 1, 2, 3].flatMap((row) => [...plane.subarray(row * 640 + 8, row * 640 + 12)]);
  expect(words[2]).toBe(sum.reduce((a, b) => a + b, 0) >> 4);
});
