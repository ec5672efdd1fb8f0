import type { RgbImage } from '../contracts.ts';
import type { InputTensor } from '../onnx-session.ts';
import { BLOCK_BYTES, writePixelBlocks } from '../pixel-blocks.ts';
import { halve, writePlanarBgr, writePlanarRgb } from '../planar.ts';
import type { ImageInput, InputRecipe } from './detector-adapter.ts';

const STEP = 32;
const MAX_SIDE = 1280;

/** Size of a model's input in pixels; `side`: the longest side, the other as the pictures need it; `area`: about so many in all. */
export type InputSize =
  | { readonly kind: 'fixed'; readonly width: number; readonly height: number }
  | { readonly kind: 'side'; readonly side: number }
  | { readonly kind: 'area'; readonly area: number };

/** Model pixels per picture pixel. */
export interface PictureScale {
  readonly x: number;
  readonly y: number;
}

export interface PictureInput {
  readonly tensor: InputTensor;
  readonly width: number;
  readonly height: number;
  /** One per picture, same order. */
  readonly scales: readonly PictureScale[];
}

const toMultiple = (length: number): number => Math.max(STEP, Math.ceil(length / STEP) * STEP);

/** The box into which a picture has to fit; for an area the closest multiples to the picture's shape. */
function boundsOf(image: RgbImage, size: InputSize): { width: number; height: number } {
  if (size.kind === 'fixed') return size;
  if (size.kind === 'side') return { width: size.side, height: size.side };
  const scale = Math.sqrt(size.area / (image.width * image.height));
  const nearest = (length: number): number =>
    Math.min(MAX_SIDE, Math.max(STEP, Math.round((length * scale) / STEP) * STEP));
  return { width: nearest(image.width), height: nearest(image.height) };
}

function scaleOf(image: RgbImage, size: InputSize, fit: InputRecipe['fit']): PictureScale {
  const { width, height } = boundsOf(image, size);
  if (fit === 'stretch') return { x: width / image.width, y: height / image.height };
  const both = Math.min(width / image.width, height / image.height);
  return { x: both, y: both };
}

interface Placed {
  readonly image: RgbImage;
  readonly fillWidth: number;
  readonly fillHeight: number;
}

/** Puts pictures of any sizes into one input: `[pictures, 3, height, width]`, or blocks of bytes (`pixel-blocks.ts`). */
export function pictureInputOf(
  images: readonly RgbImage[],
  size: InputSize,
  recipe: InputRecipe,
  layout: ImageInput['layout'] = 'planes',
): PictureInput {
  const placed = images.map((image) => {
    const scale = scaleOf(image, size, recipe.fit);
    const fillWidth = Math.max(1, Math.round(image.width * scale.x));
    const fillHeight = Math.max(1, Math.round(image.height * scale.y));
    return { image, scale, fillWidth, fillHeight };
  });
  // A free input is only as wide and high as the pictures need: a 16:9 frame costs half of a square.
  const width = size.kind === 'fixed' ? size.width : toMultiple(Math.max(...placed.map((one) => one.fillWidth)));
  const height = size.kind === 'fixed' ? size.height : toMultiple(Math.max(...placed.map((one) => one.fillHeight)));
  const tensor =
    layout === 'blocks' ? blocksOf(placed, width, height, recipe.padding) : planesOf(placed, width, height, recipe);
  return { tensor, width, height, scales: placed.map(({ scale }) => scale) };
}

function blocksOf(placed: readonly Placed[], width: number, height: number, padding: number): InputTensor {
  const length = width * height * 3;
  const data = new Uint8Array(placed.length * length);
  for (const [index, { image, fillWidth, fillHeight }] of placed.entries()) {
    const offset = index * length;
    if (fillWidth < width || fillHeight < height) data.fill(padding, offset, offset + length);
    const whole = { x: 0, y: 0, width: image.width, height: image.height };
    writePixelBlocks(image, whole, { data, offset, width, height, fillWidth, fillHeight });
  }
  return { data, dims: [placed.length, height / 2, width / 2, BLOCK_BYTES] };
}

function planesOf(placed: readonly Placed[], width: number, height: number, recipe: InputRecipe): InputTensor {
  const plane = width * height;
  const data = new Float32Array(placed.length * 3 * plane);
  const { scale: gain, shift } = recipe.normalisation;
  const write = recipe.order === 'bgr' ? writePlanarBgr : writePlanarRgb;
  for (const [index, { image, fillWidth, fillHeight }] of placed.entries()) {
    const offset = index * 3 * plane;
    if (fillWidth < width || fillHeight < height)
      for (const channel of [0, 1, 2] as const)
        data.fill(
          recipe.padding * gain[channel] + shift[channel],
          offset + channel * plane,
          offset + (channel + 1) * plane,
        );
    let source = image;
    while (source.width >= fillWidth * 2 && source.height >= fillHeight * 2 - 1) source = halve(source);
    const whole = { x: 0, y: 0, width: source.width, height: source.height };
    write(source, whole, { data, offset, width, height, fillWidth, fillHeight }, recipe.normalisation);
  }
  return { data, dims: [placed.length, 3, height, width] };
}
