import { LUMA_CELLS, LUMA_COLUMNS, LUMA_ROWS } from './difference-gate.ts';

/** Samples a cell across and down: every pixel of a 640x360 picture, every ninth of 1920x1080. */
const SAMPLES = 4;

interface Places {
  readonly key: string;
  readonly rows: Int32Array;
  readonly columns: Int32Array;
}

/** Mean brightness per cell out of a plane of 8-bit luma. Keeps the sample places of the last picture size. */
export class LumaGrid {
  #places: Places | null = null;

  /** `plane` has `height` rows of `stride` bytes, `width` of which count. */
  of(plane: Uint8Array, width: number, height: number, stride: number): Uint8Array {
    const { rows, columns } = this.#placesOf(width, height, stride);
    const cells = new Uint8Array(LUMA_CELLS);
    const sums = new Int32Array(LUMA_COLUMNS);
    for (let row = 0, cell = 0; row < LUMA_ROWS; row++, cell += LUMA_COLUMNS) {
      sums.fill(0);
      for (let sample = 0; sample < SAMPLES; sample++) {
        const start = rows[row * SAMPLES + sample] ?? 0;
        for (let column = 0, at = 0; column < LUMA_COLUMNS; column++, at += SAMPLES) {
          sums[column] =
            (sums[column] ?? 0) +
            (plane[start + (columns[at] ?? 0)] ?? 0) +
            (plane[start + (columns[at + 1] ?? 0)] ?? 0) +
            (plane[start + (columns[at + 2] ?? 0)] ?? 0) +
            (plane[start + (columns[at + 3] ?? 0)] ?? 0);
        }
      }
      for (let column = 0; column < LUMA_COLUMNS; column++) cells[cell + column] = (sums[column] ?? 0) >> 4;
    }
    return cells;
  }

  #placesOf(width: number, height: number, stride: number): Places {
    const key = `${width}x${height}/${stride}`;
    if (this.#places?.key === key) return this.#places;
    const places = (count: number, length: number, step: number): Int32Array =>
      Int32Array.from({ length: count }, (_, n) => Math.floor(((n + 0.5) * length) / count) * step);
    this.#places = {
      key,
      rows: places(LUMA_ROWS * SAMPLES, height, stride),
      columns: places(LUMA_COLUMNS * SAMPLES, width, 1),
    };
    return this.#places;
  }
}
