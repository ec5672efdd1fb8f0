import type { PixelBox } from '@thapcanh/core/passages/passage';
import { overlapOf } from '../box-overlap.ts';
import type { PixelPoint } from '../contracts.ts';

/** A face in pixels of the network's input; right eye, left eye, nose tip, mouth centre. */
export interface RawFace {
  readonly score: number;
  readonly box: PixelBox;
  readonly landmarks: readonly PixelPoint[];
}

/** One of the two maps of anchors, for one picture. */
export interface BlazefaceMap {
  /** Cells in a row and in a column. */
  readonly cells: number;
  readonly anchorsPerCell: number;
  /** `[anchors]`, before the sigmoid. */
  readonly scores: Float32Array;
  /** `[anchors, 16]`: middle, size and six points, pixels from the middle of the cell. */
  readonly regressions: Float32Array;
}

export const BLAZEFACE_SIDE = 256;
const VALUES = 16;
const KEPT_LANDMARKS = 4;
const SAME_FACE_OVERLAP = 0.3;

const sigmoid = (value: number): number => 1 / (1 + Math.exp(-value));

function* facesOf({ cells, anchorsPerCell, scores, regressions }: BlazefaceMap, minScore: number): Generator<RawFace> {
  const stride = BLAZEFACE_SIDE / cells;
  for (const [anchor, logit] of scores.entries()) {
    const score = sigmoid(logit);
    if (!(score >= minScore)) continue;
    const cell = Math.floor(anchor / anchorsPerCell);
    const middleX = ((cell % cells) + 0.5) * stride;
    const middleY = (Math.floor(cell / cells) + 0.5) * stride;
    const value = (index: number): number => regressions[anchor * VALUES + index] ?? 0;
    const [width, height] = [value(2), value(3)];
    yield {
      score,
      box: { x: middleX + value(0) - width / 2, y: middleY + value(1) - height / 2, width, height },
      landmarks: Array.from({ length: KEPT_LANDMARKS }, (_, index) => ({
        x: middleX + value(4 + index * 2),
        y: middleY + value(5 + index * 2),
      })),
    };
  }
}

/** The mean of neighbouring anchors' answers, weighted by score: steadier points than the best anchor alone. */
function blend(faces: readonly RawFace[], score: number): RawFace {
  const total = faces.reduce((sum, face) => sum + face.score, 0);
  const mean = (read: (face: RawFace) => number): number =>
    faces.reduce((sum, face) => sum + read(face) * face.score, 0) / total;
  return {
    score,
    box: {
      x: mean(({ box }) => box.x),
      y: mean(({ box }) => box.y),
      width: mean(({ box }) => box.width),
      height: mean(({ box }) => box.height),
    },
    landmarks: Array.from({ length: KEPT_LANDMARKS }, (_, index) => ({
      x: mean(({ landmarks }) => landmarks[index]?.x ?? 0),
      y: mean(({ landmarks }) => landmarks[index]?.y ?? 0),
    })),
  };
}

/**
 * Decodes BlazeFace (Bazarevsky et al. 2019, https://arxiv.org/abs/1907.05047): anchors are cell middles, overlapping
 * answers are blended into one face instead of being dropped. By falling score.
 */
export function decodeBlazeface(maps: readonly BlazefaceMap[], minScore: number): RawFace[] {
  let rest = maps
    .flatMap((map) => [...facesOf(map, minScore)])
    .filter(({ box }) => box.width > 0 && box.height > 0 && Number.isFinite(box.x + box.y))
    .sort((first, second) => second.score - first.score);
  const faces: RawFace[] = [];
  for (let best = rest[0]; best !== undefined; best = rest[0]) {
    const { box, score } = best;
    const same = rest.filter((face) => face === best || overlapOf(face.box, box) > SAME_FACE_OVERLAP);
    faces.push(blend(same, score));
    rest = rest.filter((face) => !same.includes(face));
  }
  return faces;
}
