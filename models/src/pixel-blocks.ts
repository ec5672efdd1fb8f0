import type { PixelBox } from '@thapcanh/core/passages/passage';
import type { RgbImage } from './contracts.ts';
import { bandOf, type Halvings, PictureRows } from './picture-rows.ts';
import { kernels, layOut } from './pixel-kernels.ts';
import { isUnscaled, tapsOf } from './planar.ts';

/**
 * Where a picture goes in a model's input of bytes: blocks of two by two pixels, row by row, each with its four pixels
 * R G B (upper left, upper right, lower left, lower right). Models that take them: `models/training/quantise`.
 */
export interface BlockTarget {
  /** `width * height * 3` bytes from `offset`. */
  readonly data: Uint8Array;
  readonly offset: number;
  /** Even. */
  readonly width: number;
  /** Even. */
  readonly height: number;
  /** The picture fills this much from the top-left corner; the rest of the bytes stay as they are. */
  readonly fillWidth: number;
  readonly fillHeight: number;
}

/** The part to take of a picture that is halved first, in its pixels. */
interface HalvedPart {
  readonly halvings: Halvings;
  readonly width: number;
  readonly height: number;
  readonly source: PixelBox;
}

export const BLOCK_BYTES = 12;
const PIXEL_BYTES = 3;
/** From a pixel to the one below it in the same block. */
const ROW_IN_BLOCK = 6;
/** What `blendRows` and `blockRow` call one. */
const ROW_ONE = 32_768;
const COLUMN_ONE = 16_384;
const TAP_BYTES = 8;

/**
 * Resizes a part of a picture bilinearly into blocks. A side that shrinks by two or more is first halved (the mean of two
 * pixels each time), so that no pixel of the part is left out.
 */
export function writePixelBlocks(image: RgbImage, source: PixelBox, target: BlockTarget): void {
  const part = halvedPartOf(image, source, target);
  if (isUnscaled(part.source, target, part)) copyBlocks(image, part, target);
  else resizeIntoBlocks(image, part, target);
}

function halvedPartOf(image: RgbImage, source: PixelBox, { fillWidth, fillHeight }: BlockTarget): HalvedPart {
  const x = halvingsOf(source.width, fillWidth, image.width);
  const y = halvingsOf(source.height, fillHeight, image.height);
  return {
    halvings: { x, y },
    width: image.width >> x,
    height: image.height >> y,
    source: {
      x: source.x / 2 ** x,
      y: source.y / 2 ** y,
      width: source.width / 2 ** x,
      height: source.height / 2 ** y,
    },
  };
}

/** A pixel less than twice the size still counts as twice: sizes are rounded. */
function halvingsOf(length: number, filled: number, limit: number): number {
  let halvings = 0;
  while (length >= 2 && length >= filled * 2 - 1 && limit >> halvings >= 2) {
    length /= 2;
    halvings += 1;
  }
  return halvings;
}

function copyBlocks(image: RgbImage, { halvings, source }: HalvedPart, target: BlockTarget): void {
  const { fillWidth, fillHeight } = target;
  const blocks = Math.ceil(fillWidth / 2);
  const band = bandOf({ from: source.x, count: fillWidth }, halvings);
  const [room, halfRoom, out] = layOut([band.bytes, band.bytes / 2, blocks * BLOCK_BYTES]);
  const rows = new PictureRows(image, band, [room, halfRoom], source.y + fillHeight);
  for (let y = 0; y < fillHeight; y += 2) {
    const upper = rows.at(source.y + y);
    const lower = y + 1 < fillHeight ? upper + rows.rowBytes : upper;
    kernels.copyBlockRow(upper, lower, out, blocks);
    putBlockRow(out, target, y);
  }
}

function resizeIntoBlocks(image: RgbImage, part: HalvedPart, target: BlockTarget): void {
  const { source, halvings } = part;
  const { fillWidth, fillHeight } = target;
  const xs = tapsOf(source.x, source.width, fillWidth, part.width);
  const ys = tapsOf(source.y, source.height, fillHeight, part.height);
  const from = xs.low[0] ?? 0;
  const band = bandOf({ from, count: (xs.high[fillWidth - 1] ?? 0) + 1 - from }, halvings);
  const blocks = Math.ceil(fillWidth / 2);
  const rowBytes = band.columns.count * PIXEL_BYTES;
  const [room, halfRoom, taps, upper, lower, out] = layOut([
    band.bytes,
    band.bytes / 2,
    blocks * 2 * TAP_BYTES,
    rowBytes * 2,
    rowBytes * 2,
    blocks * BLOCK_BYTES,
  ]);
  const tapWords = new Int32Array(kernels.memory.buffer, taps, blocks * 4);
  for (let x = 0; x < blocks * 2; x += 1) {
    const column = Math.min(x, fillWidth - 1);
    const right = Math.round((xs.weight[column] ?? 0) * COLUMN_ONE);
    tapWords[x * 2] = ((xs.low[column] ?? 0) - from) * PIXEL_BYTES * 2;
    tapWords[x * 2 + 1] = (COLUMN_ONE - right) | (right << 16);
  }
  const rows = new PictureRows(image, band, [room, halfRoom], (ys.high[fillHeight - 1] ?? 0) + 1);
  for (let y = 0; y < fillHeight; y += 1) {
    const low = ys.low[y] ?? 0;
    const above = rows.at(low);
    const below = above + ((ys.high[y] ?? 0) - low) * rowBytes;
    const share = Math.min(Math.round((ys.weight[y] ?? 0) * ROW_ONE), ROW_ONE - 1);
    kernels.blendRows(above, below, share, y % 2 === 0 ? upper : lower, rowBytes);
    if (y % 2 === 0 && y + 1 < fillHeight) continue;
    kernels.blockRow(upper, y % 2 === 0 ? upper : lower, taps, out, blocks);
    putBlockRow(out, target, y - (y % 2));
  }
}

/** Puts a row of blocks that was made at an address into its place, without the pixels that are not filled. */
function putBlockRow(address: number, { data, offset, width, fillWidth, fillHeight }: BlockTarget, y: number): void {
  const made = new Uint8Array(kernels.memory.buffer, address, Math.ceil(fillWidth / 2) * BLOCK_BYTES);
  const to = offset + (y >> 1) * (width >> 1) * BLOCK_BYTES;
  const isWhole = y + 1 < fillHeight;
  const wholeBlocks = isWhole ? fillWidth >> 1 : 0;
  data.set(made.subarray(0, wholeBlocks * BLOCK_BYTES), to);
  for (let x = wholeBlocks * 2; x < fillWidth; x += 1) {
    const at = (x >> 1) * BLOCK_BYTES + (x & 1) * PIXEL_BYTES;
    for (let byte = at; byte < at + PIXEL_BYTES; byte += 1) {
      data[to + byte] = made[byte] ?? 0;
      if (isWhole) data[to + byte + ROW_IN_BLOCK] = made[byte + ROW_IN_BLOCK] ?? 0;
    }
  }
}
