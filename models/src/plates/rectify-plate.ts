import type { PlateCorners, RgbImage } from '../contracts.ts';
import { cornersOfBox, sidesOf } from './plate-quad.ts';

/** What the plate reader takes. */
export const PLATE_WIDTH = 128;
export const PLATE_HEIGHT = 48;

/** Corners are a few pixels off: a little of the surroundings keeps the outer characters whole. Share added at each side. */
const ROOM_X = 0.02;
const ROOM_Y = 0.05;
const MAX_TAPS = 6;
/** Shrunk less than this, one sample shows all there is. */
const NEARLY_EVEN = 1.25;

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

/** Samples a pixel needs along one axis: each of them covers two pixels of the picture. */
const tapsFor = (step: number): number =>
  step < NEARLY_EVEN ? 1 : Math.min(MAX_TAPS, Math.max(2, Math.ceil(step / 2)));

/** Adds the bilinear values at a point (pixel edges are whole numbers) to `sums`; outside, the border goes on. */
function addSample({ width, height, data }: RgbImage, atX: number, atY: number, sums: Float64Array, at: number): void {
  const x = Math.min(Math.max(atX - 0.5, 0), width - 1);
  const y = Math.min(Math.max(atY - 0.5, 0), height - 1);
  const left = Math.floor(x);
  const top = Math.floor(y);
  const fx = x - left;
  const fy = y - top;
  const a = (top * width + left) * 3;
  const b = left < width - 1 ? a + 3 : a;
  const c = top < height - 1 ? a + width * 3 : a;
  const d = c + (b - a);
  for (let channel = 0; channel < 3; channel += 1) {
    const upper = (data[a + channel] ?? 0) * (1 - fx) + (data[b + channel] ?? 0) * fx;
    const lower = (data[c + channel] ?? 0) * (1 - fx) + (data[d + channel] ?? 0) * fx;
    sums[at + channel] = (sums[at + channel] ?? 0) + upper * (1 - fy) + lower * fy;
  }
}

function sample(image: RgbImage, corners: PlateCorners, roomX: number, roomY: number): RgbImage {
  const { x: mapX, y: mapY, w: mapW } = squareTo(corners);
  const sides = sidesOf(corners);
  const spanX = 1 + 2 * roomX;
  const spanY = 1 + 2 * roomY;
  const tapsX = tapsFor((sides.width * spanX) / PLATE_WIDTH);
  const tapsY = tapsFor((sides.height * spanY) / PLATE_HEIGHT);
  const sums = new Float64Array(PLATE_WIDTH * PLATE_HEIGHT * 3);
  for (let row = 0; row < PLATE_HEIGHT * tapsY; row += 1) {
    const v = ((row + 0.5) / (PLATE_HEIGHT * tapsY)) * spanY - roomY;
    const firstOfRow = Math.floor(row / tapsY) * PLATE_WIDTH;
    for (let column = 0; column < PLATE_WIDTH * tapsX; column += 1) {
      const u = ((column + 0.5) / (PLATE_WIDTH * tapsX)) * spanX - roomX;
      const w = Math.max(1e-3, mapW[0] * u + mapW[1] * v + 1);
      const x = (mapX[0] * u + mapX[1] * v + mapX[2]) / w;
      const y = (mapY[0] * u + mapY[1] * v + mapY[2]) / w;
      addSample(image, x, y, sums, (firstOfRow + Math.floor(column / tapsX)) * 3);
    }
  }
  const data = new Uint8Array(sums.length);
  for (let i = 0; i < data.length; i += 1) data[i] = Math.round((sums[i] ?? 0) / (tapsX * tapsY));
  return { width: PLATE_WIDTH, height: PLATE_HEIGHT, data };
}

/** A plate seen straight on, in the reader's size, with a little room around the corners. */
export function rectifyPlate(image: RgbImage, corners: PlateCorners): RgbImage {
  return sample(image, corners, ROOM_X, ROOM_Y);
}

/** A picture of nothing but the plate, brought to the reader's size. */
export function stretchPlate(plate: RgbImage): RgbImage {
  const { width, height } = plate;
  if (width === PLATE_WIDTH && height === PLATE_HEIGHT) return plate;
  return sample(plate, cornersOfBox({ x: 0, y: 0, width, height }), 0, 0);
}
