import type { RgbImage } from '../contracts.ts';

/** What the crispest plates of parking and barrier cameras reach. */
const CRISP = 0.6;

/**
 * How crisp a rectified plate is, 0..1: the energy of its second differences against that of its contrast, so light and
 * contrast make no difference. 0 for an even area.
 */
export function sharpnessOf({ width, height, data }: RgbImage): number {
  const rowBytes = width * 3;
  let sum = 0;
  let squares = 0;
  let bends = 0;
  for (let y = 1; y < height - 1; y += 1) {
    const end = y * rowBytes + (width - 1) * 3;
    for (let green = y * rowBytes + 4; green < end; green += 3) {
      const here = data[green] ?? 0;
      const beside = (data[green - 3] ?? 0) + (data[green + 3] ?? 0);
      const bend = 4 * here - beside - (data[green - rowBytes] ?? 0) - (data[green + rowBytes] ?? 0);
      sum += here;
      squares += here * here;
      bends += bend * bend;
    }
  }
  const count = Math.max(1, (width - 2) * (height - 2));
  const variance = squares / count - (sum / count) ** 2;
  return variance < 1 ? 0 : Math.min(1, bends / count / variance / CRISP);
}
