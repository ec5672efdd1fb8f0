import type { RgbImage } from '../contracts.ts';

/** What the crispest plates of parking and barrier cameras reach. */
const CRISP = 0.6;

/**
 * How crisp a rectified plate is, 0..1: the energy of its second differences against that of its contrast, so light and
 * contrast make no difference. 0 for an even area.
 */
export function sharpnessOf({ width, height, data }: RgbImage): number {
  const green = (x: number, y: number): number => data[(y * width + x) * 3 + 1] ?? 0;
  let sum = 0;
  let squares = 0;
  let bends = 0;
  for (let y = 1; y < height - 1; y += 1)
    for (let x = 1; x < width - 1; x += 1) {
      const here = green(x, y);
      sum += here;
      squares += here * here;
      bends += (4 * here - green(x - 1, y) - green(x + 1, y) - green(x, y - 1) - green(x, y + 1)) ** 2;
    }
  const count = Math.max(1, (width - 2) * (height - 2));
  const variance = squares / count - (sum / count) ** 2;
  return variance < 1 ? 0 : Math.min(1, bends / count / variance / CRISP);
}
