import { LUMA_CELLS, LUMA_COLUMNS, LUMA_ROWS } from './difference-gate.ts';

/** Rows of pixels sampled in a cell; in each four neighbours around the cell's middle, which are one 32-bit word. */
const SAMPLE_ROWS = 4;
const WORD_PIXELS = 4;

interface Places {
  readonly key: string;
  readonly rows: Int32Array;
  /** First of four pixels. */
  readonly columns: Int32Array;
}

/**
 * Mean brightness per cell out of a plane of 8-bit luma, sixteen samples a cell: every pixel of a 640x360 picture. Keeps
 * the sample places of the last picture size.
 */
export class LumaGrid {
  #places: Places | null = null;

  /** `plane` has `height` rows of `stride` bytes, `width` of which count; both at least 4. */
  of(plane: Uint8Array, width: number, height: number, stride: number): Uint8Array {
    const places = this.#placesOf(width, height, stride);
    const isAligned = plane.byteOffset % WORD_PIXELS === 0 && stride % WORD_PIXELS === 0;
    return isAligned ? sumWords(plane, places) : sumBytes(plane, places);
  }

  #placesOf(width: number, height: number, stride: number): Places {
    const key = `${width}x${height}/${stride}`;
    if (this.#places?.key === key) return this.#places;
    const rowCount = LUMA_ROWS * SAMPLE_ROWS;
    const lastWord = Math.floor(width / WORD_PIXELS) - 1;
    const wordOf = (column: number): number =>
      Math.max(0, Math.min(lastWord, Math.floor(((column + 0.5) * width) / LUMA_COLUMNS / WORD_PIXELS)));
    this.#places = {
      key,
      rows: Int32Array.from({ length: rowCount }, (_, n) => Math.floor(((n + 0.5) * height) / rowCount) * stride),
      columns: Int32Array.from({ length: LUMA_COLUMNS }, (_, column) => wordOf(column) * WORD_PIXELS),
    };
    return this.#places;
  }
}

/** Four pixels at a time: each word is split into two sums of 16 bits, which sixteen pixels cannot overflow. */
function sumWords(plane: Uint8Array, { rows, columns }: Places): Uint8Array {
  const words = new Uint32Array(plane.buffer, plane.byteOffset, Math.floor(plane.length / WORD_PIXELS));
  const cells = new Uint8Array(LUMA_CELLS);
  const firstWords = columns.map((column) => column / WORD_PIXELS);
  for (let row = 0, cell = 0; row < LUMA_ROWS; row++) {
    const a = (rows[row * SAMPLE_ROWS] ?? 0) / WORD_PIXELS;
    const b = (rows[row * SAMPLE_ROWS + 1] ?? 0) / WORD_PIXELS;
    const c = (rows[row * SAMPLE_ROWS + 2] ?? 0) / WORD_PIXELS;
    const d = (rows[row * SAMPLE_ROWS + 3] ?? 0) / WORD_PIXELS;
    for (let column = 0; column < LUMA_COLUMNS; column++, cell++) {
      const at = firstWords[column] ?? 0;
      const one = words[a + at] ?? 0;
      const two = words[b + at] ?? 0;
      const three = words[c + at] ?? 0;
      const four = words[d + at] ?? 0;
      const even = (one & 0xff00ff) + (two & 0xff00ff) + (three & 0xff00ff) + (four & 0xff00ff);
      const odd =
        ((one >>> 8) & 0xff00ff) + ((two >>> 8) & 0xff00ff) + ((three >>> 8) & 0xff00ff) + ((four >>> 8) & 0xff00ff);
      const sum = even + odd;
      cells[cell] = ((sum & 0xffff) + (sum >>> 16)) >> 4;
    }
  }
  return cells;
}

function sumBytes(plane: Uint8Array, { rows, columns }: Places): Uint8Array {
  const cells = new Uint8Array(LUMA_CELLS);
  for (let row = 0, cell = 0; row < LUMA_ROWS; row++) {
    for (let column = 0; column < LUMA_COLUMNS; column++, cell++) {
      let sum = 0;
      for (let sample = 0; sample < SAMPLE_ROWS; sample++) {
        const at = (rows[row * SAMPLE_ROWS + sample] ?? 0) + (columns[column] ?? 0);
        sum += (plane[at] ?? 0) + (plane[at + 1] ?? 0) + (plane[at + 2] ?? 0) + (plane[at + 3] ?? 0);
      }
      cells[cell] = sum >> 4;
    }
  }
  return cells;
}
