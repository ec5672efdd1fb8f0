/** Hue 0..360 (red 0, green 120, blue 240), saturation and value 0..1. */
export interface Hsv {
  readonly hue: number;
  readonly saturation: number;
  readonly value: number;
}

/** From red, green, blue 0..255; grey has hue 0. */
export function hsvOf(red: number, green: number, blue: number): Hsv {
  const high = Math.max(red, green, blue);
  const span = high - Math.min(red, green, blue);
  if (span === 0) return { hue: 0, saturation: 0, value: high / 255 };
  const sector =
    high === red ? (green - blue) / span : high === green ? 2 + (blue - red) / span : 4 + (red - green) / span;
  return { hue: (sector * 60 + 360) % 360, saturation: span / high, value: high / 255 };
}
