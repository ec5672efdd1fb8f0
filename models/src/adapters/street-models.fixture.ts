import type { DetectorAdapterName } from '../manifest-entry.ts';
import { type TinyModel, type TinyOutput, tinyModelBytes } from './tiny-model.fixture.ts';

/** Class 1 and class 2 are the platform's; class 0 is left out. */
export const TINY_CLASSES = ['boat', 'car', 'person'];

/** What every street model sees in a white picture of 64 x 64, with the score `SEEN_SCORE`. */
export const SEEN_BOX = { x: 16, y: 8, width: 32, height: 32 };
export const SEEN_SCORE = 0.9;

/** A model of one family that sees one car in white pictures and nothing in black ones. */
export interface StreetModel {
  readonly name: string;
  readonly adapter: DetectorAdapterName;
  readonly model: TinyModel;
  readonly bytes: Uint8Array;
}

const INPUT = ['batch', 3, 64, 64] as const;
const BLOCKS = ['batch', 32, 32, 12] as const;
const CELLS = { 8: 64, 16: 16, 32: 4 } as const;
/** The cell of stride 16 with the corner (16, 16) and the middle (24, 24). */
const CELL_16 = 5;

function filled(length: number, entries: readonly (readonly [at: number, value: number])[]): Float32Array {
  const data = new Float32Array(length);
  for (const [at, value] of entries) data[at] = value;
  return data;
}

const zeros = (name: string, cells: number, depth: number): TinyOutput => ({
  name,
  dims: [cells, depth],
  values: new Float32Array(cells * depth),
});

function yolox(input: TinyModel['input'] = INPUT): TinyModel {
  const depth = 5 + TINY_CLASSES.length;
  const row = (CELLS[8] + CELL_16) * depth;
  const values = filled(84 * depth, [
    // From the corner of the cell to the middle of the car at (32, 24); the car is two strides wide and high.
    [row, 1],
    [row + 1, 0.5],
    [row + 2, Math.log(2)],
    [row + 3, Math.log(2)],
    [row + 4, 1],
  ]);
  const perBrightness = filled(84 * depth, [[row + 6, SEEN_SCORE / 255]]);
  return { input, outputs: [{ name: 'output', dims: [84, depth], values, perBrightness }] };
}

function nanodet(): TinyModel {
  const white = ((255 - 103.53) / 57.375 + (255 - 116.28) / 57.12 + (255 - 123.675) / 58.395) / 3;
  // Left half a stride, up one, right one and a half, down one: two bins of equal weight lie in the middle of both.
  const bins = [
    [0, 1],
    [1, 1],
    [1, 2],
    [1, 1],
  ];
  const entries = bins.flatMap((pair, side) => pair.map((bin) => [CELL_16 * 44 + side * 11 + bin, 60] as const));
  return {
    input: INPUT,
    outputs: [
      zeros('Identity', CELLS[8], 3),
      {
        ...zeros('Identity_1', CELLS[16], 3),
        perBrightness: filled(CELLS[16] * 3, [[CELL_16 * 3 + 1, SEEN_SCORE / white]]),
      },
      zeros('Identity_2', CELLS[32], 3),
      zeros('Identity_3', CELLS[8], 44),
      { ...zeros('Identity_4', CELLS[16], 44), values: filled(CELLS[16] * 44, entries) },
      zeros('Identity_5', CELLS[32], 44),
    ],
  };
}

function boxes(shape: Pick<TinyModel, 'input' | 'inputType'> = { input: INPUT }): TinyModel {
  const perBrightness = filled(6, [[4, SEEN_SCORE / 255]]);
  return {
    ...shape,
    outputs: [
      { name: 'boxes', dims: [2, 4], values: [0, 0, 1, 1, 16, 8, 48, 40] },
      { ...zeros('scores', 2, 3), perBrightness },
    ],
  };
}

function detr(): TinyModel {
  const seen = Math.log(SEEN_SCORE / (1 - SEEN_SCORE));
  return {
    input: INPUT,
    inputName: 'pixel_values',
    outputs: [
      {
        name: 'logits',
        dims: [2, 3],
        values: new Float32Array(6).fill(-10),
        perBrightness: filled(6, [[4, seen + 10]]),
      },
      { name: 'pred_boxes', dims: [2, 4], values: [0.5, 0.5, 1, 1, 0.5, 0.375, 0.5, 0.5] },
    ],
  };
}

function labelledDetr(): TinyModel {
  return {
    input: INPUT,
    inputName: 'images',
    outputs: [
      { name: 'labels', dims: [2], values: [0, 1], type: 'int' },
      { name: 'boxes', dims: [2, 4], values: [0, 0, 1, 1, 0.25, 0.125, 0.75, 0.625], isInTargetSize: true },
      { name: 'scores', dims: [2], values: [0, 0], perBrightness: [1, SEEN_SCORE] },
    ],
  };
}

const streetModel = (name: string, adapter: DetectorAdapterName, model: TinyModel): StreetModel => ({
  name,
  adapter,
  model,
  bytes: tinyModelBytes(model),
});

/** One of each family, and one whose file leaves no room for a second picture. */
export const STREET_MODELS: readonly StreetModel[] = [
  streetModel('YOLOX', 'yolox', yolox()),
  streetModel('YOLOX for one picture at a time', 'yolox', yolox([1, 3, 64, 64])),
  streetModel('NanoDet', 'nanodet', nanodet()),
  streetModel('a detector of our own', 'boxes', boxes()),
  streetModel('a detector of our own for bytes', 'boxes', boxes({ input: BLOCKS, inputType: 'byte' })),
  streetModel('DETR with logits', 'detr', detr()),
  streetModel('DETR with labels', 'detr', labelledDetr()),
];
