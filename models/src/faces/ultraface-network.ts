import type { PixelBox } from '@thapcanh/core/passages/passage';
import type { RgbImage } from '../contracts.ts';
import { type OnnxSession, outputOf } from '../onnx-session.ts';
import type { ModelSignature } from '../tensor-signature.ts';
import { planarTensor } from './tensors.ts';
import { squareToPicture, warpImage } from './warp.ts';

export const ULTRAFACE_WIDTH = 320;
export const ULTRAFACE_HEIGHT = 240;
const PRIORS = 4420;

export const ULTRAFACE_SIGNATURE: ModelSignature = {
  inputs: [{ name: 'input', dims: [1, 3, ULTRAFACE_HEIGHT, ULTRAFACE_WIDTH] }],
  outputs: [
    { name: 'scores', dims: [1, PRIORS, 2] },
    { name: 'boxes', dims: [1, PRIORS, 4] },
  ],
};

/** A place where a face may be. */
export interface FaceHint {
  readonly score: number;
  /** Pixels of the picture, may stick out of it. */
  readonly box: PixelBox;
}

/**
 * Looks at one part of a picture, 4:3, for faces down to about 20 px of its 240. Hints overlap: one face gives several.
 * Boxes of the network are corners as shares of its input (https://github.com/Linzaer/Ultra-Light-Fast-Generic-Face-Detector-1MB).
 */
export async function lookWithUltraface(
  session: OnnxSession,
  image: RgbImage,
  part: PixelBox,
  minScore: number,
  signal?: AbortSignal,
): Promise<FaceHint[]> {
  const toSource = squareToPicture(part.x, part.y, part.width, ULTRAFACE_WIDTH);
  const { image: input } = warpImage(image, toSource, ULTRAFACE_WIDTH, ULTRAFACE_HEIGHT);
  const outputs = await session.run(planarTensor([input], 1 / 128, -127 / 128), signal);
  const scores = outputOf(session, outputs, 'scores', [1, PRIORS, 2]).data;
  const boxes = outputOf(session, outputs, 'boxes', [1, PRIORS, 4]).data;
  const hints: FaceHint[] = [];
  for (let prior = 0; prior < PRIORS; prior += 1) {
    const score = scores[prior * 2 + 1] ?? 0;
    if (!(score >= minScore)) continue;
    const corner = (index: number): number => boxes[prior * 4 + index] ?? 0;
    const [left, top] = [corner(0), corner(1)];
    hints.push({
      score,
      box: {
        x: part.x + left * part.width,
        y: part.y + top * part.height,
        width: (corner(2) - left) * part.width,
        height: (corner(3) - top) * part.height,
      },
    });
  }
  return hints;
}
