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
  readonly pixels: Int32Array;
  readonly shares: Int32Array;
}

/** Bilinear samples, half-pixel centred, cut to the picture. */
function axisOf(length: number, places: number): Axis {
  const taps = tapsFor(length / places);
  const step = length / (places * taps);
  const starts = new Int32Array(places + 1);
  const pixels = new Int32Array(places * taps * 2);
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
      const pixel = isUpper ? low + 1 : low;
      if (end === start || pixels[end - 1] !== pixel) {
        pixels[end] = pixel;
        end += 1;
      }
      wanted += share / taps;
      const upToHere = Math.round(wanted * WHOLE);
      shares[end - 1] = (shares[end - 1] ?? 0) + upToHere - given;
      given = upToHere;
    }
    starts[place + 1] = end;
  }
  return { starts, pixels, shares };
}

/** The picture in words of four bytes, the rows that are wanted beginning with a word of their own. */
function wordsOf({ width, height, data }: RgbImage, wantedRows: Int32Array): { words: Int32Array; stride: number } {
  const rowBytes = width * 3;
  const stride = Math.ceil(rowBytes / 4);
  if (rowBytes % 4 === 0 && data.byteOffset % 4 === 0)
    return { words: new Int32Array(data.buffer, data.byteOffset, stride * height), stride };
  const words = new Int32Array(stride * height);
  const bytes = new Uint8Array(words.buffer);
  for (const y of wantedRows) bytes.set(data.subarray(y * rowBytes, (y + 1) * rowBytes), y * stride * 4);
  return { words, stride };
}

/** One row of the result in the picture's width. */
function blendRows(words: Int32Array, { starts, pixels, shares }: Axis, place: number, row: Int32Array): void {
  const start = starts[place] ?? 0;
  const count = (starts[place + 1] ?? 0) - start;
  const offsets = pixels.subarray(start, start + count).map((pixel) => pixel * row.length);
  const weights = shares.subarray(start, start + count);
  for (let x = 0; x < row.length; x += 1) {
    let evenBytes = ROUNDING;
    let oddBytes = ROUNDING;
    for (let entry = 0; entry < count; entry += 1) {
      const word = words[(offsets[entry] ?? 0) + x] ?? 0;
      const weight = weights[entry] ?? 0;
      evenBytes = (evenBytes + Math.imul(word & EVERY_OTHER_BYTE, weight)) | 0;
      oddBytes = (oddBytes + Math.imul((word >>> 8) & EVERY_OTHER_BYTE, weight)) | 0;
    }
    row[x] = ((evenBytes >>> 8) & EVERY_OTHER_BYTE) | (oddBytes & ~EVERY_OTHER_BYTE);
  }
}

function blendColumns(row: Uint8Array, { starts, pixels, shares }: Axis, data: Uint8Array, offset: number): void {
  const places = starts.length - 1;
  let out = offset;
  for (let place = 0, entry = 0; place < places; place += 1) {
    const end = starts[place + 1] ?? 0;
    let red = WHOLE / 2;
    let green = WHOLE / 2;
    let blue = WHOLE / 2;
    for (; entry < end; entry += 1) {
      const at = (pixels[entry] ?? 0) * 3;
      const weight = shares[entry] ?? 0;
      red += Math.imul(row[at] ?? 0, weight);
      green += Math.imul(row[at + 1] ?? 0, weight);
      blue += Math.imul(row[at + 2] ?? 0, weight);
    }
    data[out] = red >> 8;
    data[out + 1] = green >> 8;
    data[out + 2] = blue >> 8;
    out += 3;
  }
}

/** The whole picture in another size; several samples a pixel where it shrinks, so that fine patterns become their mean. */
export function stretchPicture(image: RgbImage, width: number, height: number): RgbImage {
  const columns = axisOf(image.width, width);
  const rows = axisOf(image.height, height);
  const { words, stride } = wordsOf(image, rows.pixels);
  const row = new Int32Array(stride);
  const bytes = new Uint8Array(row.buffer);
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y += 1) {
    blendRows(words, rows, y, row);
    blendColumns(bytes, columns, data, y * width * 3);
  }
  return { width, height, data };
}
