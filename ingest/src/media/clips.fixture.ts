import { readFileSync } from 'node:fs';

const read = (name: string): Buffer => readFileSync(new URL(`./fixtures/${name}`, import.meta.url));

/** NAL units of an Annex B stream. */
export function splitAnnexB(bytes: Buffer): Buffer[] {
  const starts: number[] = [];
  for (let at = bytes.indexOf('000001', 0, 'hex'); at >= 0; at = bytes.indexOf('000001', at + 3, 'hex'))
    starts.push(at);
  return starts.map((start, n) => {
    let end = starts[n + 1] ?? bytes.length;
    while (bytes[end - 1] === 0) end--;
    return bytes.subarray(start + 3, end);
  });
}

export interface ClipPicture {
  /** All of its NAL units, parameter sets included. */
  readonly nals: readonly Buffer[];
  /** Place in showing order. */
  readonly order: number;
}

export interface Clip {
  readonly encoding: 'H264' | 'H265';
  readonly parameterSets: readonly Buffer[];
  readonly pictures: readonly ClipPicture[];
}

export const CLIP_FPS = 10;

function clip(encoding: Clip['encoding'], name: string, order: readonly number[]): Clip {
  const headerBytes = encoding === 'H264' ? 1 : 2;
  const type = (nal: Buffer): number => (encoding === 'H264' ? (nal[0] ?? 0) & 31 : ((nal[0] ?? 0) >> 1) & 63);
  const isSet = (nal: Buffer): boolean => (encoding === 'H264' ? [7, 8] : [32, 33, 34]).includes(type(nal));
  const isSlice = (nal: Buffer): boolean => (encoding === 'H264' ? [1, 5].includes(type(nal)) : type(nal) < 32);
  const pictures: Buffer[][] = [[]];
  for (const nal of splitAnnexB(read(name))) {
    const current = pictures.at(-1) ?? [];
    const isFirstSlice = isSlice(nal) && ((nal[headerBytes] ?? 0) & 0x80) !== 0;
    const isNext = current.some(isSlice) && (isFirstSlice || !isSlice(nal));
    if (isNext) pictures.push([nal]);
    else current.push(nal);
  }
  return {
    encoding,
    parameterSets: pictures.flat().filter(isSet),
    pictures: pictures.map((nals, n) => ({ nals, order: Math.floor(n / 10) * 10 + (order[n % 10] ?? 0) })),
  };
}

/** 192x108, 10 fps, 3 s, a key frame a second, two B-frames between references, two slices a picture. */
export const reorderedH264 = (): Clip => clip('H264', 'reordered.h264', [0, 3, 1, 2, 6, 4, 5, 9, 7, 8]);

/** The same pattern in H.265 with B-frames in two levels. */
export const reorderedH265 = (): Clip => clip('H265', 'reordered.h265', [0, 3, 2, 1, 6, 5, 4, 9, 8, 7]);

export const TONE_RATE = 16_000;
/** AAC-LC, 16 kHz, one channel. */
export const TONE_CONFIG = '1408';

/** Access units of 1,024 samples out of 3 s of ADTS. */
export function tone(): Buffer[] {
  const bytes = read('tone.aac');
  const units: Buffer[] = [];
  for (let at = 0; at + 7 <= bytes.length; ) {
    const length = (bytes.readUInt32BE(at + 2) >>> 5) & 0x1fff;
    units.push(bytes.subarray(at + ((bytes[at + 1] ?? 0) & 1 ? 7 : 9), at + length));
    at += length;
  }
  return units;
}
