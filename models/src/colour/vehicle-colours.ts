import type { VehicleColour } from '@thapcanh/core/passages/passage';

/** A colour that people have a name for, and the pixels that have it. */
export interface ColourRange {
  readonly colour: VehicleColour;
  /** Hue from..to in degrees, over 360 where it goes through red; absent: any. */
  readonly hue?: readonly [number, number];
  /** From..to, 0..1. */
  readonly saturation: readonly [number, number];
  /** Brightness against the lightest places of the picture, from..to, 0..1. */
  readonly value: readonly [number, number];
}

/** The first row that fits a pixel names it. Gaps between rows are deliberate: what lies there has no sure name. */
export const VEHICLE_COLOURS: readonly ColourRange[] = [
  { colour: 'black', saturation: [0, 0.6], value: [0, 0.22] },
  { colour: 'white', saturation: [0, 0.16], value: [0.78, 1] },
  { colour: 'grey', saturation: [0, 0.16], value: [0.3, 0.72] },
  { colour: 'red', hue: [342, 374], saturation: [0.45, 1], value: [0.22, 1] },
  { colour: 'orange', hue: [16, 38], saturation: [0.62, 1], value: [0.5, 1] },
  { colour: 'yellow', hue: [40, 66], saturation: [0.45, 1], value: [0.45, 1] },
  { colour: 'brown', hue: [8, 44], saturation: [0.3, 0.75], value: [0.22, 0.48] },
  { colour: 'beige', hue: [24, 62], saturation: [0.18, 0.42], value: [0.55, 1] },
  { colour: 'green', hue: [75, 172], saturation: [0.25, 1], value: [0.2, 1] },
  { colour: 'blue', hue: [185, 252], saturation: [0.28, 1], value: [0.2, 1] },
  { colour: 'purple', hue: [258, 325], saturation: [0.25, 1], value: [0.2, 1] },
];
