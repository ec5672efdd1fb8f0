import {
  blocksTensor,
  type DetectorAdapter,
  type ImageInput,
  type Proposals,
  partOf,
  planesTensor,
  RAW_PIXELS,
} from './detector-adapter.ts';

/** Proposals of `boxes` `[n, 4]` (left, top, right, bottom in input pixels) and `scores` `[n, classes]` (0..1). */
export function boxProposals(boxes: Float32Array, scores: Float32Array, classCount: number): Proposals {
  return {
    count: boxes.length / 4,
    scoreOf: (at, classIndex) => scores[at * classCount + classIndex] ?? 0,
    boxOf: (at) => {
      const [left = 0, top = 0, right = 0, bottom = 0] = boxes.subarray(at * 4, at * 4 + 4);
      return { x: left, y: top, width: right - left, height: bottom - top };
    },
  };
}

/** This project's own detectors: normalisation and decoding are inside the model, suppression is not. */
export function boxesAdapter(image: ImageInput, classCount: number): DetectorAdapter {
  return {
    recipe: { fit: 'letterbox', order: 'rgb', normalisation: RAW_PIXELS, padding: 114, usual: { area: 230_000 } },
    minScore: 0.4,
    maxOverlap: 0.6,
    signature: {
      inputs: [image.layout === 'blocks' ? blocksTensor(image) : planesTensor(image)],
      outputs: [
        { name: 'boxes', dims: [null, null, 4] },
        { name: 'scores', dims: [null, null, classCount], classes: { axis: 2, before: 0 } },
      ],
    },
    proposalsOf: (read, { index, batch }) => {
      const boxes = read('boxes', [batch, null, 4]);
      const scores = read('scores', [batch, boxes.dims[1] ?? 0, classCount]);
      return [boxProposals(partOf(boxes, index), partOf(scores, index), classCount)];
    },
  };
}
