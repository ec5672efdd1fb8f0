import {
  type DetectorAdapter,
  type ImageInput,
  type InputRecipe,
  type Proposals,
  partOf,
  planesTensor,
} from './detector-adapter.ts';

const TARGET_SIZES = 'orig_target_sizes';
/** Trained on pictures stretched to a square, 0..1, without ImageNet's mean. */
const RECIPE: InputRecipe = {
  fit: 'stretch',
  order: 'rgb',
  normalisation: { scale: [1 / 255, 1 / 255, 1 / 255], shift: [0, 0, 0] },
  padding: 0,
  usual: { side: 640 },
};
const MIN_SCORE = 0.5;

const sigmoid = (value: number): number => 1 / (1 + Math.exp(-value));

/** Proposals of `logits` `[queries, classes]` and `pred_boxes` `[queries, 4]` (centre and size as shares of the input). */
export function detrProposals(
  logits: Float32Array,
  boxes: Float32Array,
  classCount: number,
  width: number,
  height: number,
): Proposals {
  return {
    count: boxes.length / 4,
    scoreOf: (query, classIndex) => sigmoid(logits[query * classCount + classIndex] ?? Number.NEGATIVE_INFINITY),
    boxOf: (query) => {
      const [centreX = 0, centreY = 0, boxWidth = 0, boxHeight = 0] = boxes.subarray(query * 4, query * 4 + 4);
      return {
        x: (centreX - boxWidth / 2) * width,
        y: (centreY - boxHeight / 2) * height,
        width: boxWidth * width,
        height: boxHeight * height,
      };
    },
  };
}

/** Proposals of `labels` `[queries]`, `boxes` `[queries, 4]` (left, top, right, bottom in input pixels), `scores` `[queries]`. */
export function labelledProposals(labels: Float32Array, boxes: Float32Array, scores: Float32Array): Proposals {
  return {
    count: labels.length,
    scoreOf: (query, classIndex) => (labels[query] === classIndex ? (scores[query] ?? 0) : 0),
    boxOf: (query) => {
      const [left = 0, top = 0, right = 0, bottom = 0] = boxes.subarray(query * 4, query * 4 + 4);
      return { x: left, y: top, width: right - left, height: bottom - top };
    },
  };
}

/** RT-DETR and D-FINE as the Transformers library exports them: decoding is ours. */
export function detrAdapter(image: ImageInput, classCount: number): DetectorAdapter {
  return {
    recipe: RECIPE,
    minScore: MIN_SCORE,
    maxOverlap: null,
    signature: {
      inputs: [planesTensor(image)],
      outputs: [
        { name: 'logits', dims: [null, null, classCount], classes: { axis: 2, before: 0 } },
        { name: 'pred_boxes', dims: [null, null, 4] },
      ],
    },
    proposalsOf: (read, { index, batch, width, height }) => {
      const boxes = read('pred_boxes', [batch, null, 4]);
      const logits = read('logits', [batch, boxes.dims[1] ?? 0, classCount]);
      return [detrProposals(partOf(logits, index), partOf(boxes, index), classCount, width, height)];
    },
  };
}

/**
 * RT-DETR and D-FINE as their own repositories export them, post-processing inside. The size they scale boxes to is an
 * input, width before height; they are given the size of the input itself.
 */
export function labelledDetrAdapter(image: ImageInput): DetectorAdapter {
  return {
    recipe: RECIPE,
    minScore: MIN_SCORE,
    maxOverlap: null,
    signature: {
      inputs: [planesTensor(image), { name: TARGET_SIZES, type: 'int64', dims: [null, 2] }],
      outputs: [
        { name: 'labels', type: 'int64', dims: [null, null] },
        { name: 'boxes', dims: [null, null, 4] },
        { name: 'scores', dims: [null, null] },
      ],
    },
    extraFeeds: ({ batch, width, height }) => {
      const data = BigInt64Array.from({ length: batch * 2 }, (_, at) => BigInt(at % 2 === 0 ? width : height));
      return { [TARGET_SIZES]: { data, dims: [batch, 2] } };
    },
    proposalsOf: (read, { index, batch }) => {
      const labels = read('labels', [batch, null]);
      const queries = labels.dims[1] ?? 0;
      const boxes = partOf(read('boxes', [batch, queries, 4]), index);
      const scores = partOf(read('scores', [batch, queries]), index);
      return [labelledProposals(partOf(labels, index), boxes, scores)];
    },
  };
}
