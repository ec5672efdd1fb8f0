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
/** A coloured ground may have the hue of the lamps, or its own; nearer than this nobody can tell. */
const CAST_HUE_RANGE = 60;
const HUE: Readonly<Record<Exclude<Ground, 'white'>, number>> = { yellow: 48, blue: 225, red: 0 };
/** In the dark a plate in the headlights burns out: white then is any colour. */
const DARK = 0.25;
const BURNT_VALUE = 245;
const MAX_BURNT_SHARE = 0.5;

/** Which ground a pixel could belong to. Shade takes value, not saturation; skylight tints white blue by up to .3. */
function groundOfPixel(red: number, green: number, blue: number, bright: number): Ground | null {
  const { hue, saturation, value } = hsvOf(red, green, blue);
  if (value < MIN_VALUE) return null;
  if (saturation > 0.42 && hue >= 28 && hue <= 68 && value > 0.4 * bright) return 'yellow';
  if (saturation > 0.42 && hue >= 195 && hue <= 260) return 'blue';
  if (saturation > 0.45 && (hue <= 18 || hue >= 335)) return 'red';
  return saturation < 0.34 && value > 0.6 * bright ? 'white' : null;
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
  const burnt = samples.filter((sample) => Math.min(...sample) > BURNT_VALUE).length;
  return light === null || isShownBy(light, seen, burnt / samples.length) ? seen : 'unknown';
}

type Sample = readonly [red: number, green: number, blue: number];

function samplesOf(image: RgbImage, box: PixelBox): Sample[] {
  const inner = {
    x: box.x + box.width * RIM_SHARE_X,
    y: box.y + box.height * RIM_SHARE_Y,
    width: box.width * (1 - 2 * RIM_SHARE_X),
    height: box.height * (1 - 2 * RIM_SHARE_Y),
  };
  const part = clipBox(inner, image.width, image.height);
  if (part === null) return [];
  const stepX = Math.max(1, part.width / MAX_SAMPLES_PER_SIDE);
  const stepY = Math.max(1, part.height / MAX_SAMPLES_PER_SIDE);
  const samples: Sample[] = [];
  for (let y = part.y; y < part.y + part.height; y += stepY)
    for (let x = part.x; x < part.x + part.width; x += stepX) {
      const at = (Math.floor(y) * image.width + Math.floor(x)) * 3;
      samples.push([image.data[at] ?? 0, image.data[at + 1] ?? 0, image.data[at + 2] ?? 0]);
    }
  return samples;
}

function groundSeen(samples: readonly Sample[]): PlateGround {
  const values = samples.map((sample) => Math.max(...sample)).sort((a, b) => a - b);
  const bright = (values[Math.floor(values.length * 0.9)] ?? 0) / 255;
  const counts: Record<Ground, number> = { white: 0, yellow: 0, blue: 0, red: 0 };
  for (const [red, green, blue] of samples) {
    const ground = groundOfPixel(red, green, blue, bright);
    if (ground !== null) counts[ground] += 1;
  }
  const share = (ground: Ground): number => counts[ground] / Math.max(1, samples.length);
  const coloured = (['yellow', 'blue', 'red'] as const).reduce((a, b) => (share(b) > share(a) ? b : a));
  if (share(coloured) >= MIN_COLOUR_SHARE && share(coloured) > share('white') / 2) return coloured;
  return share('white') >= MIN_WHITE_SHARE ? 'white' : 'unknown';
}
