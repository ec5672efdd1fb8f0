import type { RgbImage } from '../contracts.ts';

const MAX_TAPS = 6;
/** Shrunk less than this, one sample shows all there is. */
const NEARLY_EVEN = 1.25;
/** Shares are whole numbers that make this together: then two bytes of a word are weighed in one multiplication. */
const WHOLE = 256;
const EVERY_OTHER_BYTE = 0x00ff00ff;
const ROUNDING = 0x00800080;

/** Samples a pixel needs along one axis: each of them covers two pixels of the picture. */
export const tapsFor = (step: number): number =>
  step < NEARLY_EVEN ? 1 : Math.min(MAX_TAPS, Math.max(2, Math.ceil(step / 2)));

/** Which pixels along one axis make each place of the result, and with what shares. */
interface Axis {
  /** Entries `starts[place]` up to `starts[place + 1]` belong to a place. */
  readonly starts: Int32Array;
  /** Where the pixel begins. */
  readonly offsets: Int32Array;
  readonly shares: Int32Array;
}

/** Bilinear samples, half-pixel centred, cut to the picture; pixels lie `stride` apart. */
function axisOf(length: number, places: number, stride: number): Axis {
  const taps = tapsFor(length / places);
  const step = length / (places * taps);
  const starts = new Int32Array(places + 1);
  const offsets = new Int32Array(places * taps * 2);
  const shares = new Int32Array(places * taps * 2);
  let end = 0;
  for (let place = 0; place < places; place += 1) {
    const start = end;
    let wanted = 0;
    let given = 0;
    for (let side = 0; side < taps * 2; side += 1) {
      const at = Math.min(Math.max((place * taps + (side >> 1) + 0.5) * step - 0.5, 0), length - 1);
      const low = Math.floor(at);
      const isUpper = (side & 1) === 1;
      const share = isUpper ? at - low : 1 - (at - low);
      if (share === 0) continue;
      const offset = (isUpper ? low + 1 : low) * stride;
      if (end === start || offsets[end - 1] !== offset) {
        offsets[end] = offset;
        end += 1;
      }
      wanted += share / taps;
      const upToHere = Math.round(wanted * WHOLE);
      shares[end - 1] = (shares[end - 1] ?? 0) + upToHere - given;
      given = upToHere;
    }
    starts[place + 1] = end;
  }
  return { starts, offsets, shares };
}

/** The picture in words of four bytes; the rows begin `stride` words apart, an even number, and only `rows` are there. */
function wordsOf({ width, data }: RgbImage, stride: number, rows: Axis): Int32Array {
  const rowBytes = width * 3;
  if (rowBytes === stride * 4 && data.byteOffset % 4 === 0)
    return new Int32Array(data.buffer, data.byteOffset, data.length / 4);
  const last = Math.max(...rows.offsets);
  const words = new Int32Array(last + stride);
  const bytes = new Uint8Array(words.buffer);
  for (const offset of rows.offsets) {
    const from = (offset / stride) * rowBytes;
    bytes.set(data.subarray(from, from + rowBytes), offset * 4);
  }
  return words;
}

/** One row of the result in the picture's width. */
function blendRows(words: Int32Array, { starts, offsets, shares }: Axis, place: number, row: Int32Array): void {
  const start = starts[place] ?? 0;
  const end = starts[place + 1] ?? 0;
  // Two words a turn: half the turns, and the processor weighs one while it waits for the other.
  for (let x = 0; x < row.length; x += 2) {
    let firstEven = ROUNDING;
    let firstOdd = ROUNDING;
    let secondEven = ROUNDING;
    let secondOdd = ROUNDING;
    for (let entry = start; entry < end; entry += 1) {
      const at = (offsets[entry] ?? 0) + x;
      const share = shares[entry] ?? 0;
      const first = words[at] ?? 0;
      const second = words[at + 1] ?? 0;
      firstEven = (firstEven + Math.imul(first & EVERY_OTHER_BYTE, share)) | 0;
      firstOdd = (firstOdd + Math.imul((first >>> 8) & EVERY_OTHER_BYTE, share)) | 0;
      secondEven = (secondEven + Math.imul(second & EVERY_OTHER_BYTE, share)) | 0;
      secondOdd = (secondOdd + Math.imul((second >>> 8) & EVERY_OTHER_BYTE, share)) | 0;
    }
    row[x] = ((firstEven >>> 8) & EVERY_OTHER_BYTE) | (firstOdd & ~EVERY_OTHER_BYTE);
    row[x + 1] = ((secondEven >>> 8) & EVERY_OTHER_BYTE) | (secondOdd & ~EVERY_OTHER_BYTE);
  }
}

function blendColumns(row: Uint8Array, { starts, offsets, shares }: Axis, data: Uint8Array, offset: number): void {
  const places = starts.length - 1;
  let out = offset;
  for (let place = 0, entry = 0; place < places; place += 1) {
    const end = starts[place + 1] ?? 0;
    let red = WHOLE / 2;
    let green = WHOLE / 2;
    let blue = WHOLE / 2;
    for (; entry < end; entry += 1) {
      const at = offsets[entry] ?? 0;
      const share = shares[entry] ?? 0;
      red += Math.imul(row[at] ?? 0, share);
      green += Math.imul(row[at + 1] ?? 0, share);
      blue += Math.imul(row[at + 2] ?? 0, share);
    }
    data[out] = red >> 8;
    data[out + 1] = green >> 8;
    data[out + 2] = blue >> 8;
    out += 3;
  }
}

/** The whole picture in another size; several samples a pixel where it shrinks, so that fine patterns become their mean. */
export function stretchPicture(image: RgbImage, width: number, height: number): RgbImage {
  const stride = Math.ceil((image.width * 3) / 8) * 2;
  const columns = axisOf(image.width, width, 3);
  const rows = axisOf(image.height, height, stride);
  const words = wordsOf(image, stride, rows);
  const row = new Int32Array(stride);
  const bytes = new Uint8Array(row.buffer);
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y += 1) {
    blendRows(words, rows, y, row);
    blendColumns(bytes, columns, data, y * width * 3);
  }
  return { width, height, data };
}
