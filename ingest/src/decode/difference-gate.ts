/** Cells across and down. At 1280x720 a cell is 8x8 px; a readable plate is eight cells wide. */
export const LUMA_COLUMNS = 160;
export const LUMA_ROWS = 90;
export const LUMA_CELLS = LUMA_COLUMNS * LUMA_ROWS;

/** How much must change before a picture counts as another one. */
export interface GateSettings {
  /** Levels (0..255) by which the mean of a cell must differ, beyond the noise of the sensor. */
  readonly level: number;
  /** Cells inside some 10x10 window that must differ so. */
  readonly cells: number;
}

/** Side of a tile in cells; windows of 2x2 tiles overlap, so that no object up to a tile falls between them. */
const TILE = 5;
const TILE_COLUMNS = LUMA_COLUMNS / TILE;
const TILE_ROWS = LUMA_ROWS / TILE;
const TILES = TILE_COLUMNS * TILE_ROWS;

/** Header: is there a reference (1), usual noise in 1/16 level (1), pictures learned from (1), spare (1). */
const HEADER_BYTES = 4;
const NOISE_SCALE = 16;
export const GATE_STATE_BYTES = HEADER_BYTES + LUMA_CELLS + TILES;

/** Median differences of two pictures of a still scene do not come near: averaging a cell takes most of the noise. */
const NOISE_MAX = 6;
/** Of the noise's median absolute difference; six times the median is four standard deviations. */
const NOISE_FACTOR = 5;
/** A picture that became brighter or darker as a whole by more than this is another one (lights, day and night mode). */
const SHIFT_MAX = 20;
/** A picture in which more tiles than this changed teaches nothing about clocks and flags. */
const LEARN_TILES_MAX = 8;
/** Some thirty such pictures in which it changed mute a tile; some thirty without wake it again. */
const LEARN_STEP = 6;
const MUTED_FROM = 160;
/** Tiles beside a muted one that are muted with it while little else changes: the other digits of its clock. */
const BESIDE_COLUMNS = 4;
const BESIDE_ROWS = 1;

export interface GateVerdict {
  readonly isChanged: boolean;
  readonly state: Buffer;
}

/**
 * Whether a picture (cell means, rows first) differs from the last one that was given out. Adapts to sensor noise (the
 * median difference of all cells, which no object smaller than half the picture moves), ignores a small change of the
 * whole brightness, and learns the few places that change in every picture of a still scene (burnt-in clock, flag): those
 * alone never count. The state of a camera travels with the question, so that any process can answer it.
 *
 * `state` null or of another shape: changed. `isWanted`: the picture is given out anyway and becomes the reference.
 */
export function judgeDifference(
  luma: Uint8Array,
  state: Buffer | null,
  settings: GateSettings,
  isWanted: boolean,
): GateVerdict {
  if (state === null || state.length !== GATE_STATE_BYTES || state.readUInt8(0) !== 1) {
    return { isChanged: true, state: firstState(luma) };
  }
  const next = Buffer.from(state);
  const reference = next.subarray(HEADER_BYTES, HEADER_BYTES + LUMA_CELLS);
  const usual = next.subarray(HEADER_BYTES + LUMA_CELLS);
  const { shift, spread } = statisticsOf(luma, reference);
  const learned = next.readUInt8(2);
  const usualNoise = learned === 0 ? spread : next.readUInt8(1) / NOISE_SCALE;
  // Half of the picture differs far beyond the usual noise: something large stands in it.
  const isWhole = Math.abs(shift) > SHIFT_MAX || spread > NOISE_MAX || spread > 3 * usualNoise + 2;
  const threshold = settings.level + NOISE_FACTOR * Math.min(spread, 1.5 * usualNoise + 1, NOISE_MAX);
  const tiles = changedCells(luma, reference, shift, threshold);
  const isChanged = isWhole || hasBusyWindow(tiles, mutedTiles(tiles, usual), settings.cells);
  if (!isWhole) learnUsual(tiles, usual);
  if (!isChanged) {
    const noise = learned === 0 ? spread : usualNoise + (spread - usualNoise) / 8;
    next.writeUInt8(Math.min(255, Math.round(noise * NOISE_SCALE)), 1);
    next.writeUInt8(Math.min(255, learned + 1), 2);
  }
  if (isChanged || isWanted) reference.set(luma);
  return { isChanged, state: next };
}

function firstState(luma: Uint8Array): Buffer {
  const state = Buffer.alloc(GATE_STATE_BYTES);
  state.writeUInt8(1, 0);
  state.set(luma, HEADER_BYTES);
  return state;
}

/** Median difference, and the median distance from it; both exact, by counting. */
function statisticsOf(luma: Uint8Array, reference: Uint8Array): { shift: number; spread: number } {
  const counts = new Uint16Array(511);
  for (let cell = 0; cell < LUMA_CELLS; cell++) {
    const at = (luma[cell] ?? 0) - (reference[cell] ?? 0) + 255;
    counts[at] = (counts[at] ?? 0) + 1;
  }
  const half = LUMA_CELLS / 2;
  let shift = 0;
  for (let at = 0, seen = 0; at < counts.length; at++) {
    seen += counts[at] ?? 0;
    if (seen < half) continue;
    shift = at - 255;
    break;
  }
  let seen = counts[shift + 255] ?? 0;
  let spread = 0;
  while (seen < half && spread < 255) {
    const inside = seen;
    spread += 1;
    seen += (counts[shift + 255 - spread] ?? 0) + (counts[shift + 255 + spread] ?? 0);
    // Between whole levels by share, so that the noise of a quiet sensor is not rounded up to a level.
    if (seen >= half) spread += (half - inside) / (seen - inside) - 1;
  }
  return { shift, spread };
}

/** Per tile the number of cells that differ by more than the threshold. */
function changedCells(luma: Uint8Array, reference: Uint8Array, shift: number, threshold: number): Uint8Array {
  const tiles = new Uint8Array(TILES);
  let cell = 0;
  for (let row = 0; row < LUMA_ROWS; row++) {
    const tileRow = Math.floor(row / TILE) * TILE_COLUMNS;
    for (let column = 0; column < LUMA_COLUMNS; column++, cell++) {
      const difference = (luma[cell] ?? 0) - (reference[cell] ?? 0) - shift;
      if (difference <= threshold && difference >= -threshold) continue;
      const tile = tileRow + Math.floor(column / TILE);
      tiles[tile] = (tiles[tile] ?? 0) + 1;
    }
  }
  return tiles;
}

const busyTiles = (tiles: Uint8Array): number => tiles.reduce((busy, cells) => (cells > 0 ? busy + 1 : busy), 0);

function mutedTiles(tiles: Uint8Array, usual: Uint8Array): Uint8Array {
  const isLittle = busyTiles(tiles) <= LEARN_TILES_MAX;
  const [columns, rows] = isLittle ? [BESIDE_COLUMNS, BESIDE_ROWS] : [0, 0];
  const muted = new Uint8Array(TILES);
  for (let tile = 0; tile < TILES; tile++) {
    if ((usual[tile] ?? 0) < MUTED_FROM) continue;
    const column = tile % TILE_COLUMNS;
    const row = (tile - column) / TILE_COLUMNS;
    for (let y = Math.max(0, row - rows); y <= Math.min(TILE_ROWS - 1, row + rows); y++) {
      const from = y * TILE_COLUMNS + Math.max(0, column - columns);
      muted.fill(1, from, y * TILE_COLUMNS + Math.min(TILE_COLUMNS - 1, column + columns) + 1);
    }
  }
  return muted;
}

function hasBusyWindow(tiles: Uint8Array, muted: Uint8Array, cells: number): boolean {
  const at = (tile: number): number => (muted[tile] === 1 ? 0 : (tiles[tile] ?? 0));
  for (let row = 0; row + 1 < TILE_ROWS; row++) {
    for (let column = 0; column + 1 < TILE_COLUMNS; column++) {
      const tile = row * TILE_COLUMNS + column;
      const sum = at(tile) + at(tile + 1) + at(tile + TILE_COLUMNS) + at(tile + TILE_COLUMNS + 1);
      if (sum >= cells) return true;
    }
  }
  return false;
}

function learnUsual(tiles: Uint8Array, usual: Uint8Array): void {
  if (busyTiles(tiles) > LEARN_TILES_MAX) return;
  for (let tile = 0; tile < TILES; tile++) {
    const before = usual[tile] ?? 0;
    usual[tile] = (tiles[tile] ?? 0) > 0 ? Math.min(255, before + LEARN_STEP) : Math.max(0, before - LEARN_STEP);
  }
}
