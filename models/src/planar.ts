import type { PixelBox } from '@thapcanh/core/passages/passage';
import type { RgbImage } from './contracts.ts';
import { bandOf, PictureRows } from './picture-rows.ts';
import { kernels, layOut } from './pixel-kernels.ts';

/** Where a picture goes in a planar float tensor. */
export interface PlanarTarget {
  /** Three planes of `width * height` each, starting at `offset`. */
  readonly data: Float32Array;
  readonly offset: number;
  readonly width: number;
  readonly height: number;
  /** The picture fills this much from the top-left corner. */
  readonly fillWidth: number;
  readonly fillHeight: number;
}

/** `value * scale + shift` for the first, second and third plane. */
export interface PlanarNormalisation {
  readonly scale: readonly [number, number, number];
  readonly shift: readonly [number, number, number];
}

export interface Taps {
  readonly low: Int32Array;
  readonly high: Int32Array;
  readonly weight: Float32Array;
}

/** Half-pixel-centred sampling positions along one axis, cut to the source. */
export function tapsOf(start: number, length: number, count: number, limit: number): Taps {
  const low = new Int32Array(count);
  const high = new Int32Array(count);
  const weight = new Float32Array(count);
  for (let i = 0; i < count; i += 1) {
    const at = Math.min(Math.max(start + ((i + 0.5) * length) / count - 0.5, 0), limit - 1);
    const floor = Math.floor(at);
    low[i] = floor;
    high[i] = Math.min(floor + 1, limit - 1);
    weight[i] = at - floor;
  }
  return { low, high, weight };
}

const PIXEL_BYTES = 3;
const FLOAT_BYTES = 4;
/** A tap of `planeRow`, and how many of them it takes at once. */
const TAP_BYTES = 8;
const PIXELS_AT_ONCE = 4;
/** Values 0..255 as they are. */
const AS_THEY_ARE: PlanarNormalisation = { scale: [1, 1, 1], shift: [0, 0, 0] };

/**
 * Resizes a part of a picture bilinearly straight into a model's input, planes B G R: one pass, no picture in between.
 * Shrinking by more than two would alias: shrink by `halve` first.
 */
export function writePlanarBgr(
  image: RgbImage,
  source: PixelBox,
  target: PlanarTarget,
  normalisation: PlanarNormalisation,
): void {
  writePlanes(image, source, target, normalisation, 2);
}

/** The same with planes R G B. */
export function writePlanarRgb(
  image: RgbImage,
  source: PixelBox,
  target: PlanarTarget,
  normalisation: PlanarNormalisation = AS_THEY_ARE,
): void {
  writePlanes(image, source, target, normalisation, 0);
}

/** `redPlane`: which plane red goes into; blue goes into the other outer one. */
function writePlanes(
  image: RgbImage,
  source: PixelBox,
  target: PlanarTarget,
  { scale, shift }: PlanarNormalisation,
  redPlane: 0 | 2,
): void {
  const { data, offset, width, height, fillWidth, fillHeight } = target;
  const xs = tapsOf(source.x, source.width, fillWidth, image.width);
  const ys = tapsOf(source.y, source.height, fillHeight, image.height);
  const from = xs.low[0] ?? 0;
  const band = bandOf({ from, count: (xs.high[fillWidth - 1] ?? 0) + 1 - from }, { x: 0, y: 0 });
  // The last pixel's right neighbour counts for nothing, but it has to be a number.
  const mixedBytes = (band.columns.count + 1) * PIXEL_BYTES;
  const paddedWidth = Math.ceil(fillWidth / PIXELS_AT_ONCE) * PIXELS_AT_ONCE;
  const [room, taps, numbers, mixed, red, green, blue] = layOut([
    band.bytes,
    paddedWidth * TAP_BYTES,
    6 * FLOAT_BYTES,
    mixedBytes * FLOAT_BYTES,
    paddedWidth * FLOAT_BYTES,
    paddedWidth * FLOAT_BYTES,
    paddedWidth * FLOAT_BYTES,
  ]);
  const memory = kernels.memory.buffer;
  const bluePlane = redPlane === 0 ? 2 : 0;
  const planes = [redPlane, 1, bluePlane] as const;
  new Float32Array(memory, numbers, 6).set([
    ...planes.map((plane) => scale[plane]),
    ...planes.map((plane) => shift[plane]),
  ]);
  const tapBytes = new Int32Array(memory, taps, paddedWidth * 2);
  const tapShares = new Float32Array(memory, taps, paddedWidth * 2);
  for (let x = 0; x < paddedWidth; x += 1) {
    const column = Math.min(x, fillWidth - 1);
    tapBytes[x * 2] = ((xs.low[column] ?? 0) - from) * PIXEL_BYTES * FLOAT_BYTES;
    tapShares[x * 2 + 1] = xs.weight[column] ?? 0;
  }
  const made = [red, green, blue].map((address) => new Float32Array(memory, address, fillWidth));
  const isCopy = isUnscaled(source, target, image);
  const rows = new PictureRows(image, band, [room, room], (ys.high[fillHeight - 1] ?? 0) + 1);
  for (let y = 0; y < fillHeight; y += 1) {
    const low = ys.low[y] ?? 0;
    const upper = rows.at(low);
    const lower = upper + ((ys.high[y] ?? 0) - low) * rows.rowBytes;
    if (isCopy) kernels.copyPlaneRow(upper, numbers, red, green, blue, fillWidth);
    else {
      kernels.blendRowsToFloat(upper, lower, ys.weight[y] ?? 0, mixed, mixedBytes);
      kernels.planeRow(mixed, taps, numbers, red, green, blue, fillWidth);
    }
    for (const [index, row] of made.entries()) data.set(row, offset + ((planes[index] ?? 0) * height + y) * width);
  }
}

/** Whether every pixel of the target is one of the picture. */
export const isUnscaled = (
  { x, y, width, height }: PixelBox,
  { fillWidth, fillHeight }: Pick<PlanarTarget, 'fillWidth' | 'fillHeight'>,
  image: Pick<RgbImage, 'width' | 'height'>,
): boolean =>
  width === fillWidth &&
  height === fillHeight &&
  Number.isInteger(x) &&
  Number.isInteger(y) &&
  x >= 0 &&
  y >= 0 &&
  x + width <= image.width &&
  y + height <= image.height;

/** Half the size in each direction, averaging four pixels; an odd last row or column is dropped. */
export function halve(image: RgbImage): RgbImage {
  const width = Math.max(1, image.width >> 1);
  const height = Math.max(1, image.height >> 1);
  const data = new Uint8Array(width * height * PIXEL_BYTES);
  const halvings = { x: image.width > 1 ? 1 : 0, y: image.height > 1 ? 1 : 0 };
  const band = bandOf({ from: 0, count: width }, halvings);
  const rooms = layOut([band.bytes, band.bytes / 2]);
  const rows = new PictureRows(image, band, rooms, height);
  for (let y = 0, count = 0; y < height; y += count) {
    count = rows.countFrom(y);
    data.set(new Uint8Array(kernels.memory.buffer, rows.at(y), count * rows.rowBytes), y * rows.rowBytes);
  }
  return { width, height, data };
}
