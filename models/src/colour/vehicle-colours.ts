/** Stable names of vehicle colours; stored with passages, never renamed. */
export type VehicleColourId =
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

/** A colour as people name it, and the pixels that have it. */
export interface VehicleColour {
  readonly id: VehicleColourId;
  readonly vi: string;
  readonly en: string;
  /** Hue from..to in degrees, over 360 where it goes through red; absent: any. */
  readonly hue?: readonly [number, number];
  /** From..to, 0..1. */
  readonly saturation: readonly [number, number];
  /** Brightness against the lightest places of the picture, from..to, 0..1. */
  readonly value: readonly [number, number];
}

/** The first row that fits a pixel names it. Gaps between rows are deliberate: what lies there has no sure name. */
export const VEHICLE_COLOURS: readonly VehicleColour[] = [
  { id: 'black', vi: 'Đen', en: 'Black', saturation: [0, 0.6], value: [0, 0.22] },
  { id: 'white', vi: 'Trắng', en: 'White', saturation: [0, 0.16], value: [0.78, 1] },
  { id: 'grey', vi: 'Bạc, xám', en: 'Silver, grey', saturation: [0, 0.16], value: [0.3, 0.72] },
  { id: 'red', vi: 'Đỏ', en: 'Red', hue: [342, 374], saturation: [0.45, 1], value: [0.22, 1] },
  { id: 'orange', vi: 'Cam', en: 'Orange', hue: [16, 38], saturation: [0.62, 1], value: [0.5, 1] },
  { id: 'yellow', vi: 'Vàng', en: 'Yellow', hue: [40, 66], saturation: [0.45, 1], value: [0.45, 1] },
  { id: 'brown', vi: 'Nâu', en: 'Brown', hue: [8, 44], saturation: [0.3, 0.75], value: [0.22, 0.48] },
  { id: 'beige', vi: 'Be, kem', en: 'Beige', hue: [24, 62], saturation: [0.18, 0.42], value: [0.55, 1] },
  { id: 'green', vi: 'Xanh lá', en: 'Green', hue: [75, 172], saturation: [0.25, 1], value: [0.2, 1] },
  { id: 'blue', vi: 'Xanh dương', en: 'Blue', hue: [185, 252], saturation: [0.28, 1], value: [0.2, 1] },
  { id: 'purple', vi: 'Tím', en: 'Purple', hue: [258, 325], saturation: [0.25, 1], value: [0.2, 1] },
];
