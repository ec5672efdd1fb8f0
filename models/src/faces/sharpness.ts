import type { RgbImage } from '../contracts.ts';
import { halve } from '../planar.ts';

/** Share of the aligned face that counts: its middle, without background and hair. */
const MARGIN = 0.15;

function greyOf({ data, width, height }: RgbImage): Float32Array {
  const grey = new Float32Array(width * height);
  for (let i = 0; i < grey.length; i += 1)
    grey[i] = 0.299 * (data[i * 3] ?? 0) + 0.587 * (data[i * 3 + 1] ?? 0) + 0.114 * (data[i * 3 + 2] ?? 0);
  return grey;
}

/**
 * How sharp an aligned face is: the variance of the Laplacian over the variance of the grey values, so that light does
 * not count, at half the aligned size, so that a face of 60 px and one of 200 px are measured alike. 0 for a flat one. A smear along one line leaves
 * the detail across it: motion blur can pass.
 */
export function sharpnessOf(aligned: RgbImage): number {
  const small = halve(aligned);
  const { width, height } = small;
  const grey = greyOf(small);
  const [left, top] = [Math.round(width * MARGIN), Math.round(height * MARGIN)];
  const at = (x: number, y: number): number => grey[y * width + x] ?? 0;
  const laplacians: number[] = [];
  const values: number[] = [];
  for (let y = Math.max(top, 1); y < height - Math.max(top, 1); y += 1)
    for (let x = Math.max(left, 1); x < width - Math.max(left, 1); x += 1) {
      laplacians.push(at(x - 1, y) + at(x + 1, y) + at(x, y - 1) + at(x, y + 1) - 4 * at(x, y));
      values.push(at(x, y));
    }
  const spread = varianceOf(values);
  return spread < 1 ? 0 : varianceOf(laplacians) / spread;
}

function varianceOf(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
}
