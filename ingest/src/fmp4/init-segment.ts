import type { ParameterSetSnapshot } from '../h264/parameter-sets.ts';
import { type StreamDescription, TIMESCALE_90K } from '../media/media-types.ts';

/** The only track of every file and part. */
export const TRACK_ID = 1;
const HIGH_PROFILES_WITH_EXTENSION = new Set([100, 110, 122, 144, 244]);
const UNITY_MATRIX = [0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000];

function box(type: string, ...parts: readonly Buffer[]): Buffer {
  const header = Buffer.alloc(8);
  header.writeUInt32BE(8 + parts.reduce((sum, part) => sum + part.length, 0), 0);
  header.write(type, 4, 'latin1');
  return Buffer.concat([header, ...parts]);
}

function u32(...values: readonly number[]): Buffer {
  const out = Buffer.alloc(values.length * 4);
  values.forEach((value, index) => {
    out.writeUInt32BE(value, index * 4);
  });
  return out;
}

function u16(...values: readonly number[]): Buffer {
  const out = Buffer.alloc(values.length * 2);
  values.forEach((value, index) => {
    out.writeUInt16BE(value, index * 2);
  });
  return out;
}

const text = (value: string): Buffer => Buffer.from(value, 'latin1');

/** ISO/IEC 14496-15 5.3.3.1: profile, level and parameter sets; NAL units carry 4-byte lengths. */
function avcConfiguration({ info, sps, pps }: ParameterSetSnapshot): Buffer {
  const sets = (list: readonly Buffer[]) => list.flatMap((set) => [u16(set.length), set]);
  const parts = [
    Buffer.from([1, info.profileIdc, info.constraintFlags, info.levelIdc, 0xff, 0xe0 | sps.length]),
    ...sets(sps),
    Buffer.from([pps.length]),
    ...sets(pps),
  ];
  if (HIGH_PROFILES_WITH_EXTENSION.has(info.profileIdc))
    parts.push(
      Buffer.from([0xfc | info.chromaFormatIdc, 0xf8 | (info.bitDepthLuma - 8), 0xf8 | (info.bitDepthChroma - 8), 0]),
    );
  return box('avcC', ...parts);
}

function sampleDescription(snapshot: ParameterSetSnapshot): Buffer {
  const { width, height } = snapshot.info;
  const entry = box(
    'avc1',
    Buffer.concat([Buffer.alloc(6), u16(1), Buffer.alloc(16), u16(width, height), u32(0x480000, 0x480000, 0), u16(1)]),
    Buffer.alloc(32),
    u16(0x18, 0xffff),
    avcConfiguration(snapshot),
  );
  return box('stsd', u32(0, 1), entry);
}

function mediaBox(snapshot: ParameterSetSnapshot): Buffer {
  const tables = box(
    'stbl',
    sampleDescription(snapshot),
    box('stts', u32(0, 0)),
    box('stsc', u32(0, 0)),
    box('stsz', u32(0, 0, 0)),
    box('stco', u32(0, 0)),
  );
  const information = box(
    'minf',
    box('vmhd', u32(1, 0, 0)),
    box('dinf', box('dref', u32(0, 1), box('url ', u32(1)))),
    tables,
  );
  return box(
    'mdia',
    box('mdhd', u32(0, 0, 0, TIMESCALE_90K, 0), u16(0x55c4, 0)),
    box('hdlr', u32(0, 0), text('vide'), u32(0, 0, 0), text('video\0')),
    information,
  );
}

/** `ftyp` + `moov` of a fragmented file with one H.264 track (ISO/IEC 14496-12). */
function initSegment(snapshot: ParameterSetSnapshot): Buffer {
  const { width, height } = snapshot.info;
  const header = box(
    'mvhd',
    u32(0, 0, 0, TIMESCALE_90K, 0, 0x10000),
    u16(0x100, 0),
    u32(0, 0, ...UNITY_MATRIX),
    Buffer.alloc(24),
    u32(TRACK_ID + 1),
  );
  const trackHeader = box(
    'tkhd',
    u32(3, 0, 0, TRACK_ID, 0, 0, 0, 0),
    u16(0, 0, 0, 0),
    u32(...UNITY_MATRIX, width * 0x10000, height * 0x10000),
  );
  return Buffer.concat([
    box('ftyp', text('iso6'), u32(0), text('iso6mp41avc1')),
    box(
      'moov',
      header,
      box('trak', trackHeader, mediaBox(snapshot)),
      box('mvex', box('trex', u32(0, TRACK_ID, 1, 0, 0, 0))),
    ),
  ]);
}

export function describeStream(snapshot: ParameterSetSnapshot): StreamDescription {
  return {
    codec: snapshot.info.codec,
    videoCodec: 'h264',
    isReordered: false,
    audio: null,
    vps: [],
    width: snapshot.info.width,
    height: snapshot.info.height,
    timescale: TIMESCALE_90K,
    initSegment: initSegment(snapshot),
    sps: snapshot.sps,
    pps: snapshot.pps,
  };
}
