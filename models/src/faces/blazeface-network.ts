import type { PixelBox } from '@thapcanh/core/passages/passage';
import type { RgbImage } from '../contracts.ts';
import { type OnnxSession, outputOf } from '../onnx-session.ts';
import type { ModelSignature } from '../tensor-signature.ts';
import { BLAZEFACE_SIDE, decodeBlazeface, type RawFace } from './blazeface-decode.ts';
import { applySimilarity } from './similarity.ts';
import { interleavedTensor } from './tensors.ts';
import { squareToPicture, warpImage } from './warp.ts';

const MAX_BATCH = 8;
const MAPS = [
  { cells: 16, anchorsPerCell: 2, scores: 'Identity', regressions: 'Identity_2' },
  { cells: 8, anchorsPerCell: 6, scores: 'Identity_1', regressions: 'Identity_3' },
] as const;

export const BLAZEFACE_SIGNATURE: ModelSignature = {
  inputs: [{ name: 'input', dims: [null, BLAZEFACE_SIDE, BLAZEFACE_SIDE, 3] }],
  outputs: MAPS.flatMap(({ cells, anchorsPerCell, scores, regressions }) => [
    { name: scores, dims: [null, cells * cells * anchorsPerCell, 1] },
    { name: regressions, dims: [null, cells * cells * anchorsPerCell, 16] },
  ]),
};

/** Faces in pixels of the whole picture. */
function inPicture(face: RawFace, { x, y, width }: PixelBox): RawFace {
  const toPicture = squareToPicture(x, y, width, BLAZEFACE_SIDE);
  const corner = applySimilarity(toPicture, face.box);
  const scale = toPicture.a;
  return {
    score: face.score,
    box: { ...corner, width: face.box.width * scale, height: face.box.height * scale },
    landmarks: face.landmarks.map((point) => applySimilarity(toPicture, point)),
  };
}

/** Looks at square parts of one picture; one list per square, in pixels of the picture, by falling score. */
export async function lookWithBlazeface(
  session: OnnxSession,
  image: RgbImage,
  squares: readonly PixelBox[],
  minScore: number,
  signal?: AbortSignal,
): Promise<RawFace[][]> {
  const found: RawFace[][] = [];
  for (let start = 0; start < squares.length; start += MAX_BATCH) {
    const batch = squares.slice(start, start + MAX_BATCH);
    const inputs = batch.map(({ x, y, width }) => {
      const toSource = squareToPicture(x, y, width, BLAZEFACE_SIDE);
      return warpImage(image, toSource, BLAZEFACE_SIDE, BLAZEFACE_SIDE).image;
    });
    const outputs = await session.run(interleavedTensor(inputs, 1 / 127.5, -1), signal);
    for (const [index, square] of batch.entries()) {
      const maps = MAPS.map(({ cells, anchorsPerCell, scores, regressions }) => {
        const anchors = cells * cells * anchorsPerCell;
        const part = (name: string, depth: number): Float32Array =>
          outputOf(session, outputs, name, [batch.length, anchors, depth]).data.subarray(
            index * anchors * depth,
            (index + 1) * anchors * depth,
          );
        return { cells, anchorsPerCell, scores: part(scores, 1), regressions: part(regressions, 16) };
      });
      found.push(decodeBlazeface(maps, minScore).map((face) => inPicture(face, square)));
    }
  }
  return found;
}
