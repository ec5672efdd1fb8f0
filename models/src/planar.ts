import type { PixelBox } from '@thapcanh/core/passages/passage';
import type { RgbImage } from './contracts.ts';

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
  if (isUnscaled(image, source, target)) {
    copyPlanes(image, source, target, { scale, shift }, redPlane);
    return;
  }
  const xs = tapsOf(source.x, source.width, fillWidth, image.width);
  const ys = tapsOf(source.y, source.height, fillHeight, image.height);
  const plane = width * height;
  const bluePlane = redPlane === 0 ? 2 : 0;
  const [scaleRed, scaleGreen, scaleBlue] = [scale[redPlane], scale[1], scale[bluePlane]];
  const [shiftRed, shiftGreen, shiftBlue] = [shift[redPlane], shift[1], shift[bluePlane]];
  const rows = new StretchedRows(image, xs, fillWidth);
  for (let y = 0; y < fillHeight; y += 1) {
    const upper = rows.get(ys.low[y] ?? 0);
    const lower = rows.get(ys.high[y] ?? 0);
    const fy = ys.weight[y] ?? 0;
    const row = offset + y * width;
    let red = row + redPlane * plane;
    let green = row + plane;
    let blue = row + bluePlane * plane;
    for (let at = 0; at < fillWidth * 3; at += 3) {
      const upperRed = upper[at] ?? 0;
      const upperGreen = upper[at + 1] ?? 0;
      const upperBlue = upper[at + 2] ?? 0;
      data[red] = (upperRed + ((lower[at] ?? 0) - upperRed) * fy) * scaleRed + shiftRed;
      data[green] = (upperGreen + ((lower[at + 1] ?? 0) - upperGreen) * fy) * scaleGreen + shiftGreen;
      data[blue] = (upperBlue + ((lower[at + 2] ?? 0) - upperBlue) * fy) * scaleBlue + shiftBlue;
      red += 1;
      green += 1;
      blue += 1;
    }
  }
}

/** Picture rows brought to the width that is wanted; the last two are kept, as the next row of the target needs them again. */
class StretchedRows {
  readonly #image: RgbImage;
  readonly #taps: Taps;
  readonly #buffers: readonly [Float32Array, Float32Array];
  readonly #held: [number, number] = [-1, -1];
  #newest: 0 | 1 = 0;

  constructor(image: RgbImage, taps: Taps, width: number) {
    this.#image = image;
    this.#taps = taps;
    this.#buffers = [new Float32Array(width * 3), new Float32Array(width * 3)];
  }

  get(row: number): Float32Array {
    if (this.#held[0] === row) return this.#buffers[0];
    if (this.#held[1] === row) return this.#buffers[1];
    this.#newest = this.#newest === 0 ? 1 : 0;
    this.#held[this.#newest] = row;
    const out = this.#buffers[this.#newest];
    stretchRow(this.#image.data, row * this.#image.width, this.#taps, out);
    return out;
  }
}

function stretchRow(pixels: Uint8Array, start: number, { low, high, weight }: Taps, out: Float32Array): void {
  for (let x = 0, at = 0; x < low.length; x += 1, at += 3) {
    const left = (start + (low[x] ?? 0)) * 3;
    const right = (start + (high[x] ?? 0)) * 3;
    const share = weight[x] ?? 0;
    const red = pixels[left] ?? 0;
    const green = pixels[left + 1] ?? 0;
    const blue = pixels[left + 2] ?? 0;
    out[at] = red + ((pixels[right] ?? 0) - red) * share;
    out[at + 1] = green + ((pixels[right + 1] ?? 0) - green) * share;
    out[at + 2] = blue + ((pixels[right + 2] ?? 0) - blue) * share;
  }
}

const isUnscaled = (image: RgbImage, { x, y, width, height }: PixelBox, target: PlanarTarget): boolean =>
  width === target.fillWidth &&
  height === target.fillHeight &&
  Number.isInteger(x) &&
  Number.isInteger(y) &&
  x >= 0 &&
  y >= 0 &&
  x + width <= image.width &&
  y + height <= image.height;

/** What `writePlanes` gives where nothing is resized, in a fraction of the time. */
function copyPlanes(
  image: RgbImage,
  source: PixelBox,
  { data, offset, width, height, fillWidth, fillHeight }: PlanarTarget,
  { scale, shift }: PlanarNormalisation,
  redPlane: 0 | 2,
): void {
  const pixels = image.data;
  const plane = width * height;
  const bluePlane = redPlane === 0 ? 2 : 0;
  const [scaleRed, scaleGreen, scaleBlue] = [scale[redPlane], scale[1], scale[bluePlane]];
  const [shiftRed, shiftGreen, shiftBlue] = [shift[redPlane], shift[1], shift[bluePlane]];
  for (let y = 0; y < fillHeight; y += 1) {
    let from = ((source.y + y) * image.width + source.x) * 3;
    const row = offset + y * width;
    let red = row + redPlane * plane;
    let green = row + plane;
    let blue = row + bluePlane * plane;
    for (let x = 0; x < fillWidth; x += 1) {
      data[red] = (pixels[from] ?? 0) * scaleRed + shiftRed;
      data[green] = (pixels[from + 1] ?? 0) * scaleGreen + shiftGreen;
      data[blue] = (pixels[from + 2] ?? 0) * scaleBlue + shiftBlue;
      from += 3;
      red += 1;
      green += 1;
      blue += 1;
    }
  }
}

/** Half the size in each direction, averaging four pixels; an odd last row or column is dropped. */
export function halve(image: RgbImage): RgbImage {
  const width = Math.max(1, image.width >> 1);
  const height = Math.max(1, image.height >> 1);
  const data = new Uint8Array(width * height * 3);
  const rowBytes = image.width * 3;
  const right = image.width > 1 ? 3 : 0;
  const below = image.height > 1 ? rowBytes : 0;
  const pixels = image.data;
  const step = right + 3;
  for (let y = 0, out = 0; y < height; y += 1) {
    let upper = y * 2 * rowBytes;
    let lower = upper + below;
    for (let x = 0; x < width; x += 1) {
      for (let channel = 0; channel < 3; channel += 1) {
        data[out] =
          ((pixels[upper] ?? 0) +
            (pixels[upper + right] ?? 0) +
            (pixels[lower] ?? 0) +
            (pixels[lower + right] ?? 0) +
            2) >>
          2;
        out += 1;
        upper += 1;
        lower += 1;
      }
      upper += step - 3;
      lower += step - 3;
    }
  }
  return { width, height, data };
}
