import {
  type DetectorAdapter,
  type ImageInput,
  type Proposals,
  partOf,
  planesTensor,
  RAW_PIXELS,
} from './detector-adapter.ts';

const STRIDES = [8, 16, 32] as const;
/** Centre x, centre y, width, height, objectness; then the classes. */
const BEFORE_CLASSES = 5;

/** Columns, first cell and stride of each level for an input of the given size. */
function levelsOf(width: number, height: number): { stride: number; columns: number; first: number }[] {
  let first = 0;
  return STRIDES.map((stride) => {
    const columns = width / stride;
    const level = { stride, columns, first };
    first += columns * (height / stride);
    return level;
  });
}

export const yoloxCellCount = (width: number, height: number): number =>
  STRIDES.reduce((total, stride) => total + (width / stride) * (height / stride), 0);

/**
 * Proposals of `[cells, 5 + classes]`: objectness and classes went through a sigmoid, the box is an offset from the
 * cell's corner in strides and the logarithm of a size in strides.
 */
export function yoloxProposals(data: Float32Array, classCount: number, width: number, height: number): Proposals {
  const levels = levelsOf(width, height);
  const rowLength = BEFORE_CLASSES + classCount;
  return {
    count: data.length / rowLength,
    scoreOf: (cell, classIndex) =>
      (data[cell * rowLength + 4] ?? 0) * (data[cell * rowLength + BEFORE_CLASSES + classIndex] ?? 0),
    boxOf: (cell) => {
      const { stride, columns, first } = levels.findLast((level) => level.first <= cell) ?? {
        stride: 0,
        columns: 1,
        first: 0,
      };
      const row = cell * rowLength;
      const centreX = ((data[row] ?? 0) + ((cell - first) % columns)) * stride;
      const centreY = ((data[row + 1] ?? 0) + Math.floor((cell - first) / columns)) * stride;
      const boxWidth = Math.exp(data[row + 2] ?? 0) * stride;
      const boxHeight = Math.exp(data[row + 3] ?? 0) * stride;
      return { x: centreX - boxWidth / 2, y: centreY - boxHeight / 2, width: boxWidth, height: boxHeight };
    },
  };
}

/**
 * YOLOX (https://github.com/Megvii-BaseDetection/YOLOX) as its release exports it since 0.1.1: pixels as they are, boxes
 * still on the grid (`decode_in_inference` off).
 */
export function yoloxAdapter(image: ImageInput, output: string, classCount: number): DetectorAdapter {
  const depth = BEFORE_CLASSES + classCount;
  const cells = image.width === null || image.height === null ? null : yoloxCellCount(image.width, image.height);
  return {
    recipe: { fit: 'letterbox', order: 'bgr', normalisation: RAW_PIXELS, padding: 114, usual: { side: 640 } },
    minScore: 0.4,
    maxOverlap: 0.45,
    signature: {
      inputs: [planesTensor(image)],
      outputs: [{ name: output, dims: [null, cells, depth], classes: { axis: 2, before: BEFORE_CLASSES } }],
    },
    proposalsOf: (read, { index, batch, width, height }) => {
      const tensor = read(output, [batch, yoloxCellCount(width, height), depth]);
      return [yoloxProposals(partOf(tensor, index), classCount, width, height)];
    },
  };
}
