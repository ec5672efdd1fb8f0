import type { FaceDetector, FaceEmbedder, RunnerOptions } from '../contracts.ts';
import { openModel } from '../open-model.ts';
import { BLAZEFACE_SIGNATURE } from './blazeface-network.ts';
import { FaceFinder } from './face-finder.ts';
import { FR_FEATURE_SIGNATURE, FrFeatureEmbedder } from './fr-feature-embedder.ts';
import { ULTRAFACE_SIGNATURE } from './ultraface-network.ts';

/**
 * BlazeFace and UltraFace together, from about 60 px of face height.
 * @throws AppError as `openModel`
 */
export async function createFaceDetector(options: RunnerOptions = {}): Promise<FaceDetector> {
  const blazeface = await openModel('blazeface-back', BLAZEFACE_SIGNATURE, options);
  try {
    return new FaceFinder(blazeface, await openModel('ultraface-320', ULTRAFACE_SIGNATURE, options));
  } catch (error) {
    await blazeface.close();
    throw error;
  }
}

/**
 * The embedder whose cosines `FR_FEATURE_BANDS` reads.
 * @throws AppError as `openModel`
 */
export async function createFaceEmbedder(options: RunnerOptions = {}): Promise<FaceEmbedder> {
  return new FrFeatureEmbedder(await openModel('fr-feature', FR_FEATURE_SIGNATURE, options));
}
