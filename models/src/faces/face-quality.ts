import type { FoundFace, RgbImage } from '../contracts.ts';
import { assertImage } from '../image.ts';
import { alignFace } from './alignment.ts';
import { type FacePose, poseOf } from './face-pose.ts';
import { type FaceRefusal, faceRefusal } from './face-refusals.ts';
import { sharpnessOf } from './sharpness.ts';

/** What a face must have to become a vector. */
export interface FaceLimits {
  readonly minHeightPx: number;
  /** See `sharpnessOf`. */
  readonly minSharpness: number;
  /** See `FacePose`; both directions. */
  readonly maxTurn: number;
  readonly maxNod: number;
  readonly maxTiltDegrees: number;
  /** Share of the aligned square that must lie inside the picture. */
  readonly minInsideShare: number;
}

/**
 * Measured on LFW faces against others of the same person at a cosine of .34: with a blur of 3 % of the face height
 * (sharpness .018 to .10, untouched faces have .097 and more) 78 % of the pairs were still recognised, with 5 %
 * (at most .033) 1.5 %; up to a turn of .4 99 % were, beyond .5 three of the seven pairs.
 */
export const DEFAULT_FACE_LIMITS: FaceLimits = {
  minHeightPx: 60,
  minSharpness: 0.05,
  maxTurn: 0.5,
  maxNod: 0.3,
  maxTiltDegrees: 40,
  minInsideShare: 0.8,
};

/** What was measured on a face; null where nothing could be. */
export interface FaceMeasures {
  readonly heightPx: number;
  readonly sharpness: number | null;
  readonly pose: FacePose | null;
  readonly insideShare: number;
}

/** Only a usable face has an aligned picture: there is nothing to make a vector of in a refused one. */
export type FaceVerdict =
  | { readonly usable: true; readonly aligned: RgbImage; readonly measures: FaceMeasures }
  | { readonly usable: false; readonly refusals: readonly FaceRefusal[]; readonly measures: FaceMeasures };

function* refusalsOf(measures: FaceMeasures, limits: FaceLimits): Generator<FaceRefusal> {
  const { heightPx, sharpness, pose, insideShare } = measures;
  if (!(heightPx >= limits.minHeightPx)) yield faceRefusal('FACE_TOO_SMALL', Math.floor(heightPx), limits.minHeightPx);
  if (insideShare < limits.minInsideShare) yield faceRefusal('FACE_CUT');
  if (pose === null || Math.abs(pose.turn) > limits.maxTurn || Math.abs(pose.nod) > limits.maxNod)
    yield faceRefusal('FACE_TURNED');
  else if (Math.abs(pose.tiltDegrees) > limits.maxTiltDegrees)
    yield faceRefusal('FACE_TILTED', Math.round(Math.abs(pose.tiltDegrees)), limits.maxTiltDegrees);
  if (sharpness !== null && sharpness < limits.minSharpness)
    yield faceRefusal('FACE_BLURRED', sharpness, limits.minSharpness);
}

/**
 * Says whether a found face is good enough to be compared, before anything is computed from it; every reason is named.
 * @throws AppError `TC_MODEL_INPUT` for a picture whose data does not fit its size
 */
export function judgeFace(image: RgbImage, face: FoundFace, limits: FaceLimits = DEFAULT_FACE_LIMITS): FaceVerdict {
  assertImage(image);
  const warped = alignFace(image, face);
  const measures: FaceMeasures = {
    heightPx: face.box.height,
    sharpness: warped === null ? null : sharpnessOf(warped.image),
    pose: poseOf(face.landmarks),
    insideShare: warped?.insideShare ?? 0,
  };
  const refusals = [...refusalsOf(measures, limits)];
  if (warped === null || refusals.length > 0) return { usable: false, refusals, measures };
  return { usable: true, aligned: warped.image, measures };
}
