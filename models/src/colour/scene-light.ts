import type { PixelBox } from '@thapcanh/core/passages/passage';
import type { RgbImage } from '../contracts.ts';
import { hsvOf } from './hsv.ts';

/** What light a picture was taken in, as far as colours in it can be believed. */
export interface SceneLight {
  /** No colours at all: an infrared or a black-and-white picture. Nothing in it has a colour to name. */
  readonly isColourless: boolean;
  /** Median brightness 0..1. */
  readonly brightness: number;
  /** Brightness of its lightest places (95th percentile), 0..1: what white looks like in this light. */
  readonly highlight: number;
  /** Where everything has one tint (sodium lamps, a strong dawn), its hue 0..360; null in light that shows colours. */
  readonly castHue: number | null;
}

const SAMPLES_PER_SIDE = 40;
/** JPEG and noise tint grey by this share of its brightness; a colour camera by day is far above at some places. */
const COLOURLESS_SPREAD = 0.08;
/** Below, the share of a tint is the noise's. */
const TINT_LEAST_VALUE = 64;
/** In the middle of all that is not black, so much saturation in one direction is the lamp's, not the things'. */
const CAST_SATURATION = 0.38;
const MIN_VALUE = 0.08;

/** Less than this share of the picture around the thing tells nothing of the light. */
const MIN_SURROUNDINGS = 0.25;

/** The light of the picture around a thing, which says nothing of it itself; null where the thing fills the picture. */
export function sceneLightAround(image: RgbImage, thing: PixelBox): SceneLight | null {
  const stepX = Math.max(1, image.width / SAMPLES_PER_SIDE);
  const stepY = Math.max(1, image.height / SAMPLES_PER_SIDE);
  const values: number[] = [];
  const reds: number[] = [];
  const blues: number[] = [];
  let [count, sumRed, sumGreen, sumBlue] = [0, 0, 0, 0];
  for (let y = stepY / 2; y < image.height; y += stepY)
    for (let x = stepX / 2; x < image.width; x += stepX) {
      count += 1;
      if (isInside(x, y, thing)) continue;
      const at = (Math.floor(y) * image.width + Math.floor(x)) * 3;
      const red = image.data[at] ?? 0;
      const green = image.data[at + 1] ?? 0;
      const blue = image.data[at + 2] ?? 0;
      const value = Math.max(red, green, blue);
      values.push(value / 255);
      // What is blown out or black has no tint.
      if (value / 255 < MIN_VALUE || Math.min(red, green, blue) > 245) continue;
      reds.push((red - green) / Math.max(value, TINT_LEAST_VALUE));
      blues.push((blue - green) / Math.max(value, TINT_LEAST_VALUE));
      // Every sample counts the same, whatever its brightness.
      sumRed += red / value;
      sumGreen += green / value;
      sumBlue += blue / value;
    }
  if (values.length < count * MIN_SURROUNDINGS) return null;
  const toMean = 255 / Math.max(1, reds.length);
  const mean = hsvOf(sumRed * toMean, sumGreen * toMean, sumBlue * toMean);
  const brightness = percentilesOf(values, [0.5, 0.95]);
  return {
    isColourless: Math.max(spreadOf(reds), spreadOf(blues)) < COLOURLESS_SPREAD,
    brightness: brightness[0] ?? 0,
    highlight: brightness[1] ?? 0,
    castHue: mean.saturation > CAST_SATURATION ? mean.hue : null,
  };
}

const isInside = (x: number, y: number, box: PixelBox): boolean =>
  x >= box.x && y >= box.y && x < box.x + box.width && y < box.y + box.height;

/** From the 3rd to the 97th percentile: one tint over everything (infrared cameras have one) is no spread. */
function spreadOf(values: readonly number[]): number {
  const [low = 0, high = 0] = percentilesOf(values, [0.03, 0.97]);
  return high - low;
}

function percentilesOf(values: readonly number[], shares: readonly number[]): number[] {
  const sorted = Float64Array.from(values).sort();
  return shares.map((share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
}
