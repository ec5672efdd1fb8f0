import { findBox, type Mp4Box, readBoxes, requireBox } from './mp4-boxes.ts';
import { type CodecConfiguration, readAvcConfiguration, readHevcConfiguration } from './mp4-codec-configuration.ts';
import { Mp4Error } from './mp4-error.ts';
import { readSampleTable, type SampleTable } from './mp4-sample-table.ts';

/** One access unit of the clip; times in ticks of `Mp4Video.timescale`. */
export interface AccessUnit {
  readonly dts: number;
  readonly pts: number;
  readonly isKey: boolean;
  /** NAL units without start codes or length prefixes, in stream order; never empty. */
  readonly nals: readonly Buffer[];
}

/** The H.264 or H.265 track of an MP4 file. */
export interface Mp4Video {
  readonly codec: 'h264' | 'h265';
  readonly width: number;
  readonly height: number;
  readonly timescale: number;
  readonly durationTicks: number;
  /** Empty for H.264. */
  readonly vps: readonly Buffer[];
  readonly sps: readonly Buffer[];
  readonly pps: readonly Buffer[];
  /** In decode order; the first one is a key frame. */
  readonly accessUnits: readonly AccessUnit[];
}

/**
 * Reads the first H.264 (avc1/avc3) or H.265 (hvc1/hev1) track of a whole, unfragmented MP4 file (ISO/IEC 14496-12 and
 * 14496-15). NAL units are views of `bytes`. @throws Mp4Error on anything else; work is bounded by the length of
 * `bytes`.
 */
export function parseMp4Video(bytes: Buffer): Mp4Video {
  for (const trak of tracksOf(bytes)) {
    const track = readTrack(bytes, trak);
    if (track !== null) return track;
  }
  throw new Mp4Error('no H.264 or H.265 video track');
}

/** The children of each `trak` box of the file, in file order. @throws Mp4Error */
export function tracksOf(bytes: Buffer): Mp4Box[][] {
  const moov = readBoxes(requireBox(readBoxes(bytes), 'moov'));
  return moov.filter(({ type }) => type === 'trak').map(({ body }) => readBoxes(body));
}

/** What every kind of track has: its sample descriptions, its clock and its samples. Null for another handler. */
export function readMedia(
  file: Buffer,
  trak: readonly Mp4Box[],
  handler: 'vide' | 'soun',
): { stsd: Buffer; timescale: number; table: () => SampleTable } | null {
  const mdia = readBoxes(requireBox(trak, 'mdia'));
  const hdlr = requireBox(mdia, 'hdlr');
  if (hdlr.length < 12 || hdlr.toString('latin1', 8, 12) !== handler) return null;
  const stbl = readBoxes(requireBox(readBoxes(requireBox(mdia, 'minf')), 'stbl'));
  const table = (): SampleTable => {
    const read = readSampleTable(stbl);
    if (read.durationTicks <= 0) throw new Mp4Error('the clip lasts no time');
    // Samples that overlap would let a small file stand for endless work.
    const total = read.samples.reduce((sum, { bytes }) => sum + bytes, 0);
    if (total > file.length) throw new Mp4Error('samples exceed the file');
    const outside = read.samples.findIndex(({ offset, bytes }) => offset + bytes > file.length);
    if (outside >= 0) throw new Mp4Error(`sample ${outside} lies outside the file`);
    return read;
  };
  return { stsd: requireBox(stbl, 'stsd'), timescale: readTimescale(requireBox(mdia, 'mdhd')), table };
}

function readTrack(file: Buffer, trak: readonly Mp4Box[]): Mp4Video | null {
  const media = readMedia(file, trak, 'vide');
  const entry = media === null ? null : readVisualEntry(media.stsd);
  if (media === null || entry === null) return null;
  const { samples, durationTicks } = media.table();
  if (samples[0]?.isKey !== true) throw new Mp4Error('the clip does not start with a key frame');
  const { codec, width, height, vps, sps, pps, lengthBytes } = entry;
  const accessUnits = samples.map(({ offset, bytes, dts, pts, isKey }, index): AccessUnit => {
    const nals = splitNals(file.subarray(offset, offset + bytes), lengthBytes, codec === 'h264' ? 1 : 2, index);
    return { dts, pts, isKey, nals };
  });
  return { codec, width, height, timescale: media.timescale, durationTicks, vps, sps, pps, accessUnits };
}

interface VisualEntry extends CodecConfiguration {
  readonly width: number;
  readonly height: number;
}

/** Fixed part of a VisualSampleEntry before its child boxes (14496-12, 12.1.3). */
const VISUAL_ENTRY_BYTES = 78;

function readVisualEntry(stsd: Buffer): VisualEntry | null {
  for (const { type, body } of readBoxes(stsd.subarray(8))) {
    const isAvc = type === 'avc1' || type === 'avc3';
    if (!isAvc && type !== 'hvc1' && type !== 'hev1') continue;
    if (body.length < VISUAL_ENTRY_BYTES) throw new Mp4Error(`"${type}" is cut off`);
    const name = isAvc ? 'avcC' : 'hvcC';
    const record = findBox(readBoxes(body.subarray(VISUAL_ENTRY_BYTES)), name);
    if (record === undefined) throw new Mp4Error(`no "${name}" box`);
    const configuration = isAvc ? readAvcConfiguration(record) : readHevcConfiguration(record);
    return { width: body.readUInt16BE(24), height: body.readUInt16BE(26), ...configuration };
  }
  return null;
}

function readTimescale(mdhd: Buffer): number {
  const at = mdhd[0] === 1 ? 20 : 12;
  if (mdhd.length < at + 4) throw new Mp4Error('"mdhd" is cut off');
  const timescale = mdhd.readUInt32BE(at);
  if (timescale === 0) throw new Mp4Error('"mdhd" has timescale 0');
  return timescale;
}

function splitNals(sample: Buffer, lengthBytes: number, leastBytes: number, index: number): Buffer[] {
  const nals: Buffer[] = [];
  let at = 0;
  while (at + lengthBytes <= sample.length) {
    const bytes = sample.readUIntBE(at, lengthBytes);
    at += lengthBytes;
    if (at + bytes > sample.length) throw new Mp4Error(`sample ${index} has a NAL unit that does not fit`);
    if (bytes >= leastBytes) nals.push(sample.subarray(at, at + bytes));
    at += bytes;
  }
  if (nals.length === 0) throw new Mp4Error(`sample ${index} is empty`);
  return nals;
}
