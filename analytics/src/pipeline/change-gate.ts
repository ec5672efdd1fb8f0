import sharp from 'sharp';

/** Cells across and down: at 1280x720 a cell is 40x40 px, about a plate's size and far below a vehicle's. */
export const GRID_COLUMNS = 32;
export const GRID_ROWS = 18;

/** Mean brightness per cell, rows first, 0..255. */
export type LumaGrid = Uint8Array;

/**
 * The picture's brightness in coarse cells, straight from the JPEG: libjpeg decodes at an eighth of the size, which costs
 * a fraction of a whole decode. Throws when the bytes are no JPEG.
 */
export async function lumaGridOf(jpeg: Buffer): Promise<LumaGrid> {
  const { data } = await sharp(jpeg, { failOn: 'error' })
    .greyscale()
    .resize(GRID_COLUMNS, GRID_ROWS, { fit: 'fill' })
    .raw()
    .toBuffer({ resolveWithObject: true });
  return data;
}

/** Difference of a cell's mean that camera noise, compression and flicker do not reach. */
const CELL_CHANGE = 6;
/** A cell that changes all the time (burnt-in clock, leaves) must change by this multiple of its usual change. */
const USUAL_CHANGE_FACTOR = 3;
const USUAL_CHANGE_MEMORY = 0.9;
/** A vehicle covers dozens of cells; fewer changed cells than this are noise. */
const CHANGED_CELLS = 3;

/** Tells pictures in which something moved from those that equal the last one that was looked at. */
export class ChangeGate {
  #reference: LumaGrid | null = null;
  readonly #usual = new Float32Array(GRID_COLUMNS * GRID_ROWS);

  /** Whether the picture differs from the last accepted one; true as long as there is none. */
  isChanged(grid: LumaGrid): boolean {
    if (!this.#reference) return true;
    let changed = 0;
    for (let cell = 0; cell < grid.length; cell += 1) {
      const difference = Math.abs((grid[cell] ?? 0) - (this.#reference[cell] ?? 0));
      if (difference > Math.max(CELL_CHANGE, USUAL_CHANGE_FACTOR * (this.#usual[cell] ?? 0))) changed += 1;
    }
    return changed >= CHANGED_CELLS;
  }

  /** The picture was looked at. `isEmpty`: nothing was found in it, so what changed in it is usual. */
  accept(grid: LumaGrid, isEmpty: boolean): void {
    if (isEmpty && this.#reference) {
      for (let cell = 0; cell < grid.length; cell += 1) {
        const difference = Math.abs((grid[cell] ?? 0) - (this.#reference[cell] ?? 0));
        this.#usual[cell] = (this.#usual[cell] ?? 0) * USUAL_CHANGE_MEMORY + difference * (1 - USUAL_CHANGE_MEMORY);
      }
    }
    this.#reference = grid;
  }
}
