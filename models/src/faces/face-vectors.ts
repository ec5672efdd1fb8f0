import type { FaceDetector, FaceEmbedder, FoundFace, RgbImage, RunOptions } from '../contracts.ts';
import { DEFAULT_FACE_LIMITS, type FaceLimits, type FaceVerdict, judgeFace } from './face-quality.ts';
import { mainFace } from './main-face.ts';

/** A found face, whether it can be compared, and its vector if so. */
export interface FaceVector {
  readonly face: FoundFace;
  readonly verdict: FaceVerdict;
  /** Unit length; null for a refused face. */
  readonly vector: Float32Array | null;
}

export interface FaceVectorOptions extends RunOptions {
  readonly limits?: FaceLimits;
}

/** Judges every face of a picture and embeds only the usable ones. Same order. */
export async function embedUsableFaces(
  embedder: FaceEmbedder,
  image: RgbImage,
  faces: readonly FoundFace[],
  options: FaceVectorOptions = {},
): Promise<FaceVector[]> {
  const { limits = DEFAULT_FACE_LIMITS, ...runOptions } = options;
  const judged = faces.map((face) => ({ face, verdict: judgeFace(image, face, limits) }));
  const usable = judged.flatMap(({ verdict }) => (verdict.usable ? [verdict.aligned] : []));
  const vectors = (await embedder.embed(usable, runOptions)).values();
  return judged.map(({ face, verdict }) => ({
    face,
    verdict,
    vector: verdict.usable ? (vectors.next().value ?? null) : null,
  }));
}

/** The vector of the person whom a portrait is about; null where no face is found. Not for street views. */
export async function embedMainFace(
  detector: FaceDetector,
  embedder: FaceEmbedder,
  image: RgbImage,
  options: FaceVectorOptions = {},
): Promise<FaceVector | null> {
  const [faces = []] = await detector.detect([image], options.signal === undefined ? {} : { signal: options.signal });
  const face = mainFace(faces, image);
  const [vector = null] = face === null ? [] : await embedUsableFaces(embedder, image, [face], options);
  return vector;
}
