import type { PictureShare } from '@thapcanh/core/pictures/picture-share';

/** Smaller than this share of a side is a slip of the mouse. */
export const SMALLEST_SHARE = 0.02;
export const MOST_MASKS = 16;

export interface PicturePoint {
  readonly x: number;
  readonly y: number;
}

const clamp = (value: number, min: number, max: number): number => Math.min(max, Math.max(min, value));
const rounded = (value: number): number => Math.round(value * 10_000) / 10_000;

/** The rectangle between two corners, cut at the picture's edges; null for a slip of the mouse. */
export function maskBetween(a: PicturePoint, b: PicturePoint): PictureShare | null {
  const [left, right] = [a.x, b.x].map((x) => clamp(x, 0, 1)).sort((one, other) => one - other);
  const [top, bottom] = [a.y, b.y].map((y) => clamp(y, 0, 1)).sort((one, other) => one - other);
  if (left === undefined || right === undefined || top === undefined || bottom === undefined) return null;
  const mask = { x: rounded(left), y: rounded(top), width: rounded(right - left), height: rounded(bottom - top) };
  return mask.width < SMALLEST_SHARE || mask.height < SMALLEST_SHARE ? null : mask;
}

/** The rectangle moved, whole, as far as the picture goes. */
export function movedMask(mask: PictureShare, dx: number, dy: number): PictureShare {
  return {
    ...mask,
    x: rounded(clamp(mask.x + dx, 0, 1 - mask.width)),
    y: rounded(clamp(mask.y + dy, 0, 1 - mask.height)),
  };
}

/** The rectangle with its lower right corner moved, never smaller than the smallest. */
export function resizedMask(mask: PictureShare, dx: number, dy: number): PictureShare {
  return {
    ...mask,
    width: rounded(clamp(mask.width + dx, SMALLEST_SHARE, 1 - mask.x)),
    height: rounded(clamp(mask.height + dy, SMALLEST_SHARE, 1 - mask.y)),
  };
}
