/** West, south, east, north in degrees (RFC 7946, section 5); west is larger than east across the antimeridian. */
export interface BoundingBox {
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
}

/** Null for what is no box: not four numbers, outside the world, or south of its own south. */
export function parseBoundingBox(text: string): BoundingBox | null {
  const [west = NaN, south = NaN, east = NaN, north = NaN] = text.split(',').map(Number);
  const isWorld = [west, east].every((x) => Math.abs(x) <= 180) && [south, north].every((y) => Math.abs(y) <= 90);
  return isWorld && south <= north ? { west, south, east, north } : null;
}
