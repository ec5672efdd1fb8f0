import type { RgbImage } from '../contracts.ts';

/** What the crispest plates of parking and barrier cameras reach. */
const CRISP = 0.6;

/** Of the green inside the rim. */
function varianceOf({ width, height, data }: RgbImage): number {
  let sum = 0;
  let squares = 0;
  for (let y = 1; y < height - 1; y += 1) {
    const end = (y * width + width - 1) * 3;
    for (let green = (y * width + 1) * 3 + 1; green < end; green += 3) {
      const here = data[green] ?? 0;
      sum += here;
      squares += here * here;
    }
  }
  const count = Math.max(1, (width - 2) * (height - 2));
  return squares / count - (sum / count) ** 2;
}

/** Mean square of how far each pixel is from its four neighbours together. */
function meanBendOf({ width, height, data }: RgbImage): number {
  const rowBytes = width * 3;
  let bends = 0;
  for (let y = 1; y < height - 1; y += 1) {
    const end = (y * width + width - 1) * 3;
    for (let green = (y * width + 1) * 3 + 1; green < end; green += 3) {
      const beside = (data[green - 3] ?? 0) + (data[green + 3] ?? 0);
      const aboveAndBelow = (data[green - rowBytes] ?? 0) + (data[green + rowBytes] ?? 0);
      const bend = 4 * (data[green] ?? 0) - beside - aboveAndBelow;
      bends += bend * bend;
    }
  }
  return bends / Math.max(1, (width - 2) * (height - 2));
}

/**
 * How crisp a rectified plate is, 0..1: the energy of its second differences against that of its contrast, so light and
 * contrast make no difference. 0 for an even area.
 */
export function sharpnessOf(plate: RgbImage): number {
  const variance = varianceOf(plate);
  return variance < 1 ? 0 : Math.min(1, meanBendOf(plate) / variance / CRISP);
}
