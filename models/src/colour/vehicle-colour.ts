import type { PixelBox, VehicleColour } from '@thapcanh/core/passages/passage';
import type { DetectedClass, RgbImage } from '../contracts.ts';
import { clipBox } from '../image.ts';
import { type Hsv, hsvOf } from './hsv.ts';
import { sceneLightAround } from './scene-light.ts';
import { type ColourRange, VEHICLE_COLOURS } from './vehicle-colours.ts';

/** The colour of a vehicle's paint as one picture shows it. */
export interface VehicleColourVerdict {
  readonly colour: VehicleColour | 'unknown';
  /** 0..1: the share of the named paint that has this colour; 0 for `unknown`. */
  readonly share: number;
}

interface BodyPart {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/**
 * Where paint is in a vehicle's box, as shares of it: below the windows, above wheels and road. Two-wheelers show their
 * rider more than their paint, so they have none.
 */
const BODY: Readonly<Partial<Record<DetectedClass, BodyPart>>> = {
  car: { left: 0.15, top: 0.42, right: 0.85, bottom: 0.78 },
  bus: { left: 0.12, top: 0.5, right: 0.88, bottom: 0.82 },
  truck: { left: 0.15, top: 0.25, right: 0.85, bottom: 0.75 },
};

const UNKNOWN: VehicleColourVerdict = { colour: 'unknown', share: 0 };
const MIN_SIDE_PX = 24;
const MAX_SAMPLES_PER_SIDE = 48;
/** Shadow, grille, glass and tyres are black on every vehicle. */
const BLACK_WEIGHT = 0.5;
const MIN_SHARE = 0.5;
const MIN_LEAD = 1.6;
/** At least so much of the body has a colour that has a name. */
const MIN_NAMED = 0.4;
/** Darker than this all over, colours are noise. */
const MIN_BRIGHTNESS = 0.2;
/** In deep shade the lightest place is no white. */
const MIN_HIGHLIGHT = 0.45;

function fits({ hue, saturation, value }: ColourRange, pixel: Hsv, brightness: number): boolean {
  if (pixel.saturation < saturation[0] || pixel.saturation > saturation[1]) return false;
  if (brightness < value[0] || brightness > value[1]) return false;
  if (hue === undefined) return true;
  return (pixel.hue >= hue[0] && pixel.hue <= hue[1]) || (pixel.hue + 360 >= hue[0] && pixel.hue + 360 <= hue[1]);
}

function* bodyPixels(image: RgbImage, part: PixelBox): Generator<Hsv> {
  const stepX = Math.max(1, part.width / MAX_SAMPLES_PER_SIDE);
  const stepY = Math.max(1, part.height / MAX_SAMPLES_PER_SIDE);
  for (let y = part.y; y < part.y + part.height; y += stepY)
    for (let x = part.x; x < part.x + part.width; x += stepX) {
      const at = (Math.floor(y) * image.width + Math.floor(x)) * 3;
      yield hsvOf(image.data[at] ?? 0, image.data[at + 1] ?? 0, image.data[at + 2] ?? 0);
    }
}

/**
 * The colour of a car, bus or truck by the paint in its box. `unknown` for two-wheelers and people, small boxes, vehicles
 * of several colours, and wherever the light shows no colours (night, infrared, sodium lamps).
 */
export function vehicleColourOf(image: RgbImage, box: PixelBox, objectClass: DetectedClass): VehicleColourVerdict {
  const body = BODY[objectClass];
  if (body === undefined || box.width < MIN_SIDE_PX || box.height < MIN_SIDE_PX) return UNKNOWN;
  const part = clipBox(
    {
      x: box.x + box.width * body.left,
      y: box.y + box.height * body.top,
      width: box.width * (body.right - body.left),
      height: box.height * (body.bottom - body.top),
    },
    image.width,
    image.height,
  );
  if (part === null) return UNKNOWN;
  const light = sceneLightAround(image, box);
  if (light !== null && (light.isColourless || light.castHue !== null || light.brightness < MIN_BRIGHTNESS))
    return UNKNOWN;
  const highlight = Math.max(MIN_HIGHLIGHT, light?.highlight ?? 1);
  const weights = new Map<VehicleColour, number>();
  let count = 0;
  for (const pixel of bodyPixels(image, part)) {
    count += 1;
    const brightness = Math.min(1, pixel.value / highlight);
    const colour = VEHICLE_COLOURS.find((row) => fits(row, pixel, brightness))?.colour;
    if (colour === undefined) continue;
    weights.set(colour, (weights.get(colour) ?? 0) + (colour === 'black' ? BLACK_WEIGHT : 1));
  }
  return verdictOf(weights, count);
}

function verdictOf(weights: ReadonlyMap<VehicleColour, number>, count: number): VehicleColourVerdict {
  const ranked = [...weights].sort((a, b) => b[1] - a[1]);
  const named = ranked.reduce((sum, [, weight]) => sum + weight, 0);
  const [first, second] = ranked;
  if (first === undefined || named < count * MIN_NAMED) return UNKNOWN;
  const [colour, weight] = first;
  const isClear = weight >= named * MIN_SHARE && weight >= MIN_LEAD * (second?.[1] ?? 0);
  return isClear ? { colour, share: weight / named } : UNKNOWN;
}
