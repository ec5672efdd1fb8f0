import type { FoundFace, PixelPoint, RgbImage } from '../contracts.ts';
import { fitSimilarity, invertSimilarity } from './similarity.ts';
import { type WarpedImage, warpImage } from './warp.ts';

export const ALIGNED_SIDE = 112;

/**
 * Where right eye, left eye, nose tip and mouth centre stand in an aligned face: the five ArcFace points
 * (insightface, `face_align.py`), the two corners of the mouth drawn into their middle.
 */
export const ALIGNED_POINTS: readonly PixelPoint[] = [
  { x: 38.2946, y: 51.6963 },
  { x: 73.5318, y: 51.5014 },
  { x: 56.0252, y: 71.7366 },
  { x: 56.1396, y: 92.2848 },
];

/** Turns, scales and shifts a face onto the points that embedders expect, 112 x 112; null when its points fall together. */
export function alignFace(image: RgbImage, face: FoundFace): WarpedImage | null {
  const toAligned = fitSimilarity(face.landmarks, ALIGNED_POINTS);
  if (toAligned === null) return null;
  return warpImage(image, invertSimilarity(toAligned), ALIGNED_SIDE, ALIGNED_SIDE);
}
