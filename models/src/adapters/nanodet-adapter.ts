import type { PlanarNormalisation } from '../planar.ts';
import { type DetectorAdapter, type ImageInput, type Proposals, partOf, planesTensor } from './detector-adapter.ts';

const BINS = 11;
const SIDES = 4;
const MEAN = [103.53, 116.28, 123.675] as const;
const DEVIATION = [57.375, 57.12, 58.395] as const;
const NORMALISATION: PlanarNormalisation = {
  scale: [1 / DEVIATION[0], 1 / DEVIATION[1], 1 / DEVIATION[2]],
  shift: [-MEAN[0] / DEVIATION[0], -MEAN[1] / DEVIATION[1], -MEAN[2] / DEVIATION[2]],
};
const LEVELS = [
  { stride: 8, scores: 'Identity', distances: 'Identity_3' },
  { stride: 16, scores: 'Identity_1', distances: 'Identity_4' },
  { stride: 32, scores: 'Identity_2', distances: 'Identity_5' },
] as const;

/** Softmax expectation over the bins: the distance to one side, in strides. */
function expectedDistance(distances: Float32Array, start: number): number {
  let peak = Number.NEGATIVE_INFINITY;
  for (let bin = 0; bin < BINS; bin += 1) peak = Math.max(peak, distances[start + bin] ?? 0);
  let total = 0;
  let weighted = 0;
  for (let bin = 0; bin < BINS; bin += 1) {
    const share = Math.exp((distances[start + bin] ?? 0) - peak);
    total += share;
    weighted += share * bin;
  }
  return weighted / total;
}

/** One level of the feature pyramid for one picture. */
export interface NanodetLevel {
  readonly stride: number;
  readonly columns: number;
  readonly classCount: number;
  /** `[cells, classes]`, sigmoid done. */
  readonly scores: Float32Array;
  /** `[cells, 44]`: left, top, right, bottom by 11 bins each, from the middle of the cell. */
  readonly distances: Float32Array;
}

export function nanodetProposals({ stride, columns, classCount, scores, distances }: NanodetLevel): Proposals {
  return {
    count: scores.length / classCount,
    scoreOf: (cell, classIndex) => scores[cell * classCount + classIndex] ?? 0,
    boxOf: (cell) => {
      const side = (which: number): number => expectedDistance(distances, (cell * SIDES + which) * BINS) * stride;
      const left = side(0);
      const top = side(1);
      const x = ((cell % columns) + 0.5) * stride;
      const y = (Math.floor(cell / columns) + 0.5) * stride;
      return { x: x - left, y: y - top, width: left + side(2), height: top + side(3) };
    },
  };
}

/** NanoDet (https://github.com/RangiLyu/nanodet, generalised focal loss head) as human-models names its outputs. */
export function nanodetAdapter(image: ImageInput, classCount: number): DetectorAdapter {
  return {
    recipe: { fit: 'letterbox', order: 'bgr', normalisation: NORMALISATION, padding: 0, usual: { side: 416 } },
    minScore: 0.4,
    maxOverlap: 0.6,
    signature: {
      inputs: [planesTensor(image)],
      outputs: LEVELS.flatMap(({ scores, distances }) => [
        { name: scores, dims: [null, null, classCount], classes: { axis: 2, before: 0 } },
        { name: distances, dims: [null, null, SIDES * BINS] },
      ]),
    },
    proposalsOf: (read, { index, batch, width, height }) =>
      LEVELS.map(({ stride, scores, distances }) => {
        const columns = width / stride;
        const cells = columns * (height / stride);
        return nanodetProposals({
          stride,
          columns,
          classCount,
          scores: partOf(read(scores, [batch, cells, classCount]), index),
          distances: partOf(read(distances, [batch, cells, SIDES * BINS]), index),
        });
      }),
  };
}
