import { expect, test } from 'vitest';
import { type BlazefaceMap, decodeBlazeface } from './blazeface-decode.ts';

/** The 16 x 16 map with nothing in it. */
const emptyMap = (): BlazefaceMap => ({
  cells: 16,
  anchorsPerCell: 2,
  scores: new Float32Array(512).fill(-100),
  regressions: new Float32Array(512 * 16),
});

/** Puts a face of 40 x 50 px with points 1, 2, 3 and 4 px right of the cell's middle. */
function put(map: BlazefaceMap, anchor: number, logit: number, shiftX = 0): void {
  map.scores[anchor] = logit;
  map.regressions.set([shiftX, 0, 40, 50, 1, 0, 2, 0, 3, 0, 4, 0], anchor * 16);
}

test('nothing above the score gives nothing, and numbers that are none give no face', () => {
  const map = emptyMap();
  put(map, 0, 0);
  map.scores[2] = Number.NaN;
  map.scores[4] = 9;
  map.regressions.fill(Number.NaN, 4 * 16, 5 * 16);
  expect(decodeBlazeface([map], 0.6)).toEqual([]);
});

test('an anchor speaks in pixels from the middle of its cell', () => {
  const map = emptyMap();
  put(map, (3 * 16 + 5) * 2 + 1, 2, -8);
  const [face] = decodeBlazeface([map], 0.5);
  expect(face?.score).toBeCloseTo(1 / (1 + Math.exp(-2)), 6);
  const { x = 0, y = 0, width = 0, height = 0 } = face?.box ?? {};
  for (const [found, wanted] of [
    [x, 88 - 8 - 20],
    [y, 56 - 25],
    [width, 40],
    [height, 50],
    ...(face?.landmarks ?? []).flatMap((point, index) => [
      [point.x, 89 + index],
      [point.y, 56],
    ]),
  ] as const)
    expect(found).toBeCloseTo(wanted!, 6);
  expect(face?.landmarks).toHaveLength(4);
});

test('neighbours that mean one face are blended, another face stays apart', () => {
  const map = emptyMap();
  put(map, 0, 3);
  put(map, 1, 3, 4);
  put(map, 511, 4);
  const faces = decodeBlazeface([map], 0.5);
  expect(faces.map(({ score }) => score)).toEqual([expect.closeTo(0.982, 3), expect.closeTo(0.9526, 3)]);
  expect(faces[1]?.box.x).toBeCloseTo(8 + 2 - 20, 5);
});

test('a face of no size or at no place is dropped', () => {
  const map = emptyMap();
  put(map, 0, 3, Number.NaN);
  put(map, 8, 3);
  map.regressions[8 * 16 + 2] = 0;
  expect(decodeBlazeface([map], 0.5)).toEqual([]);
});
