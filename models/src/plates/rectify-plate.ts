import type { PixelBox } from '@thapcanh/core/passages/passage';
import type { PlateCorners, RgbImage } from '../contracts.ts';
import { clipBox, crop } from '../image.ts';
import { halve } from '../planar.ts';
import { boxOfCorners, mapCorners, sidesOf } from './plate-quad.ts';
import { stretchPicture, tapsFor } from './stretch-picture.ts';

/** What the plate reader takes. */
export const PLATE_WIDTH = 128;
export const PLATE_HEIGHT = 48;

/** Corners are a few pixels off: a little of the surroundings keeps the outer characters whole. Share added at each side. */
const ROOM_X = 0.02;
const ROOM_Y = 0.05;
/** What is cut out around a large plate before it is shrunk, share of its sides. */
const AROUND = 0.1;

/** A projective map of the unit square: `x = (a u + b v + c) / (g u + h v + 1)`, `y` alike with d, e, f. */
interface Projection {
  readonly x: readonly [a: number, b: number, c: number];
  readonly y: readonly [d: number, e: number, f: number];
  readonly w: readonly [g: number, h: number];
}

/** The map onto four corners (Heckbert, Fundamentals of Texture Mapping, 1989, 2.2.3). */
function squareTo([p0, p1, p2, p3]: PlateCorners): Projection {
  const dx1 = p1.x - p2.x;
  const dx2 = p3.x - p2.x;
  const dy1 = p1.y - p2.y;
  const dy2 = p3.y - p2.y;
  const sx = p0.x - p1.x + p2.x - p3.x;
  const sy = p0.y - p1.y + p2.y - p3.y;
  const determinant = dx1 * dy2 - dx2 * dy1;
  const g = determinant === 0 ? 0 : (sx * dy2 - dx2 * sy) / determinant;
  const h = determinant === 0 ? 0 : (dx1 * sy - sx * dy1) / determinant;
  return {
    x: [p1.x - p0.x + g * p1.x, p3.x - p0.x + h * p3.x, p0.x],
    y: [p1.y - p0.y + g * p1.y, p3.y - p0.y + h * p3.y, p0.y],
    w: [g, h],
  };
}

function sample(image: RgbImage, corners: PlateCorners, roomX: number, roomY: number): RgbImage {
  const { width, height, data: pixels } = image;
  const {
    x: [a, b, c],
    y: [d, e, f],
    w: [g, h],
  } = squareTo(corners);
  const sides = sidesOf(corners);
  const spanX = 1 + 2 * roomX;
  const spanY = 1 + 2 * roomY;
  const tapsX = tapsFor((sides.width * spanX) / PLATE_WIDTH);
  const tapsY = tapsFor((sides.height * spanY) / PLATE_HEIGHT);
  const stepU = spanX / (PLATE_WIDTH * tapsX);
  const stepV = spanY / (PLATE_HEIGHT * tapsY);
  const share = 1 / (tapsX * tapsY);
  const data = new Uint8Array(PLATE_WIDTH * PLATE_HEIGHT * 3);
  let out = 0;
  for (let row = 0; row < PLATE_HEIGHT; row += 1)
    for (let column = 0; column < PLATE_WIDTH; column += 1) {
      let red = 0;
      let green = 0;
      let blue = 0;
      for (let tapY = 0; tapY < tapsY; tapY += 1) {
        const v = (row * tapsY + tapY + 0.5) * stepV - roomY;
        for (let tapX = 0; tapX < tapsX; tapX += 1) {
          const u = (column * tapsX + tapX + 0.5) * stepU - roomX;
          const w = Math.max(1e-3, g * u + h * v + 1);
          // Pixel edges are whole numbers; outside, the border goes on.
          const x = Math.min(Math.max((a * u + b * v + c) / w - 0.5, 0), width - 1);
          const y = Math.min(Math.max((d * u + e * v + f) / w - 0.5, 0), height - 1);
          const left = Math.floor(x);
          const top = Math.floor(y);
          const fx = x - left;
          const fy = y - top;
          const p = (top * width + left) * 3;
          const q = left < width - 1 ? p + 3 : p;
          const r = top < height - 1 ? p + width * 3 : p;
          const s = r + (q - p);
          const wp = (1 - fx) * (1 - fy);
          const wq = fx * (1 - fy);
          const wr = (1 - fx) * fy;
          const ws = fx * fy;
          red += (pixels[p] ?? 0) * wp + (pixels[q] ?? 0) * wq + (pixels[r] ?? 0) * wr + (pixels[s] ?? 0) * ws;
          green +=
            (pixels[p + 1] ?? 0) * wp +
            (pixels[q + 1] ?? 0) * wq +
            (pixels[r + 1] ?? 0) * wr +
            (pixels[s + 1] ?? 0) * ws;
          blue +=
            (pixels[p + 2] ?? 0) * wp +
            (pixels[q + 2] ?? 0) * wq +
            (pixels[r + 2] ?? 0) * wr +
            (pixels[s + 2] ?? 0) * ws;
        }
      }
      data[out] = Math.round(red * share);
      data[out + 1] = Math.round(green * share);
      data[out + 2] = Math.round(blue * share);
      out += 3;
    }
  return { width: PLATE_WIDTH, height: PLATE_HEIGHT, data };
}

/** A plate seen straight on, in the reader's size, with a little room around the corners. */
export function rectifyPlate(image: RgbImage, corners: PlateCorners): RgbImage {
  const sides = sidesOf(corners);
  const isLarge = sides.width >= 2 * PLATE_WIDTH && sides.height >= 2 * PLATE_HEIGHT;
  const view = isLarge ? around(image, corners) : null;
  if (view === null) return sample(image, corners, ROOM_X, ROOM_Y);
  const { x, y } = view;
  const inHalf = mapCorners(corners, (point) => ({ x: (point.x - x) / 2, y: (point.y - y) / 2 }));
  return rectifyPlate(halve(crop(image, view)), inHalf);
}

/** The part of the picture with the plate and more than the room around it. */
function around(image: RgbImage, corners: PlateCorners): PixelBox | null {
  const { x, y, width, height } = boxOfCorners(corners);
  const [roomX, roomY] = [width * AROUND, height * AROUND];
  return clipBox(
    { x: x - roomX, y: y - roomY, width: width + 2 * roomX, height: height + 2 * roomY },
    image.width,
    image.height,
  );
}

/** A picture of nothing but the plate, brought to the reader's size. */
export function stretchPlate(plate: RgbImage): RgbImage {
  const { width, height } = plate;
  if (width === PLATE_WIDTH && height === PLATE_HEIGHT) return plate;
  return stretchPicture(plate, PLATE_WIDTH, PLATE_HEIGHT);
}
