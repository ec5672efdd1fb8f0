import { overlapOf } from '../box-overlap.ts';
import type { DetectedClass, Detection } from '../contracts.ts';

/** Rows of COCO's 80 classes that the platform keeps. Two-wheelers' riders stay `person`. */
export const COCO_CLASSES: readonly (readonly [index: number, name: DetectedClass])[] = [
  [0, 'person'],
  [1, 'bicycle'],
  [2, 'car'],
  [3, 'motorcycle'],
  [5, 'bus'],
  [7, 'truck'],
];

const COCO_COUNT = 80;
const BINS = 11;
const NMS_OVERLAP = 0.6;
const MAX_CANDIDATES = 600;

/** One level of the feature pyramid for one picture. */
export interface NanodetLevel {
  readonly stride: number;
  readonly columns: number;
  /** `[cells, 80]`, sigmoid done. */
  readonly scores: Float32Array;
  /** `[cells, 44]`: left, top, right, bottom by 11 bins each. */
  readonly distances: Float32Array;
}

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

function* candidatesOf(level: NanodetLevel, minScore: number): Generator<Detection> {
  const { scores, distances, stride, columns } = level;
  const cells = scores.length / COCO_COUNT;
  for (let cell = 0; cell < cells; cell += 1) {
    for (const [index, objectClass] of COCO_CLASSES) {
      const score = scores[cell * COCO_COUNT + index] ?? 0;
      if (score < minScore) continue;
      const side = (which: number): number => expectedDistance(distances, cell * BINS * 4 + which * BINS) * stride;
      const x = ((cell % columns) + 0.5) * stride;
      const y = (Math.floor(cell / columns) + 0.5) * stride;
      const left = side(0);
      const top = side(1);
      yield {
        objectClass,
        score,
        box: { x: x - left, y: y - top, width: left + side(2), height: top + side(3) },
      };
    }
  }
}

/**
 * Decodes NanoDet (https://github.com/RangiLyu/nanodet, generalised focal loss head) and suppresses overlaps per class.
 * Boxes are in pixels of the model's input, by falling score.
 */
export function decodeNanodet(levels: readonly NanodetLevel[], minScore: number): Detection[] {
  const candidates = levels
    .flatMap((level) => [...candidatesOf(level, minScore)])
    .sort((a, b) => b.score - a.score)
    .slice(0, MAX_CANDIDATES);
  const kept: Detection[] = [];
  for (const candidate of candidates) {
    const isCovered = kept.some(
      (other) => other.objectClass === candidate.objectClass && overlapOf(other.box, candidate.box) > NMS_OVERLAP,
    );
    if (!isCovered) kept.push(candidate);
  }
  return kept;
}
