import { overlapOf, sharedArea } from '../box-overlap.ts';
import type { PlateCorners } from '../contracts.ts';
import { boxOfCorners, isPlateShape } from './plate-quad.ts';

/** The finder's answer for one picture: 9 planes of `rows * columns` cells. */
export interface PlateMap {
  /** Plane 0: score 0..1; planes 1-8: x, y of the four corners in input pixels from the middle of the cell. */
  readonly data: Float32Array;
  readonly columns: number;
  readonly rows: number;
}

/** A plate in pixels of the finder's input. */
export interface MappedPlate {
  readonly corners: PlateCorners;
  readonly score: number;
}

/** Input pixels a cell. */
export const MAP_STRIDE = 8;
const MAX_CANDIDATES = 200;
const MAX_OVERLAP = 0.3;
/** One line of a plate, found beside the plate, lies inside it. */
const MAX_COVERED = 0.7;
/** Nothing can be read that is smaller, px of the input. */
const MIN_SIDE_PX = 3;

function isPeak({ data, columns, rows }: PlateMap, cell: number): boolean {
  const score = data[cell] ?? 0;
  const column = cell % columns;
  const row = (cell - column) / columns;
  for (let y = Math.max(0, row - 1); y <= Math.min(rows - 1, row + 1); y += 1)
    for (let x = Math.max(0, column - 1); x <= Math.min(columns - 1, column + 1); x += 1)
      if ((data[y * columns + x] ?? 0) > score) return false;
  return true;
}

function cornersAt({ data, columns, rows }: PlateMap, cell: number): PlateCorners {
  const plane = columns * rows;
  const column = cell % columns;
  const centreX = (column + 0.5) * MAP_STRIDE;
  const centreY = ((cell - column) / columns + 0.5) * MAP_STRIDE;
  const corner = (which: number): { x: number; y: number } => ({
    x: centreX + (data[(1 + which * 2) * plane + cell] ?? 0),
    y: centreY + (data[(2 + which * 2) * plane + cell] ?? 0),
  });
  return [corner(0), corner(1), corner(2), corner(3)];
}

/** Keeps the first of plates that cover each other. */
export function withoutCovered<T extends MappedPlate>(plates: readonly T[]): T[] {
  const kept: { plate: T; box: ReturnType<typeof boxOfCorners> }[] = [];
  for (const plate of plates) {
    const box = boxOfCorners(plate.corners);
    const area = box.width * box.height;
    const isCovered = kept.some((other) => {
      const smaller = Math.min(area, other.box.width * other.box.height);
      return overlapOf(other.box, box) > MAX_OVERLAP || sharedArea(other.box, box) > MAX_COVERED * smaller;
    });
    if (!isCovered) kept.push({ plate, box });
  }
  return kept.map(({ plate }) => plate);
}

/** Plates in a map by falling score: peaks of the score from `minScore` whose corners make a plate's shape. */
export function platesOfMap(map: PlateMap, minScore: number): MappedPlate[] {
  const candidates: MappedPlate[] = [];
  for (let cell = 0; cell < map.columns * map.rows; cell += 1) {
    const score = map.data[cell] ?? 0;
    // Also refuses NaN.
    if (!(score >= minScore) || !isPeak(map, cell)) continue;
    const corners = cornersAt(map, cell);
    const { width, height } = boxOfCorners(corners);
    if (width >= MIN_SIDE_PX && height >= MIN_SIDE_PX && isPlateShape(corners)) candidates.push({ corners, score });
  }
  candidates.sort((a, b) => b.score - a.score);
  return withoutCovered(candidates.slice(0, MAX_CANDIDATES));
}
