import type { RgbImage } from './contracts.ts';
import { kernels } from './pixel-kernels.ts';

/** How often each side is halved; a last odd column or row is dropped each time. */
export interface Halvings {
  readonly x: number;
  readonly y: number;
}

/** Columns of the halved picture. */
interface Columns {
  readonly from: number;
  readonly count: number;
}

/** Two of these fit into the nearer caches of a processor. */
const BAND_BYTES = 192 * 1024;
const PIXEL_BYTES = 3;
/** Two neighbouring rows are always there together. */
const LEAST_ROWS = 2;

/** How much of a picture is in the kernels' memory at a time. */
export interface Band {
  readonly columns: Columns;
  readonly halvings: Halvings;
  /** Rows of the halved picture. */
  readonly rows: number;
  /** Room for the rows before they are halved; halving them needs half of that again. */
  readonly bytes: number;
}

export function bandOf(columns: Columns, halvings: Halvings): Band {
  const rowBytes = (columns.count << halvings.x) * (1 << halvings.y) * PIXEL_BYTES;
  const rows = Math.max(LEAST_ROWS, Math.floor(BAND_BYTES / rowBytes));
  return { columns, halvings, rows, bytes: rows * rowBytes };
}

/** Rows of a part of a picture in the kernels' memory, halved as often as asked, brought there a band at a time. */
export class PictureRows {
  readonly rowBytes: number;
  readonly #image: RgbImage;
  readonly #band: Band;
  readonly #rooms: readonly [number, number];
  readonly #end: number;
  readonly #memory = new Uint8Array(kernels.memory.buffer);
  #from = 0;
  #to = 0;
  #address = 0;

  /** `rooms`: addresses of `band.bytes` and of half as many. `end`: no row from there on will be asked for. */
  constructor(image: RgbImage, band: Band, rooms: readonly [number, number], end: number) {
    this.#image = image;
    this.#band = band;
    this.#rooms = rooms;
    this.#end = end;
    this.rowBytes = band.columns.count * PIXEL_BYTES;
  }

  /** The address of a row; of the row after it, too, where that is before the end. */
  at(row: number): number {
    if (row < this.#from || Math.min(row + LEAST_ROWS, this.#end) > this.#to) this.#load(row);
    return this.#address + (row - this.#from) * this.rowBytes;
  }

  /** How many rows lie together from one on. */
  countFrom(row: number): number {
    this.at(row);
    return this.#to - row;
  }

  #load(row: number): void {
    const { columns, halvings, rows } = this.#band;
    this.#from = row;
    this.#to = Math.min(row + rows, this.#end);
    let width = columns.count << halvings.x;
    let height = (this.#to - row) << halvings.y;
    let [address, other] = this.#rooms;
    this.#copy(columns.from << halvings.x, row << halvings.y, width, height);
    for (let step = 0; step < Math.max(halvings.x, halvings.y); step += 1) {
      const sides = { x: step < halvings.x, y: step < halvings.y };
      halveBand(address, other, width, height, sides);
      if (sides.x) width >>= 1;
      if (sides.y) height >>= 1;
      [address, other] = [other, address];
    }
    this.#address = address;
  }

  #copy(x: number, y: number, width: number, height: number): void {
    const { data, width: fullWidth } = this.#image;
    const start = (y * fullWidth + x) * PIXEL_BYTES;
    const bytes = width * PIXEL_BYTES;
    const [to] = this.#rooms;
    for (let row = 0; row < height; row += 1) {
      const from = start + row * fullWidth * PIXEL_BYTES;
      this.#memory.set(data.subarray(from, from + bytes), to + row * bytes);
    }
  }
}

function halveBand(
  from: number,
  to: number,
  width: number,
  height: number,
  sides: { readonly x: boolean; readonly y: boolean },
): void {
  const rowBytes = width * PIXEL_BYTES;
  const outWidth = sides.x ? width >> 1 : width;
  const outBytes = outWidth * PIXEL_BYTES;
  const below = sides.y ? rowBytes : 0;
  const count = sides.y ? height >> 1 : height;
  for (let row = 0; row < count; row += 1) {
    const upper = from + row * (rowBytes + below);
    const out = to + row * outBytes;
    if (sides.x) kernels.halveRows(upper, upper + below, out, outWidth);
    else kernels.averageRows(upper, upper + below, out, outBytes);
  }
}
