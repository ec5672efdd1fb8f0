import type { PixelBox } from '@thapcanh/core/passages/passage';
import type { RgbImage } from '../contracts.ts';
import { clipBox, crop } from '../image.ts';
import { halve } from '../planar.ts';
import { applySimilarity, type Similarity, scaleOf } from './similarity.ts';

/** A part of a picture, turned and scaled. */
export interface WarpedImage {
  readonly image: RgbImage;
  /** Share of its pixels that lie inside the source picture, 0..1; the others are black. */
  readonly insideShare: number;
}

/** The upright box around what the warp looks at, with one pixel of margin. */
function sourceBox(toSource: Similarity, width: number, height: number): PixelBox {
  const corners = [
    { x: 0, y: 0 },
    { x: width, y: 0 },
    { x: 0, y: height },
    { x: width, y: height },
  ].map((corner) => applySimilarity(toSource, corner));
  const xs = corners.map(({ x }) => x);
  const ys = corners.map(({ y }) => y);
  const [left, top] = [Math.min(...xs) - 1, Math.min(...ys) - 1];
  return { x: left, y: top, width: Math.max(...xs) + 1 - left, height: Math.max(...ys) + 1 - top };
}

/** Cuts out what the warp needs and halves it until one target pixel covers fewer than two source pixels each way. */
function shrunkenSource(image: RgbImage, toSource: Similarity, box: PixelBox): [RgbImage, Similarity] {
  let source = crop(image, box);
  let map = { ...toSource, shiftX: toSource.shiftX - box.x, shiftY: toSource.shiftY - box.y };
  while (scaleOf(map) >= 2 && Math.min(source.width, source.height) > 1) {
    source = halve(source);
    map = { a: map.a / 2, b: map.b / 2, shiftX: map.shiftX / 2, shiftY: map.shiftY / 2 };
  }
  return [source, map];
}

/** Samples a picture bilinearly; `toSource` leads from target to source, both with pixel edges on whole numbers. */
export function warpImage(image: RgbImage, toSource: Similarity, width: number, height: number): WarpedImage {
  const data = new Uint8Array(width * height * 3);
  const target = { width, height, data };
  const box = clipBox(sourceBox(toSource, width, height), image.width, image.height);
  if (box === null) return { image: target, insideShare: 0 };
  const [source, { a, b, shiftX, shiftY }] = shrunkenSource(image, toSource, box);
  const pixels = source.data;
  const rowBytes = source.width * 3;
  let insideCount = 0;
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const sx = a * (x + 0.5) - b * (y + 0.5) + shiftX;
      const sy = b * (x + 0.5) + a * (y + 0.5) + shiftY;
      if (sx < 0 || sy < 0 || sx > source.width || sy > source.height) continue;
      insideCount += 1;
      const px = Math.min(Math.max(sx - 0.5, 0), source.width - 1);
      const py = Math.min(Math.max(sy - 0.5, 0), source.height - 1);
      const left = Math.floor(px);
      const top = Math.floor(py);
      const [fx, fy] = [px - left, py - top];
      const from = top * rowBytes + left * 3;
      const right = left + 1 < source.width ? 3 : 0;
      const below = top + 1 < source.height ? rowBytes : 0;
      const to = (y * width + x) * 3;
      for (let c = 0; c < 3; c += 1) {
        const at = from + c;
        const upper = (pixels[at] ?? 0) * (1 - fx) + (pixels[at + right] ?? 0) * fx;
        const lower = (pixels[at + below] ?? 0) * (1 - fx) + (pixels[at + below + right] ?? 0) * fx;
        data[to + c] = Math.round(upper * (1 - fy) + lower * fy);
      }
    }
  }
  return { image: target, insideShare: insideCount / (width * height) };
}

/** The similarity that leads from a square of `side` pixels to a square of the picture, the two axes in one scale. */
export const squareToPicture = (x: number, y: number, length: number, side: number): Similarity => ({
  a: length / side,
  b: 0,
  shiftX: x,
  shiftY: y,
});
