/** Longitude, latitude in degrees (RFC 7946, section 3.1.1). */
export type LngLat = readonly [number, number];

const METRES_A_DEGREE = 111_195;
const RADIANS = Math.PI / 180;
/** One corner of a cone's arc every so many degrees. */
const ARC_STEP_DEG = 6;

const shrinkAt = (latitude: number): number => Math.max(0.01, Math.cos(latitude * RADIANS));

/** The place at a distance and bearing (from north, clockwise); exact enough within a city. */
export function placeAt([longitude, latitude]: LngLat, bearingDeg: number, metres: number): LngLat {
  const angle = bearingDeg * RADIANS;
  const north = (Math.cos(angle) * metres) / METRES_A_DEGREE;
  const east = (Math.sin(angle) * metres) / METRES_A_DEGREE / shrinkAt(latitude);
  return [longitude + east, latitude + north];
}

/** From one place to another: metres, and bearing in [0, 360). */
export function wayBetween(from: LngLat, to: LngLat): { readonly metres: number; readonly bearingDeg: number } {
  const north = (to[1] - from[1]) * METRES_A_DEGREE;
  const east = (to[0] - from[0]) * METRES_A_DEGREE * shrinkAt(from[1]);
  const bearingDeg = (Math.atan2(east, north) / RADIANS + 360) % 360;
  return { metres: Math.hypot(north, east), bearingDeg };
}

/** The ring of what a camera sees: a sector with the camera at its point, a circle from 360 degrees on. */
export function viewCone(at: LngLat, view: { bearingDeg: number; viewDeg: number; viewM: number }): LngLat[] {
  const { bearingDeg, viewDeg, viewM } = view;
  const steps = Math.max(2, Math.ceil(viewDeg / ARC_STEP_DEG));
  const arc = Array.from({ length: steps + 1 }, (_, index) =>
    placeAt(at, bearingDeg - viewDeg / 2 + (viewDeg * index) / steps, viewM),
  );
  const first = arc[0];
  if (first === undefined) return [];
  return viewDeg >= 360 ? [...arc.slice(0, -1), first] : [at, ...arc, at];
}

/** Whether the place lies in the ring, by counting crossings; the ring need not be closed. */
export function isInRing([x, y]: LngLat, ring: readonly LngLat[]): boolean {
  let isInside = false;
  for (let index = 0, last = ring.length - 1; index < ring.length; last = index, index += 1) {
    const [x1, y1] = ring[index] ?? [0, 0];
    const [x2, y2] = ring[last] ?? [0, 0];
    if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) isInside = !isInside;
  }
  return isInside;
}

/** The box around all places; null for none. */
export function boxAround(places: readonly LngLat[]): readonly [LngLat, LngLat] | null {
  if (places.length === 0) return null;
  const [xs, ys] = [places.map(([x]) => x), places.map(([, y]) => y)];
  return [
    [Math.min(...xs), Math.min(...ys)],
    [Math.max(...xs), Math.max(...ys)],
  ];
}

/** `lat,lng` as people and addresses write it; null for anything else. */
export function parsePlace(text: string | null): LngLat | null {
  const match = /^\s*(-?\d{1,2}(?:\.\d+)?)\s*,\s*(-?\d{1,3}(?:\.\d+)?)\s*$/.exec(text ?? '');
  const [latitude, longitude] = [Number(match?.[1]), Number(match?.[2])];
  return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 ? [longitude, latitude] : null;
}

/** As the API takes it: `lat,lng` with about a decimetre. */
export function placeText([longitude, latitude]: LngLat): string {
  return `${latitude.toFixed(6)},${longitude.toFixed(6)}`;
}
