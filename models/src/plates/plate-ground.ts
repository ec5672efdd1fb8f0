import type { PixelBox, PlateGround } from '@thapcanh/core/passages/passage';
import type { RgbImage } from '../contracts.ts';
import { clipBox } from '../image.ts';

type Ground = Exclude<PlateGround, 'unknown'>;

const MAX_SAMPLES_PER_SIDE = 64;
const MIN_COLOUR_SHARE = 0.2;
const MIN_WHITE_SHARE = 0.25;
/** The rim of a found box may lie on the car body. */
const RIM_SHARE_X = 0.08;
const RIM_SHARE_Y = 0.15;

/** Hue 0..360, saturation and value 0..1. */
function toHsv(red: number, green: number, blue: number): [number, number, number] {
  const high = Math.max(red, green, blue);
  const span = high - Math.min(red, green, blue);
  if (span === 0) return [0, 0, high / 255];
  const sector =
    high === red ? (green - blue) / span : high === green ? 2 + (blue - red) / span : 4 + (red - green) / span;
  return [(sector * 60 + 360) % 360, span / high, high / 255];
}

/** Which ground a pixel could belong to. Shade takes value, not saturation; skylight tints white blue by up to .3. */
function groundOfPixel(red: number, green: number, blue: number, bright: number): Ground | null {
  const [hue, saturation, value] = toHsv(red, green, blue);
  if (value < 0.12) return null;
  if (saturation > 0.42 && hue >= 28 && hue <= 68 && value > 0.4 * bright) return 'yellow';
  if (saturation > 0.42 && hue >= 195 && hue <= 260) return 'blue';
  if (saturation > 0.45 && (hue <= 18 || hue >= 335)) return 'red';
  return saturation < 0.34 && value > 0.6 * bright ? 'white' : null;
}

/**
 * Ground colour of a plate from the pixels of its box: white plates have next to no coloured pixels, coloured ones many
 * white ones (letters, glare), so a colour wins with a smaller share than white needs. `unknown` where nothing holds a clear share (night, glare).
 */
export function plateGroundOf(image: RgbImage, box: PixelBox): PlateGround {
  const inner = {
    x: box.x + box.width * RIM_SHARE_X,
    y: box.y + box.height * RIM_SHARE_Y,
    width: box.width * (1 - 2 * RIM_SHARE_X),
    height: box.height * (1 - 2 * RIM_SHARE_Y),
  };
  const part = clipBox(inner, image.width, image.height);
  if (part === null) return 'unknown';
  const stepX = Math.max(1, part.width / MAX_SAMPLES_PER_SIDE);
  const stepY = Math.max(1, part.height / MAX_SAMPLES_PER_SIDE);
  const samples: [number, number, number][] = [];
  for (let y = part.y; y < part.y + part.height; y += stepY)
    for (let x = part.x; x < part.x + part.width; x += stepX) {
      const at = (Math.floor(y) * image.width + Math.floor(x)) * 3;
      samples.push([image.data[at] ?? 0, image.data[at + 1] ?? 0, image.data[at + 2] ?? 0]);
    }
  const values = samples.map((sample) => Math.max(...sample)).sort((a, b) => a - b);
  const bright = (values[Math.floor(values.length * 0.9)] ?? 0) / 255;
  const counts: Record<Ground, number> = { white: 0, yellow: 0, blue: 0, red: 0 };
  for (const [red, green, blue] of samples) {
    const ground = groundOfPixel(red, green, blue, bright);
    if (ground !== null) counts[ground] += 1;
  }
  const share = (ground: Ground): number => counts[ground] / samples.length;
  const coloured = (['yellow', 'blue', 'red'] as const).reduce((a, b) => (share(b) > share(a) ? b : a));
  if (share(coloured) >= MIN_COLOUR_SHARE && share(coloured) > share('white') / 2) return coloured;
  return share('white') >= MIN_WHITE_SHARE ? 'white' : 'unknown';
}
