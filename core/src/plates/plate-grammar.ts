import type { PlateGround } from '../passages/passage.ts';
import type { PlateKindId } from './plate-kinds.ts';

/** What was seen of the plate besides its text; each narrows the kinds and never alone refuses a text. */
export interface PlateHints {
  readonly ground?: PlateGround;
  readonly lines?: 1 | 2;
}

export type PlateWarning =
  /** A look-alike character was replaced (`O` in a digit place). */
  | 'repaired'
  /** The two leading digits were never given to a province. */
  | 'province-never-issued'
  /** A second series letter the sources disagree on (`R`, `G`). */
  | 'series-disputed'
  /** `MĐ` without its series digit. */
  | 'series-digit-missing'
  /** A military unit pair that is not in the table. */
  | 'unit-unknown'
  /** More digits than the kind is known to carry. */
  | 'digit-count'
  /** No kind of this text is made in the ground colour that was seen. */
  | 'ground-mismatch'
  /** No kind of this text is made in the number of lines that was seen. */
  | 'lines-mismatch';

export interface PlateProvince {
  /** Two digits. */
  readonly code: string;
  readonly name: string;
  /** Name before the mergers of 2025-07-01 where it differs. */
  readonly formerName: string | null;
}

export interface ParsedPlate {
  /** Canonical: upper case, `[0-9A-ZĐ]`, no separators. */
  readonly text: string;
  /** As printed for the likeliest kind: `30A-123.45`, `59-Z1 234.56`. */
  readonly display: string;
  /** Kinds the text fits, likeliest first; at least one. */
  readonly kindCandidates: readonly [PlateKindId, ...PlateKindId[]];
  readonly province?: PlateProvince;
  readonly warnings: readonly PlateWarning[];
}
