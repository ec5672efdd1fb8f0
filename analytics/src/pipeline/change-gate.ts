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

/** Cells, all four inclusive. */
export interface CellBox {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Tells pictures in which something moved from those that equal the last one that was looked at. */
export class ChangeGate {
  #reference: LumaGrid | null = null;
  readonly #usual = new Float32Array(GRID_COLUMNS * GRID_ROWS);

  /**
   * Where the picture differs from the last accepted one: a box per group of changed cells that touch each other, no
   * group smaller than a plate's surroundings; empty when nothing changed. Everything as long as none was accepted.
   */
  changed(grid: LumaGrid): CellBox[] {
    if (!this.#reference) return [{ left: 0, top: 0, right: GRID_COLUMNS - 1, bottom: GRID_ROWS - 1 }];
    const isChanged = Uint8Array.from(grid, (level, cell) => {
      const difference = Math.abs(level - (this.#reference?.[cell] ?? 0));
      return difference > Math.max(CELL_CHANGE, USUAL_CHANGE_FACTOR * (this.#usual[cell] ?? 0)) ? 1 : 0;
    });
    const boxes: CellBox[] = [];
    for (let cell = 0; cell < isChanged.length; cell += 1) {
      if (isChanged[cell] !== 1) continue;
      const group = takeGroup(isChanged, cell);
      if (group.cells >= CHANGED_CELLS) boxes.push(group.box);
    }
    return boxes;
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

/** The cells that touch this one (eight neighbours); they are cleared in `isChanged`. */
function takeGroup(isChanged: Uint8Array, first: number): { cells: number; box: CellBox } {
  const open = [first];
  isChanged[first] = 0;
  let cells = 0;
  let box: CellBox = { left: GRID_COLUMNS, top: GRID_ROWS, right: -1, bottom: -1 };
  for (let cell = open.pop(); cell !== undefined; cell = open.pop()) {
    const column = cell % GRID_COLUMNS;
    const row = Math.floor(cell / GRID_COLUMNS);
    cells += 1;
    box = {
      left: Math.min(box.left, column),
      top: Math.min(box.top, row),
      right: Math.max(box.right, column),
      bottom: Math.max(box.bottom, row),
    };
    for (let y = Math.max(0, row - 1); y <= Math.min(GRID_ROWS - 1, row + 1); y += 1) {
      for (let x = Math.max(0, column - 1); x <= Math.min(GRID_COLUMNS - 1, column + 1); x += 1) {
        const neighbour = y * GRID_COLUMNS + x;
        if (isChanged[neighbour] !== 1) continue;
        isChanged[neighbour] = 0;
        open.push(neighbour);
      }
    }
  }
  return { cells, box };
}
