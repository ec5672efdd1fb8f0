import type { PixelBox } from '@thapcanh/core/passages/passage';
import type { PixelPoint, PlateCorners, PlateFinder, RgbImage, RunOptions } from '../contracts.ts';
import { crop } from '../image.ts';
import { halve, tapsOf } from '../planar.ts';
import { boxOfCorners, mapCorners } from './plate-quad.ts';

/** The finder places corners best on plates of this width. */
const PLATE_WIDTH_PX = 112;
/** What is seen around the plate, in shares of its sides. */
const ROOM = 0.3;
/** A plate whose middle is further from where it was, in shares of its sides, is another one. */
const MAX_SHIFT = 0.35;
/** What lies outside of the picture; the network's own padding. */
const OUTSIDE = 114;

/** The part of the picture around a plate that one close look shows; it may reach over the edges. */
function viewOf(corners: PlateCorners): { box: PixelBox; scale: number } {
  const { x, y, width, height } = boxOfCorners(corners);
  const box = {
    x: x - width * ROOM,
    y: y - height * ROOM,
    width: width * (1 + 2 * ROOM),
    height: height * (1 + 2 * ROOM),
  };
  return { box, scale: PLATE_WIDTH_PX / width };
}

/** Bilinear, grey where there is no picture. */
function drawn(
  { width: fromWidth, height: fromHeight, data: pixels }: RgbImage,
  box: PixelBox,
  scale: number,
): RgbImage {
  const width = Math.max(1, Math.round(box.width * scale));
  const height = Math.max(1, Math.round(box.height * scale));
  const data = new Uint8Array(width * height * 3).fill(OUTSIDE);
  const xs = tapsOf(box.x, box.width, width, fromWidth);
  const ys = tapsOf(box.y, box.height, height, fromHeight);
  const isIn = (start: number, length: number, at: number, count: number, limit: number): boolean => {
    const place = start + ((at + 0.5) * length) / count;
    return place >= 0 && place <= limit;
  };
  for (let row = 0; row < height; row += 1) {
    if (!isIn(box.y, box.height, row, height, fromHeight)) continue;
    const top = (ys.low[row] ?? 0) * fromWidth;
    const bottom = (ys.high[row] ?? 0) * fromWidth;
    const fy = ys.weight[row] ?? 0;
    for (let column = 0; column < width; column += 1) {
      if (!isIn(box.x, box.width, column, width, fromWidth)) continue;
      const left = xs.low[column] ?? 0;
      const right = xs.high[column] ?? 0;
      const fx = xs.weight[column] ?? 0;
      const a = (top + left) * 3;
      const b = (top + right) * 3;
      const c = (bottom + left) * 3;
      const d = (bottom + right) * 3;
      const out = (row * width + column) * 3;
      for (let channel = 0; channel < 3; channel += 1) {
        const upper = (pixels[a + channel] ?? 0) * (1 - fx) + (pixels[b + channel] ?? 0) * fx;
        const lower = (pixels[c + channel] ?? 0) * (1 - fx) + (pixels[d + channel] ?? 0) * fx;
        data[out + channel] = upper * (1 - fy) + lower * fy + 0.5;
      }
    }
  }
  return { width, height, data };
}

/**
 * The corners of a plate once more, from a picture of it alone in the size in which the finder sees best: a first look
 * may have shown it small, and a cut-out has no corners at all (give those of its edges). Null where nothing is seen at
 * that place.
 */
export async function closerCorners(
  finder: PlateFinder,
  image: RgbImage,
  corners: PlateCorners,
  options: RunOptions = {},
): Promise<PlateCorners | null> {
  const view = viewOf(corners);
  let { box, scale } = view;
  let source = image;
  if (scale <= 0.5) {
    const left = Math.max(0, Math.floor(box.x));
    const top = Math.max(0, Math.floor(box.y));
    const right = Math.min(image.width, Math.ceil(box.x + box.width));
    const bottom = Math.min(image.height, Math.ceil(box.y + box.height));
    if (right - left < 2 || bottom - top < 2) return null;
    source = crop(image, { x: left, y: top, width: right - left, height: bottom - top });
    box = { ...box, x: box.x - left, y: box.y - top };
    while (scale <= 0.5) {
      source = halve(source);
      box = { x: box.x / 2, y: box.y / 2, width: box.width / 2, height: box.height / 2 };
      scale *= 2;
    }
  }
  const sheet = drawn(source, box, scale);
  const [found = []] = await finder.find([sheet], options);
  const toPicture = ({ x, y }: PixelPoint): PixelPoint => ({
    x: view.box.x + x / view.scale,
    y: view.box.y + y / view.scale,
  });
  const plate = found.find(({ box: seen }) => {
    const shiftX = (seen.x + seen.width / 2) / sheet.width - 0.5;
    const shiftY = (seen.y + seen.height / 2) / sheet.height - 0.5;
    return Math.max(Math.abs(shiftX), Math.abs(shiftY)) * (1 + 2 * ROOM) <= MAX_SHIFT;
  });
  return plate === undefined ? null : mapCorners(plate.corners, toPicture);
}
