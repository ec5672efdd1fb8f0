import type { PlateGround } from '../passages/passage.ts';

/** Stable names of the plate kinds; stored in passages, never renamed. */
export type PlateKindId =
  | 'car'
  | 'car-commercial'
  | 'car-state'
  | 'motorbike'
  | 'motorbike-old'
  | 'motorbike-state'
  | 'motorbike-electric'
  | 'military'
  | 'diplomatic'
  | 'special'
  | 'temporary';

/** One kind of plate as the regulations describe it. Dates are the days of issue; an issued plate stays valid after `issuedTo`. */
export interface PlateKind {
  readonly id: PlateKindId;
  readonly vi: string;
  readonly en: string;
  /** Ground colours this kind is made in. */
  readonly grounds: readonly Exclude<PlateGround, 'unknown'>[];
  /** How many text lines this kind is made in. */
  readonly lines: readonly (1 | 2)[];
  /** First day of issue, ISO date, or null where it reaches back beyond the sources. */
  readonly issuedFrom: string | null;
  /** Last day of issue, ISO date, or null while it is issued. */
  readonly issuedTo: string | null;
  readonly source: string;
}
