import { findBox, type Mp4Box, readBoxes, requireBox } from './mp4-boxes.ts';
import { Mp4Error } from './mp4-error.ts';
import { readSampleTable } from './mp4-sample-table.ts';

/** One access unit of the clip; times in ticks of `Mp4Video.timescale`. */
export interface AccessUnit {
  readonly dts: number;
  readonly pts: number;
  readonly isKey: boolean;
  /** NAL units without start codes or length prefixes, in stream order; never empty. */
  readonly nals: readonly Buffer[];
}

/** The H.264 track of an MP4 file. */
export interface Mp4Video {
  readonly width: number;
  readonly height: number;
  readonly timescale: number;
  readonly durationTicks: number;
  readonly sps: readonly Buffer[];
  readonly pps: readonly Buffer[];
  /** In decode order; the first one is a key frame. */
  readonly accessUnits: readonly AccessUnit[];
}

/**
 * Reads the first H.264 (avc1/avc3) track of a whole, unfragmented MP4 file (ISO/IEC 14496-12 and 14496-15).
 * NAL units are views of `bytes`. @throws Mp4Error on anything else; work is bounded by the length of `bytes`.
 */
export function parseMp4Video(bytes: Buffer): Mp4Video {
  const moov = readBoxes(requireBox(readBoxes(bytes), 'moov'));
  for (const { type, body } of moov) {
    if (type !== 'trak') continue;
    const track = readTrack(bytes, readBoxes(body));
    if (track !== null) return track;
  }
  throw new Mp4Error('no H.264 video track');
}

function readTrack(file: Buffer, trak: readonly Mp4Box[]): Mp4Video | null {
  const mdia = readBoxes(requireBox(trak, 'mdia'));
  const hdlr = requireBox(mdia, 'hdlr');
  if (hdlr.length < 12 || hdlr.toString('latin1', 8, 12) !== 'vide') return null;
  const stbl = readBoxes(requireBox(readBoxes(requireBox(mdia, 'minf')), 'stbl'));
  const entry = readVisualEntry(requireBox(stbl, 'stsd'));
  if (entry === null) return null;
  const timescale = readTimescale(requireBox(mdia, 'mdhd'));
  const { samples, durationTicks } = readSampleTable(stbl);
  if (durationTicks <= 0) throw new Mp4Error('the clip lasts no time');
  if (samples[0]?.isKey !== true) throw new Mp4Error('the clip does not start with a key frame');
  // Samples that overlap would let a small file stand for endless work.
  if (samples.reduce((sum, { bytes }) => sum + bytes, 0) > file.length) throw new Mp4Error('samples exceed the file');
  const accessUnits = samples.map(({ offset, bytes, dts, pts, isKey }, index): AccessUnit => {
    if (offset + bytes > file.length) throw new Mp4Error(`sample ${index} lies outside the file`);
    const nals = splitNals(file.subarray(offset, offset + bytes), entry.lengthBytes, index);
    return { dts, pts, isKey, nals };
  });
  return { width: entry.width, height: entry.height, timescale, durationTicks, ...entry.sets, accessUnits };
}

interface VisualEntry {
  readonly width: number;
  readonly height: number;
  readonly lengthBytes: number;
  readonly sets: { readonly sps: readonly Buffer[]; readonly pps: readonly Buffer[] };
}

/** Fixed part of a VisualSampleEntry before its child boxes (14496-12, 12.1.3). */
const VISUAL_ENTRY_BYTES = 78;

function readVisualEntry(stsd: Buffer): VisualEntry | null {
  for (const { type, body } of readBoxes(stsd.subarray(8))) {
    if (type !== 'avc1' && type !== 'avc3') continue;
    if (body.length < VISUAL_ENTRY_BYTES) throw new Mp4Error(`"${type}" is cut off`);
    const avcC = findBox(readBoxes(body.subarray(VISUAL_ENTRY_BYTES)), 'avcC');
    if (avcC === undefined) throw new Mp4Error('no "avcC" box');
    return { width: body.readUInt16BE(24), height: body.readUInt16BE(26), ...readAvcConfiguration(avcC) };
  }
  return null;
}

/** AVCDecoderConfigurationRecord (14496-15, 5.3.3.1). */
function readAvcConfiguration(avcC: Buffer): Pick<VisualEntry, 'lengthBytes' | 'sets'> {
  if (avcC.length < 7) throw new Mp4Error('"avcC" is cut off');
  const lengthBytes = (avcC.readUInt8(4) & 3) + 1;
  if (lengthBytes === 3) throw new Mp4Error('"avcC" names a NAL length of 3 bytes');
  let at = 5;
  const readSets = (count: number): Buffer[] => {
    const sets: Buffer[] = [];
    for (let k = 0; k < count; k += 1) {
      if (at + 2 > avcC.length) throw new Mp4Error('"avcC" is cut off');
      const bytes = avcC.readUInt16BE(at);
      at += 2;
      if (bytes === 0 || at + bytes > avcC.length) throw new Mp4Error('"avcC" has a parameter set that does not fit');
      sets.push(avcC.subarray(at, at + bytes));
      at += bytes;
    }
    return sets;
  };
  const sps = readSets(avcC.readUInt8(at++) & 0x1f);
  if (at >= avcC.length) throw new Mp4Error('"avcC" is cut off');
  const pps = readSets(avcC.readUInt8(at++));
  if ((sps[0]?.length ?? 0) < 4 || pps.length === 0) throw new Mp4Error('"avcC" has no parameter sets');
  return { lengthBytes, sets: { sps, pps } };
}

function readTimescale(mdhd: Buffer): number {
  const at = mdhd[0] === 1 ? 20 : 12;
  if (mdhd.length < at + 4) throw new Mp4Error('"mdhd" is cut off');
  const timescale = mdhd.readUInt32BE(at);
  if (timescale === 0) throw new Mp4Error('"mdhd" has timescale 0');
  return timescale;
}

function splitNals(sample: Buffer, lengthBytes: number, index: number): Buffer[] {
  const nals: Buffer[] = [];
  let at = 0;
  while (at + lengthBytes <= sample.length) {
    const bytes = sample.readUIntBE(at, lengthBytes);
    at += lengthBytes;
    if (at + bytes > sample.length) throw new Mp4Error(`sample ${index} has a NAL unit that does not fit`);
    if (bytes > 0) nals.push(sample.subarray(at, at + bytes));
    at += bytes;
  }
  if (nals.length === 0) throw new Mp4Error(`sample ${index} is empty`);
  return nals;
}
