import { expect, test } from 'vitest';
import type { RgbImage } from '../contracts.ts';
import { boxProposals } from './boxes-adapter.ts';
import { classMapOf } from './class-map.ts';
import { RAW_PIXELS } from './detector-adapter.ts';
import { detrProposals, labelledProposals } from './detr-adapter.ts';
import { nanodetProposals } from './nanodet-adapter.ts';
import { pickDetections } from './pick-detections.ts';
import { pictureInputOf } from './picture-input.ts';
import { yoloxCellCount, yoloxProposals } from './yolox-adapter.ts';

const close = (box: { x: number; y: number; width: number; height: number }) =>
  Object.fromEntries(Object.entries(box).map(([side, value]) => [side, expect.closeTo(value, 4)]));

test('our classes are found by name in any order, others are left out', () => {
  expect(classMapOf(['cat', 'Truck', 'motorbike', 'person', 'motorcycle', 'constructor'])).toEqual([
    [1, 'truck'],
    [2, 'motorcycle'],
    [3, 'person'],
    [4, 'motorcycle'],
  ]);
});

test('YOLOX: offsets count from the corner of the cell of each level, sizes are logarithms, scores are products', () => {
  // 64 x 32: 8 x 4 cells of stride 8, 4 x 2 of stride 16, 2 x 1 of stride 32.
  expect(yoloxCellCount(64, 32)).toBe(42);
  const data = new Float32Array(42 * 7);
  data.set([0.5, 0.25, 0, Math.log(3), 0.5, 0.2, 0.8], 9 * 7);
  data.set([0.5, 0.25, Math.log(2), Math.log(3), 1, 0, 0.6], (32 + 5) * 7);
  data.set([-0.5, 0, Math.log(0.5), 0, 0.9, 1, 0], 41 * 7);
  const proposals = yoloxProposals(data, 2, 64, 32);
  expect(proposals.count).toBe(42);
  expect([
    proposals.scoreOf(9, 0),
    proposals.scoreOf(9, 1),
    proposals.scoreOf(37, 1),
    proposals.scoreOf(41, 0),
  ]).toEqual([0.1, 0.4, 0.6, 0.9].map((score) => expect.closeTo(score, 6)));
  // Cell 9 of stride 8 is column 1, row 1: middle (12, 10), 8 x 24.
  expect(proposals.boxOf(9)).toEqual(close({ x: 8, y: -2, width: 8, height: 24 }));
  // Cell 5 of stride 16 is column 1, row 1: middle (24, 20), 32 x 48.
  expect(proposals.boxOf(37)).toEqual(close({ x: 8, y: -4, width: 32, height: 48 }));
  // Cell 1 of stride 32 is column 1, row 0: middle (16, 0), 16 x 32.
  expect(proposals.boxOf(41)).toEqual(close({ x: 8, y: -16, width: 16, height: 32 }));
});

test('NanoDet: distances are expectations in strides from the middle of the cell, and the same object is kept once', () => {
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
  const proposals = nanodetProposals({ stride: 32, columns: 2, classCount: 80, scores, distances });
  expect(pickDetections([proposals, proposals], [[2, 'car']], 0.5, 0.6)).toEqual([
    { objectClass: 'car', score: expect.closeTo(0.9, 5), box: { x: 16, y: 16, width: 96, height: 64 } },
    { objectClass: 'car', score: expect.closeTo(0.7, 5), box: { x: -16, y: -16, width: 64, height: 64 } },
  ]);
});

test('DETR: boxes are middle and size as shares, scores are sigmoids', () => {
  const logits = Float32Array.of(0, -50, Math.log(3), 50);
  const boxes = Float32Array.of(0.5, 0.5, 1, 1, 0.25, 0.75, 0.5, 0.25);
  const proposals = detrProposals(logits, boxes, 2, 640, 320);
  expect([0, 1].map((query) => [proposals.scoreOf(query, 0), proposals.scoreOf(query, 1)])).toEqual([
    [0.5, expect.closeTo(0, 6)],
    [expect.closeTo(0.75, 6), expect.closeTo(1, 6)],
  ]);
  expect([proposals.boxOf(0), proposals.boxOf(1)]).toEqual([
    { x: 0, y: 0, width: 640, height: 320 },
    { x: 0, y: 200, width: 320, height: 80 },
  ]);
});

test('DETR with labels: a query has one class', () => {
  const proposals = labelledProposals(
    Float32Array.of(2, 0),
    Float32Array.of(1, 2, 5, 8, 0, 0, 1, 1),
    Float32Array.of(0.8, 0.7),
  );
  expect([proposals.scoreOf(0, 2), proposals.scoreOf(0, 0), proposals.scoreOf(1, 0)]).toEqual([
    expect.closeTo(0.8, 6),
    0,
    expect.closeTo(0.7, 6),
  ]);
  expect(proposals.boxOf(0)).toEqual({ x: 1, y: 2, width: 4, height: 6 });
});

test('boxes with scores are taken as they are', () => {
  const proposals = boxProposals(Float32Array.of(1, 2, 5, 8, 10, 10, 20, 30), Float32Array.of(0, 0.25, 0.5, 0), 2);
  expect([proposals.count, proposals.scoreOf(0, 1), proposals.scoreOf(1, 0)]).toEqual([2, 0.25, 0.5]);
  expect(proposals.boxOf(1)).toEqual({ x: 10, y: 10, width: 10, height: 20 });
});

test('overlapping boxes of one class become one, of two classes stay two, and without suppression all stay', () => {
  const boxes = Float32Array.of(0, 0, 10, 10, 0, 0, 10, 9, 0, 5, 10, 15);
  const scores = Float32Array.of(0.6, 0, 0.9, 0.8, 0.7, Number.NaN);
  const proposals = [boxProposals(boxes, scores, 2)];
  const classes = [[0, 'car'] as const, [1, 'bus'] as const];
  const summary = (maxOverlap: number | null) =>
    pickDetections(proposals, classes, 0.5, maxOverlap).map(
      ({ objectClass, score }) => `${objectClass} ${score.toFixed(1)}`,
    );
  expect(summary(0.5)).toEqual(['car 0.9', 'bus 0.8', 'car 0.7']);
  expect(summary(null)).toEqual(['car 0.9', 'bus 0.8', 'car 0.7', 'car 0.6']);
});

/** Left half red, right half green. */
function twoColours(width: number, height: number): RgbImage {
  const data = new Uint8Array(width * height * 3);
  for (let at = 0; at < width * height; at += 1) data[at * 3 + (at % width < width / 2 ? 0 : 1)] = 200;
  return { width, height, data };
}

const recipe = {
  fit: 'letterbox',
  order: 'rgb',
  normalisation: RAW_PIXELS,
  padding: 114,
  usual: { side: 64 },
} as const;

test('a letterboxed picture lies in the top left corner, padding to its right and below', () => {
  const { tensor, width, height, scales } = pictureInputOf(
    [twoColours(128, 64)],
    { kind: 'fixed', width: 64, height: 64 },
    recipe,
  );
  expect([width, height, scales, tensor.dims]).toEqual([64, 64, [{ x: 0.5, y: 0.5 }], [1, 3, 64, 64]]);
  const at = (channel: number, x: number, y: number) => tensor.data[(channel * 64 + y) * 64 + x];
  expect([at(0, 5, 31), at(1, 5, 31), at(0, 60, 0), at(1, 60, 0)]).toEqual([200, 0, 0, 200]);
  expect([at(0, 5, 32), at(1, 60, 63), at(2, 0, 40)]).toEqual([114, 114, 114]);
});

test('a free input is only as large as the pictures need, in steps of 32', () => {
  const size = { kind: 'side', side: 64 } as const;
  expect(pictureInputOf([twoColours(1280, 720)], size, recipe).tensor.dims).toEqual([1, 3, 64, 64]);
  expect(pictureInputOf([twoColours(1280, 600)], size, recipe).tensor.dims).toEqual([1, 3, 32, 64]);
  expect(pictureInputOf([twoColours(300, 10), twoColours(10, 300)], size, recipe).tensor.dims).toEqual([2, 3, 64, 64]);
});

test('an input of a given area takes the shape of the picture and stays bounded', () => {
  const dimsOf = (width: number, height: number) =>
    pictureInputOf([twoColours(width, height)], { kind: 'area', area: 100_000 }, recipe).tensor.dims.slice(2);
  expect(dimsOf(640, 640)).toEqual([320, 320]);
  expect(dimsOf(1280, 720)).toEqual([224, 416]);
  expect(dimsOf(90, 160)).toEqual([416, 224]);
  expect(dimsOf(4000, 4)).toEqual([32, 1280]);
});

test('a stretched picture fills the input, blue first where the model wants it, normalised', () => {
  const stretched = {
    ...recipe,
    fit: 'stretch',
    order: 'bgr',
    normalisation: { scale: [1, 2, 0.5], shift: [1, 0, 0] },
  } as const;
  const { tensor, scales } = pictureInputOf([twoColours(128, 32)], { kind: 'fixed', width: 64, height: 64 }, stretched);
  expect(scales).toEqual([{ x: 0.5, y: 2 }]);
  const at = (channel: number, x: number, y: number) => tensor.data[(channel * 64 + y) * 64 + x];
  expect([at(0, 5, 63), at(1, 5, 63), at(2, 5, 63)]).toEqual([1, 0, 100]);
  expect([at(0, 60, 63), at(1, 60, 63), at(2, 60, 63)]).toEqual([1, 400, 0]);
});

test('a model of bytes gets the picture in blocks of two by two pixels, grey around it', () => {
  const size = { kind: 'fixed', width: 64, height: 64 } as const;
  const { tensor, scales } = pictureInputOf([twoColours(128, 64)], size, recipe, 'blocks');
  expect([scales, tensor.dims]).toEqual([[{ x: 0.5, y: 0.5 }], [1, 32, 32, 12]]);
  const block = (x: number, y: number) => [...tensor.data.slice((y * 32 + x) * 12, (y * 32 + x) * 12 + 6)];
  expect([block(2, 15), block(30, 0)]).toEqual([
    [200, 0, 0, 200, 0, 0],
    [0, 200, 0, 0, 200, 0],
  ]);
  expect([block(2, 16), block(30, 31)]).toEqual([Array(6).fill(114), Array(6).fill(114)]);
});
