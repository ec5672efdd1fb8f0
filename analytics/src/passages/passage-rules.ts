import type { ObjectClass } from '@thapcanh/core/passages/passage';
import type { ObjectTrack } from '../track/object-tracker.ts';
import type { PlateTrack } from '../track/plate-track.ts';

/**
 * When a track is a passage worth a row. Reasons for the figures:
 * a text read twice alike is right in all but about 1 of 185 plates (two readings agreeing, Vietnamese crops), whereas one
 * reading alone is wrong in 5-15 % and may be no plate at all (a sign, a burnt-in caption that happens to fit the
 * grammar); so two agreeing reads open at once, and a lone one only after the vehicle has gone and when very sure.
 */
export const PASSAGE_RULES = {
  /** Two reads with exactly the winning text open a passage from this confidence of the vote. */
  agreedConfidence: 0.3,
  /** Three reads that belong to one vehicle open it although no two are alike, from here. */
  assembledReads: 3,
  assembledConfidence: 0.35,
  /** At the end of a track: a plate read once, never confirmed. */
  loneConfidence: 0.9,
  /** Narrower than this a lone read is chance (plates below 60 px read wrong half of the time). */
  loneWidthPx: 60,
  /** Pictures of an object before it counts at a street. */
  objectSightings: 3,
} as const;

const COUNTED: ReadonlySet<ObjectClass> = new Set(['car', 'bus', 'truck', 'motorcycle', 'bicycle']);

/** Whether the plate is sure enough to show while the vehicle is still there. */
export function isPlateConfirmed(track: PlateTrack): boolean {
  const { vote } = track;
  if (!vote) return false;
  if (vote.exactReads >= 2 && vote.plate.confidence >= PASSAGE_RULES.agreedConfidence) return true;
  return track.readCount >= PASSAGE_RULES.assembledReads && vote.plate.confidence >= PASSAGE_RULES.assembledConfidence;
}

/** Whether a track that ended unconfirmed is a passage all the same. */
export function isLonePlateSure(track: PlateTrack): boolean {
  const { vote } = track;
  if (!vote || vote.plate.confidence < PASSAGE_RULES.loneConfidence) return false;
  return track.reads.some((read) => !read.isCut && read.widthPx >= PASSAGE_RULES.loneWidthPx);
}

/** Whether an object at a street counts: a vehicle, seen often enough, that went somewhere. */
export function isObjectConfirmed(track: ObjectTrack): boolean {
  return COUNTED.has(track.objectClass) && track.count >= PASSAGE_RULES.objectSightings && track.hasMoved;
}
