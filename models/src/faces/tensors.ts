import type { RgbImage } from '../contracts.ts';
import type { FloatTensor } from '../onnx-session.ts';

/** Pictures of one size as `[n, 3, height, width]`, R G B, `value * scale + shift`. */
export function planarTensor(images: readonly RgbImage[], scale: number, shift: number): FloatTensor {
  const { width = 0, height = 0 } = images[0] ?? {};
  const plane = width * height;
  const data = new Float32Array(images.length * 3 * plane);
  for (const [index, image] of images.entries())
    for (let channel = 0; channel < 3; channel += 1) {
      const to = (index * 3 + channel) * plane;
      for (let i = 0; i < plane; i += 1) data[to + i] = (image.data[i * 3 + channel] ?? 0) * scale + shift;
    }
  return { data, dims: [images.length, 3, height, width] };
}

/** The same as `[n, height, width, 3]`. */
export function interleavedTensor(images: readonly RgbImage[], scale: number, shift: number): FloatTensor {
  const { width = 0, height = 0 } = images[0] ?? {};
  const size = width * height * 3;
  const data = new Float32Array(images.length * size);
  for (const [index, image] of images.entries())
    for (let i = 0; i < size; i += 1) data[index * size + i] = (image.data[i] ?? 0) * scale + shift;
  return { data, dims: [images.length, height, width, 3] };
}
