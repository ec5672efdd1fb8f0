import type { RgbImage } from '../contracts.ts';

type Rgb = readonly [number, number, number];

/** mulberry32, uniform in 0..1. */
export function uniform(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export type DrawnState = 'red' | 'amber' | 'green' | 'off';

const LIT: Readonly<Record<'red' | 'amber' | 'green', Rgb>> = {
  red: [255, 40, 35],
  amber: [255, 170, 30],
  green: [40, 245, 170],
};
const UNLIT: readonly Rgb[] = [
  [60, 16, 16],
  [58, 42, 14],
  [14, 48, 38],
];
const ORDER = ['red', 'amber', 'green'] as const;

export interface SignalLook {
  /** Short side, px. */
  readonly size: number;
  readonly isLying: boolean;
  /** Multiplies everything. */
  readonly exposure: number;
  /** White light laid over the picture, 0..1. */
  readonly veil: number;
  /** Standard noise, 0..255. */
  readonly noise: number;
  /** How far the region is off, as a share of the short side. */
  readonly shiftX: number;
  readonly shiftY: number;
  /** How much of the lit lamp is burnt out to white, 0..1 of its radius. */
  readonly core: number;
}

/** A signal of three lamps in its housing as a camera may show it. */
export function drawnSignal(state: DrawnState, look: SignalLook, next: () => number): RgbImage {
  const [short, long] = [look.size, Math.round(look.size * 2.7)];
  const [width, height] = look.isLying ? [long, short] : [short, long];
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const across = ((look.isLying ? y : x) + 0.5) / short - 0.5 + look.shiftX;
      const along = ((look.isLying ? x : y) + 0.5) / long + look.shiftY / 2.7;
      const colour = colourAt(across, along, state, look.core);
      const grain = (next() + next() + next() - 1.5) * 2 * look.noise;
      for (let channel = 0; channel < 3; channel += 1) {
        const lit = (colour[channel] ?? 0) * look.exposure;
        const value = lit * (1 - look.veil) + 235 * look.veil + grain;
        data[(y * width + x) * 3 + channel] = Math.min(255, Math.max(0, value));
      }
    }
  return { width, height, data };
}

function colourAt(across: number, along: number, state: DrawnState, core: number): Rgb {
  if (Math.abs(across) > 0.5 || along < 0 || along > 1) return [120, 135, 150];
  const which = Math.min(2, Math.floor(along * 3));
  const radius = Math.hypot(across, (along - (which * 2 + 1) / 6) * 2.7) / 0.36;
  const lamp = ORDER[which] ?? 'red';
  const isLit = lamp === state;
  if (isLit && radius < core) return [255, 255, 240];
  if (radius < 1) return isLit ? LIT[lamp] : (UNLIT[which] ?? [0, 0, 0]);
  if (isLit && radius < 1.3) {
    const [red, green, blue] = LIT[lamp];
    return [red * 0.45, green * 0.45, blue * 0.45];
  }
  return [38, 38, 42];
}

export const CLEAR: SignalLook = {
  size: 30,
  isLying: false,
  exposure: 1,
  veil: 0,
  noise: 4,
  shiftX: 0,
  shiftY: 0,
  core: 0.3,
};

/** Any look from clear to hardly readable. */
export function anyLook(next: () => number): SignalLook {
  const exposure = 0.35 + next();
  return {
    exposure,
    size: Math.round(8 + next() ** 2 * 28),
    isLying: next() < 0.3,
    veil: next() ** 2 * 0.7,
    noise: next() ** 2 * 25,
    shiftX: (next() - 0.5) * 0.5,
    shiftY: next() - 0.5,
    // Only what is exposed long burns out.
    core: next() * Math.min(1.05, exposure),
  };
}
