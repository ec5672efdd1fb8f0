import type { PixelPoint, PlateCorners, RgbImage } from '../contracts.ts';
import { cornersOfBox, sidesOf } from './plate-quad.ts';

/** What the plate reader takes. */
export const PLATE_WIDTH = 128;
export const PLATE_HEIGHT = 48;

/** Corners are a few pixels off: a little of the surroundings keeps the outer characters whole. Share added at each side. */
const ROOM_X = 0.02;
const ROOM_Y = 0.05;
const MAX_TAPS = 6;
/** A step this little above a whole number of pixels needs no further sample. */
const EVEN = 0.25;

/** Projective map of the unit square onto four corners (Heckbert, Fundamentals of Texture Mapping, 1989, 2.2.3). */
function squareTo([p0, p1, p2, p3]: PlateCorners): (u: number, v: number) => PixelPoint {
  const dx1 = p1.x - p2.x;
  const dx2 = p3.x - p2.x;
  const dy1 = p1.y - p2.y;
  const dy2 = p3.y - p2.y;
  const sx = p0.x - p1.x + p2.x - p3.x;
  const sy = p0.y - p1.y + p2.y - p3.y;
  const determinant = dx1 * dy2 - dx2 * dy1;
  const g = determinant === 0 ? 0 : (sx * dy2 - dx2 * sy) / determinant;
  const h = determinant === 0 ? 0 : (dx1 * sy - sx * dy1) / determinant;
  const a = p1.x - p0.x + g * p1.x;
  const b = p3.x - p0.x + h * p3.x;
  const d = p1.y - p0.y + g * p1.y;
  const e = p3.y - p0.y + h * p3.y;
  return (u, v) => {
    const w = Math.max(1e-3, g * u + h * v + 1);
    return { x: (a * u + b * v + p0.x) / w, y: (d * u + e * v + p0.y) / w };
  };
}

/** Samples a pixel needs along one axis: one when the plate is enlarged, else as many as pixels fall into it. */
const tapsFor = (step: number): number => Math.min(MAX_TAPS, Math.max(1, Math.ceil(step - EVEN)));

/** Adds the bilinear value at a point (pixel edges are whole numbers) to `sum`; outside, the border goes on. */
function addSample(image: RgbImage, at: PixelPoint, sum: Float64Array): void {
  const limitX = image.width - 1;
  const limitY = image.height - 1;
  const x = Math.min(Math.max(at.x - 0.5, 0), limitX);
  const y = Math.min(Math.max(at.y - 0.5, 0), limitY);
  const left = Math.floor(x);
  const top = Math.floor(y);
  const fx = x - left;
  const fy = y - top;
  const a = (top * image.width + left) * 3;
  const b = left < limitX ? a + 3 : a;
  const c = top < limitY ? a + image.width * 3 : a;
  const d = c + (b - a);
  for (let channel = 0; channel < 3; channel += 1) {
    const upper = (image.data[a + channel] ?? 0) * (1 - fx) + (image.data[b + channel] ?? 0) * fx;
    const lower = (image.data[c + channel] ?? 0) * (1 - fx) + (image.data[d + channel] ?? 0) * fx;
    sum[channel] = (sum[channel] ?? 0) + upper * (1 - fy) + lower * fy;
  }
}

function sample(image: RgbImage, corners: PlateCorners, roomX: number, roomY: number): RgbImage {
  const place = squareTo(corners);
  const sides = sidesOf(corners);
  const spanX = 1 + 2 * roomX;
  const spanY = 1 + 2 * roomY;
  const tapsX = tapsFor((sides.width * spanX) / PLATE_WIDTH);
  const tapsY = tapsFor((sides.height * spanY) / PLATE_HEIGHT);
  const data = new Uint8Array(PLATE_WIDTH * PLATE_HEIGHT * 3);
  const sum = new Float64Array(3);
  for (let row = 0; row < PLATE_HEIGHT; row += 1)
    for (let column = 0; column < PLATE_WIDTH; column += 1) {
      sum.fill(0);
      for (let tap = 0; tap < tapsX * tapsY; tap += 1) {
        const u = (column + ((tap % tapsX) + 0.5) / tapsX) / PLATE_WIDTH;
        const v = (row + (Math.floor(tap / tapsX) + 0.5) / tapsY) / PLATE_HEIGHT;
        addSample(image, place(u * spanX - roomX, v * spanY - roomY), sum);
      }
      const out = (row * PLATE_WIDTH + column) * 3;
      for (let channel = 0; channel < 3; channel += 1)
        data[out + channel] = Math.round((sum[channel] ?? 0) / (tapsX * tapsY));
    }
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
