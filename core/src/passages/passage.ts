/** Object classes the detector names; `unknown` where only the plate was seen (a vehicle that fills the frame). */
export type ObjectClass = 'car' | 'bus' | 'truck' | 'motorcycle' | 'bicycle' | 'person' | 'unknown';

/** Ground colour of a plate as seen; decides between kinds whose text is the same. */
export type PlateGround = 'white' | 'yellow' | 'blue' | 'red' | 'unknown';

/** Stable names of vehicle colours; stored with passages, never renamed. */
export type VehicleColour =
  | 'white'
  | 'grey'
  | 'black'
  | 'red'
  | 'orange'
  | 'yellow'
  | 'brown'
  | 'beige'
  | 'green'
  | 'blue'
  | 'purple';

/** Box in pixels of the picture it was found in, top-left origin. */
export interface PixelBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The plate of a passage: the vote over all its reads. */
export interface PassagePlate {
  /** Canonical, upper case, no separators, `Đ` kept: `29MĐ112345`. */
  readonly text: string;
  /** As printed: `30A-123.45`, `59-Z1 234.56`. */
  readonly display: string;
  /** 0..1: share of the vote that the winner holds, times its reading confidence. */
  readonly confidence: number;
  readonly lines: 1 | 2;
  readonly ground: PlateGround;
  /** Every kind whose grammar the text and the ground fit, likeliest first. */
  readonly kindCandidates: readonly string[];
}
