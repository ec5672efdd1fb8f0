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

interface Taps {
  readonly low: Int32Array;
  readonly high: Int32Array;
  readonly weight: Float32Array;
}

/** Half-pixel-centred sampling positions along one axis, cut to the source. */
function tapsOf(start: number, length: number, count: number, limit: number): Taps {
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
  const pixels = image.data;
  const plane = width * height;
  const bluePlane = redPlane === 0 ? 2 : 0;
  const redAt = redPlane * plane;
  const blueAt = bluePlane * plane;
  const scaleRed = scale[redPlane];
  const shiftRed = shift[redPlane];
  const scaleBlue = scale[bluePlane];
  const shiftBlue = shift[bluePlane];
  for (let y = 0; y < fillHeight; y += 1) {
    const top = (ys.low[y] ?? 0) * image.width;
    const bottom = (ys.high[y] ?? 0) * image.width;
    const fy = ys.weight[y] ?? 0;
    let out = offset + y * width;
    for (let x = 0; x < fillWidth; x += 1) {
      const left = xs.low[x] ?? 0;
      const right = xs.high[x] ?? 0;
      const fx = xs.weight[x] ?? 0;
      const a = (top + left) * 3;
      const b = (top + right) * 3;
      const c = (bottom + left) * 3;
      const d = (bottom + right) * 3;
      const wa = (1 - fx) * (1 - fy);
      const wb = fx * (1 - fy);
      const wc = (1 - fx) * fy;
      const wd = fx * fy;
      const red = (pixels[a] ?? 0) * wa + (pixels[b] ?? 0) * wb + (pixels[c] ?? 0) * wc + (pixels[d] ?? 0) * wd;
      const green =
        (pixels[a + 1] ?? 0) * wa + (pixels[b + 1] ?? 0) * wb + (pixels[c + 1] ?? 0) * wc + (pixels[d + 1] ?? 0) * wd;
      const blue =
        (pixels[a + 2] ?? 0) * wa + (pixels[b + 2] ?? 0) * wb + (pixels[c + 2] ?? 0) * wc + (pixels[d + 2] ?? 0) * wd;
      data[out + redAt] = red * scaleRed + shiftRed;
      data[out + plane] = green * scale[1] + shift[1];
      data[out + blueAt] = blue * scaleBlue + shiftBlue;
      out += 1;
    }
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
  const plane = width * height;
  for (let part = 0; part < 3; part += 1) {
    const channel = redPlane === 0 ? part : 2 - part;
    const factor = scale[part] ?? 1;
    const addend = shift[part] ?? 0;
    for (let y = 0; y < fillHeight; y += 1) {
      let from = ((source.y + y) * image.width + source.x) * 3 + channel;
      const start = offset + part * plane + y * width;
      for (let out = start; out < start + fillWidth; out += 1) {
        data[out] = (image.data[from] ?? 0) * factor + addend;
        from += 3;
      }
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
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1)
      for (let c = 0; c < 3; c += 1) {
        const from = y * 2 * rowBytes + x * 6 + c;
        const sum =
          (image.data[from] ?? 0) +
          (image.data[from + right] ?? 0) +
          (image.data[from + below] ?? 0) +
          (image.data[from + below + right] ?? 0);
        data[(y * width + x) * 3 + c] = (sum + 2) >> 2;
      }
  return { width, height, data };
}
