import { hsvOf } from '../colour/hsv.ts';
import type { RgbImage } from '../contracts.ts';

/** How much light of each lamp's colour shines where that lamp is; about 1 for a lamp that fills its third. */
export interface LampEvidence {
  readonly red: number;
  readonly amber: number;
  readonly green: number;
  /** Light without colour: a lamp that burns the picture out, or the sun on the glass. */
  readonly colourless: number;
  /** What is darkest in the region (a housing is black), 0..1: the veil of glare over everything. */
  readonly veil: number;
}

type Lamp = 'red' | 'amber' | 'green';

/** Hue from..to in degrees, and where along the signal its lamp is, 0..1 from the top or the left. */
const LAMPS: readonly { readonly lamp: Lamp; readonly hue: readonly [number, number]; readonly at: number }[] = [
  { lamp: 'red', hue: [338, 376], at: 1 / 6 },
  { lamp: 'amber', hue: [20, 62], at: 1 / 2 },
  { lamp: 'green', hue: [85, 205], at: 5 / 6 },
];
/** How far from its place a lamp is believed: the region is drawn by hand, cameras shake. */
const PLACE_SPREAD = 0.2;
const LEAST_PLACE = 0.03;
/** Above the veil, 0..1: darker is the colour of an unlit lens. */
const LIT_VALUE = 0.2;
const FULL_VALUE = 0.5;
const MIN_SATURATION = 0.45;
const BURNT_VALUE = 0.93;
const BURNT_SATURATION = 0.22;
/** The region is averaged down to so many cells across: enough for a lamp, and noise is gone. */
const CELLS_ACROSS = 10;
/** Share of the region that one lamp covers when the housing fits. */
const LAMP_AREA = 0.16;
const VEIL_PERCENTILE = 0.1;

interface Cell {
  readonly rgb: readonly [number, number, number];
  /** 0..1 from the top or the left. */
  readonly along: number;
}

const isOfHue = (hue: number, [from, to]: readonly [number, number]): boolean =>
  (hue >= from && hue <= to) || (hue + 360 >= from && hue + 360 <= to);

function meanOf({ width, data }: RgbImage, left: number, top: number, right: number, bottom: number): Cell['rgb'] {
  let [red, green, blue] = [0, 0, 0];
  for (let y = top; y < bottom; y += 1)
    for (let x = left; x < right; x += 1) {
      const at = (y * width + x) * 3;
      red += data[at] ?? 0;
      green += data[at + 1] ?? 0;
      blue += data[at + 2] ?? 0;
    }
  const count = (right - left) * (bottom - top);
  return [red / count, green / count, blue / count];
}

function cellsOf(region: RgbImage): Cell[] {
  const { width, height } = region;
  const side = Math.max(1, Math.min(width, height) / CELLS_ACROSS);
  const columns = Math.max(1, Math.round(width / side));
  const rows = Math.max(1, Math.round(height / side));
  const cells: Cell[] = [];
  for (let row = 0; row < rows; row += 1)
    for (let column = 0; column < columns; column += 1) {
      const left = Math.floor((column * width) / columns);
      const top = Math.floor((row * height) / rows);
      const right = Math.max(left + 1, Math.floor(((column + 1) * width) / columns));
      const bottom = Math.max(top + 1, Math.floor(((row + 1) * height) / rows));
      const along = width > height ? (column + 0.5) / columns : (row + 0.5) / rows;
      cells.push({ rgb: meanOf(region, left, top, right, bottom), along });
    }
  return cells;
}

/** Adds up the light in a region. */
export function lampEvidenceOf(region: RgbImage): LampEvidence {
  const cells = cellsOf(region);
  const darkest = cells.map(({ rgb }) => Math.min(...rgb)).sort((a, b) => a - b);
  const veil = darkest[Math.floor(darkest.length * VEIL_PERCENTILE)] ?? 0;
  const sums = { red: 0, amber: 0, green: 0, colourless: 0 };
  for (const { rgb, along } of cells) {
    const [red, green, blue] = rgb;
    const seen = hsvOf(red, green, blue);
    if (seen.value > BURNT_VALUE && seen.saturation < BURNT_SATURATION) sums.colourless += 1;
    const clear = hsvOf(Math.max(0, red - veil), Math.max(0, green - veil), Math.max(0, blue - veil));
    const row = LAMPS.find((lamp) => isOfHue(clear.hue, lamp.hue));
    if (row === undefined || clear.saturation < MIN_SATURATION || clear.value < LIT_VALUE) continue;
    const place = Math.max(LEAST_PLACE, Math.exp(-(((along - row.at) / PLACE_SPREAD) ** 2) / 2));
    sums[row.lamp] += place * Math.min(1, clear.value / FULL_VALUE);
  }
  const ofLamp = (sum: number): number => sum / (Math.max(1, cells.length) * LAMP_AREA);
  return {
    red: ofLamp(sums.red),
    amber: ofLamp(sums.amber),
    green: ofLamp(sums.green),
    colourless: ofLamp(sums.colourless),
    veil: veil / 255,
  };
}
