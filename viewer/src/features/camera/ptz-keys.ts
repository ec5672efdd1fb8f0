import type { PtzVector } from './ptz-driver.ts';

export type PtzDirection = 'up' | 'down' | 'left' | 'right' | 'zoomIn' | 'zoomOut';

/** The keys of `key-bindings.ts` that turn a camera. */
export const PTZ_KEYS: Readonly<Record<string, PtzDirection>> = {
  w: 'up',
  s: 'down',
  a: 'left',
  d: 'right',
  e: 'zoomIn',
  q: 'zoomOut',
};

const PARTS: Readonly<Record<PtzDirection, PtzVector>> = {
  up: { pan: 0, tilt: 1, zoom: 0 },
  down: { pan: 0, tilt: -1, zoom: 0 },
  left: { pan: -1, tilt: 0, zoom: 0 },
  right: { pan: 1, tilt: 0, zoom: 0 },
  zoomIn: { pan: 0, tilt: 0, zoom: 1 },
  zoomOut: { pan: 0, tilt: 0, zoom: -1 },
};

/** Everything held at once as one direction at this speed (0 to 1); opposite ones cancel each other. */
export function vectorOf(held: Iterable<PtzDirection>, speed: number): PtzVector {
  let [pan, tilt, zoom] = [0, 0, 0];
  for (const direction of held) {
    const part = PARTS[direction];
    pan += part.pan;
    tilt += part.tilt;
    zoom += part.zoom;
  }
  return { pan: pan * speed, tilt: tilt * speed, zoom: zoom * speed };
}
