import type { PixelBox } from '@thapcanh/core/passages/passage';
import type { RgbImage } from '../contracts.ts';
import { type OnnxSession, outputOf } from '../onnx-session.ts';
import { halve, type PlanarNormalisation, writePlanarBgr } from '../planar.ts';
import type { ModelSignature } from '../tensor-signature.ts';
import type { TextLine } from './text-line.ts';
import { linesOfTextMap } from './text-map.ts';

// ImageNet statistics; PaddleOCR gives them in R G B order but feeds B G R.
const MEAN = [0.485, 0.456, 0.406] as const;
const DEVIATION = [0.229, 0.224, 0.225] as const;
const NORMALISATION: PlanarNormalisation = {
  scale: [1 / 255 / DEVIATION[0], 1 / 255 / DEVIATION[1], 1 / 255 / DEVIATION[2]],
  shift: [-MEAN[0] / DEVIATION[0], -MEAN[1] / DEVIATION[1], -MEAN[2] / DEVIATION[2]],
};
const OUTPUT = 'sigmoid_0.tmp_0';

export const TEXT_FINDER_SIGNATURE: ModelSignature = {
  inputs: [{ name: 'x', dims: [null, 3, null, null] }],
  outputs: [{ name: OUTPUT, dims: [null, 1, null, null] }],
};

const toMultiple = (length: number): number => Math.max(32, Math.round(length / 32) * 32);

/** Finds lines of text in a part of a picture, scaled, with PP-OCRv4; lines come back in pixels of the whole picture. */
export async function findTextLines(
  session: OnnxSession,
  image: RgbImage,
  region: PixelBox,
  scale: number,
  signal?: AbortSignal,
): Promise<TextLine[]> {
  const width = toMultiple(region.width * scale);
  const height = toMultiple(region.height * scale);
  let source = image;
  let part = region;
  while (part.width >= width * 2) {
    source = halve(source);
    part = { x: part.x / 2, y: part.y / 2, width: part.width / 2, height: part.height / 2 };
  }
  const data = new Float32Array(3 * width * height);
  writePlanarBgr(source, part, { data, offset: 0, width, height, fillWidth: width, fillHeight: height }, NORMALISATION);
  const outputs = await session.run({ data, dims: [1, 3, height, width] }, signal);
  const map = outputOf(session, outputs, OUTPUT, [1, 1, height, width]);
  const scaleX = region.width / width;
  const scaleY = region.height / height;
  // The two scales differ by the rounding to 32 only, so one mean scale serves length, height and slope.
  const both = Math.sqrt(scaleX * scaleY);
  return linesOfTextMap({ data: map.data, width, height }).map((line) => ({
    ...line,
    centreX: region.x + line.centreX * scaleX,
    centreY: region.y + line.centreY * scaleY,
    length: line.length * both,
    height: line.height * both,
  }));
}
