import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The WebAssembly of `models/kernels`, which says what each of these does; addresses are bytes in `memory`. They read and
 * write up to 32 bytes past the ends they are given: `layOut` leaves room for that.
 */
interface PixelKernels {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  halveRows(upper: number, lower: number, out: number, pixels: number): void;
  averageRows(upper: number, lower: number, out: number, bytes: number): void;
  copyBlockRow(upper: number, lower: number, out: number, blocks: number): void;
  blendRows(upper: number, lower: number, share: number, out: number, bytes: number): void;
  blockRow(upper: number, lower: number, taps: number, out: number, blocks: number): void;
  blendRowsToFloat(upper: number, lower: number, share: number, out: number, bytes: number): void;
  copyPlaneRow(row: number, numbers: number, red: number, green: number, blue: number, pixels: number): void;
  planeRow(row: number, taps: number, numbers: number, red: number, green: number, blue: number, pixels: number): void;
}

/** Node has it, the types of Node 20 do not. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: unknown };
};

const FILE = join(dirname(dirname(fileURLToPath(import.meta.url))), 'kernels', 'pixels.wasm');
const PAGE_BYTES = 65_536;
const ROOM_BYTES = 64;
const ALIGNMENT = 16;

export const kernels = new WebAssembly.Instance(new WebAssembly.Module(readFileSync(FILE))).exports as PixelKernels;

/**
 * Addresses of regions of the kernels' memory, which every call gives out anew from its start: what lies in them is good
 * until the next call. The memory grows where they need more than it has.
 */
export function layOut<const T extends readonly number[]>(byteCounts: T): { readonly [K in keyof T]: number } {
  let end = 0;
  const starts = byteCounts.map((bytes) => {
    const start = end;
    end += Math.ceil((bytes + ROOM_BYTES) / ALIGNMENT) * ALIGNMENT;
    return start;
  });
  const missing = end - kernels.memory.buffer.byteLength;
  if (missing > 0) kernels.memory.grow(Math.ceil(missing / PAGE_BYTES));
  return starts as { readonly [K in keyof T]: number };
}
