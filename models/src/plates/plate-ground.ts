import type { PixelBox, PlateGround } from '@thapcanh/core/passages/passage';
import { hsvOf } from '../colour/hsv.ts';
import { type SceneLight, sceneLightAround } from '../colour/scene-light.ts';
import type { RgbImage } from '../contracts.ts';
import { clipBox } from '../image.ts';

type Ground = Exclude<PlateGround, 'unknown'>;

const MAX_SAMPLES_PER_SIDE = 40;
const MIN_COLOUR_SHARE = 0.2;
const MIN_WHITE_SHARE = 0.25;
/** The rim of a found box may lie on the car body. */
const RIM_SHARE_X = 0.08;
const RIM_SHARE_Y = 0.15;
/** Darker pixels are noise of any colour. */
const MIN_VALUE = 0.15;
const MAX_WHITE_SATURATION = 0.34;
/** A coloured ground may have the hue of the lamps, or its own; nearer than this nobody can tell. */
const CAST_HUE_RANGE = 60;
const HUE: Readonly<Record<Exclude<Ground, 'white'>, number>> = { yellow: 48, blue: 225, red: 0 };
/** In the dark a plate in the headlights burns out: white then is any colour. */
const DARK = 0.25;
const BURNT_VALUE = 245;
const MAX_BURNT_SHARE = 0.5;

/** Which ground a pixel could belong to. Shade takes value, not saturation; skylight tints white blue by up to .3. */
function groundOfPixel(red: number, green: number, blue: number, bright: number): Ground | null {
  const high = Math.max(red, green, blue);
  const value = high / 255;
  if (value < MIN_VALUE) return null;
  const isPale = high - Math.min(red, green, blue) < MAX_WHITE_SATURATION * high;
  if (isPale) return value > 0.6 * bright ? 'white' : null;
  const { hue, saturation } = hsvOf(red, green, blue);
  if (saturation > 0.42 && hue >= 28 && hue <= 68 && value > 0.4 * bright) return 'yellow';
  if (saturation > 0.42 && hue >= 195 && hue <= 260) return 'blue';
  return saturation > 0.45 && (hue <= 18 || hue >= 335) ? 'red' : null;
}

/** Whether this light shows that ground in its own colour. */
function isShownBy(light: SceneLight, ground: Ground, burntShare: number): boolean {
  if (light.castHue !== null) {
    const apart = ground === 'white' ? 0 : Math.abs(HUE[ground] - light.castHue);
    return Math.min(apart, 360 - apart) > CAST_HUE_RANGE;
  }
  if (ground !== 'white') return true;
  return !light.isColourless && !(light.brightness < DARK && burntShare > MAX_BURNT_SHARE);
}

/**
 * Ground colour of a plate from the pixels of its box: white plates have next to no coloured pixels, coloured ones many
 * white ones (letters, glare), so a colour wins with a smaller share than white needs. `unknown` where nothing holds a
 * clear share, and where the light of the picture shows no colours: infrared, sodium lamps, headlights on the plate.
 */
export function plateGroundOf(image: RgbImage, box: PixelBox): PlateGround {
  const samples = samplesOf(image, box);
  const seen = groundSeen(samples);
  if (seen === 'unknown') return 'unknown';
  const light = sceneLightAround(image, box);
  return light === null || isShownBy(light, seen, burntShareOf(samples)) ? seen : 'unknown';
}

/** Red, green and blue of every sample, one after another. */
function samplesOf(image: RgbImage, box: PixelBox): Uint8Array {
  const inner = {
    x: box.x + box.width * RIM_SHARE_X,
    y: box.y + box.height * RIM_SHARE_Y,
    width: box.width * (1 - 2 * RIM_SHARE_X),
    height: box.height * (1 - 2 * RIM_SHARE_Y),
  };
  const part = clipBox(inner, image.width, image.height);
  if (part === null) return new Uint8Array(0);
  const columns = Math.min(part.width, MAX_SAMPLES_PER_SIDE);
  const rows = Math.min(part.height, MAX_SAMPLES_PER_SIDE);
  const samples = new Uint8Array(columns * rows * 3);
  for (let row = 0, out = 0; row < rows; row += 1) {
    const start = (part.y + Math.floor((row * part.height) / rows)) * image.width + part.x;
    for (let column = 0; column < columns; column += 1, out += 3) {
      const at = (start + Math.floor((column * part.width) / columns)) * 3;
      samples[out] = image.data[at] ?? 0;
      samples[out + 1] = image.data[at + 1] ?? 0;
      samples[out + 2] = image.data[at + 2] ?? 0;
    }
  }
  return samples;
}

function burntShareOf(samples: Uint8Array): number {
  let burnt = 0;
  for (let at = 0; at < samples.length; at += 3)
    if (Math.min(samples[at] ?? 0, samples[at + 1] ?? 0, samples[at + 2] ?? 0) > BURNT_VALUE) burnt += 1;
  return burnt / (samples.length / 3);
}

/** The brightness, 0..1, that a tenth of the samples reaches. */
function brightOf(samples: Uint8Array): number {
  const counts = new Int32Array(256);
  for (let at = 0; at < samples.length; at += 3) {
    const value = Math.max(samples[at] ?? 0, samples[at + 1] ?? 0, samples[at + 2] ?? 0);
    counts[value] = (counts[value] ?? 0) + 1;
  }
  let below = Math.floor((samples.length / 3) * 0.9);
  let value = 0;
  while (value < 255 && below >= (counts[value] ?? 0)) {
    below -= counts[value] ?? 0;
    value += 1;
  }
  return value / 255;
}

function groundSeen(samples: Uint8Array): PlateGround {
  const bright = brightOf(samples);
  const counts: Record<Ground, number> = { white: 0, yellow: 0, blue: 0, red: 0 };
  for (let at = 0; at < samples.length; at += 3) {
    const ground = groundOfPixel(samples[at] ?? 0, samples[at + 1] ?? 0, samples[at + 2] ?? 0, bright);
    if (ground !== null) counts[ground] += 1;
  }
  const share = (ground: Ground): number => counts[ground] / Math.max(1, samples.length / 3);
  const coloured = (['yellow', 'blue', 'red'] as const).reduce((a, b) => (share(b) > share(a) ? b : a));
  if (share(coloured) >= MIN_COLOUR_SHARE && share(coloured) > share('white') / 2) return coloured;
  return share('white') >= MIN_WHITE_SHARE ? 'white' : 'unknown';
}
