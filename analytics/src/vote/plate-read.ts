import type { PlateGround } from '@thapcanh/core/passages/passage';
import type { PlaceChoice } from '@thapcanh/core/plates/read-likelihood';

/** One reading of a track's plate, as the vote needs it. */
export interface PlateRead {
  /** UTC ms of the picture. */
  readonly atMs: number;
  /** Canonical, `[0-9A-ZĐ]`. */
  readonly text: string;
  /** As the recogniser saw it, with separators and `\n` between lines; they tell `36-B1 1274` from `36B-112.74`. */
  readonly rawText: string;
  /** 0..1 per character of `text`, same length. */
  readonly charConfidences: readonly number[];
  /** Per character of `text` what else it may be, where the reader says; same length. */
  readonly choices?: readonly (readonly PlaceChoice[])[];
  /** 0..1 for the whole read. */
  readonly confidence: number;
  readonly lines: 1 | 2;
  readonly ground: PlateGround;
  /** Width of the plate in the picture, px. */
  readonly widthPx: number;
  /** How crisp the plate is, 0..1, where it was measured. */
  readonly sharpness?: number;
  /** Whether the plate touches the picture's edge, so that characters may be missing. */
  readonly isCut: boolean;
}

/** Wider than this a plate does not read better (all characters are above the reader's own input size). */
const ENOUGH_WIDTH_PX = 160;
/** A cut plate still says something about the characters that are in the picture. */
const CUT_WEIGHT = 0.2;
const LEAST_WEIGHT = 0.01;

/** A blurred plate is misread the same way again and again. */
const LEAST_SHARPNESS = 0.2;

/** How much a look counts before what was read in it: large, crisp and whole ones count most. */
export function clarityOf(read: PlateRead): number {
  const size = Math.sqrt(Math.min(read.widthPx, ENOUGH_WIDTH_PX) / ENOUGH_WIDTH_PX);
  const sharpness = Math.sqrt(Math.max(LEAST_SHARPNESS, read.sharpness ?? 1));
  return Math.max(LEAST_WEIGHT, size * sharpness * (read.isCut ? CUT_WEIGHT : 1));
}

/** How much a read counts: sure reads of clear looks count most. */
export function weightOfRead(read: PlateRead): number {
  return Math.max(LEAST_WEIGHT, read.confidence ** 2 * clarityOf(read));
}

/** Reads kept per track; a vehicle that passes gives 3-10, a parked one would give thousands. */
export const READS_KEPT = 20;

/** Adds a read, keeps the weightiest `READS_KEPT` in order of time. Drop policy: the lightest read goes. */
export function withRead(reads: readonly PlateRead[], read: PlateRead): PlateRead[] {
  const all = [...reads, read];
  if (all.length <= READS_KEPT) return all;
  let lightest = 0;
  for (const [index, candidate] of all.entries()) {
    const current = all[lightest];
    if (current && weightOfRead(candidate) < weightOfRead(current)) lightest = index;
  }
  all.splice(lightest, 1);
  return all;
}
