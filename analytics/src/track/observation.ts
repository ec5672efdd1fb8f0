import type { ObjectClass, PixelBox, PlateGround, VehicleColour } from '@thapcanh/core/passages/passage';
import type { PlaceChoice } from '@thapcanh/core/plates/read-likelihood';

/** One plate as the reader saw it in one picture. */
export interface PlateObservation {
  readonly box: PixelBox;
  /** Canonical text (`[0-9A-ZĐ]`, no separators) of this one reading; fits the plate grammar. */
  readonly text: string;
  /** As the recogniser saw it, with separators and `\n` between lines. */
  readonly rawText: string;
  /** 0..1 per character of `text`, same length. */
  readonly charConfidences: readonly number[];
  /** Per character of `text` what else it may be, where the reader says; same length. */
  readonly choices?: readonly (readonly PlaceChoice[])[];
  /** 0..1 for the whole read. */
  readonly confidence: number;
  readonly lines: 1 | 2;
  readonly ground: PlateGround;
  /** How crisp the plate is, 0..1, where it was measured. */
  readonly sharpness?: number;
}

/** One object as the detector saw it in one picture. */
export interface ObjectObservation {
  readonly box: PixelBox;
  readonly objectClass: ObjectClass;
  /** 0..1 */
  readonly score: number;
  /** Its paint, where this picture shows it. */
  readonly colour?: VehicleColour;
}

/** Everything seen in one picture of one camera. `objects` is null when the detector was not asked. */
export interface FrameObservation {
  /** UTC ms; rises strictly per camera. */
  readonly capturedAtMs: number;
  readonly width: number;
  readonly height: number;
  readonly plates: readonly PlateObservation[];
  readonly objects: readonly ObjectObservation[] | null;
}
