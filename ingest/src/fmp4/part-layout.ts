import { TRACK_ID } from './init-segment.ts';

/** More pictures than this in 333 ms do not exist (200 fps is 67); a part is closed when it is full. */
export const MAX_SAMPLES_PER_PART = 80;

const MFHD_BYTES = 16;
/** Default-base-is-moof and default sample flags: `tfhd` with the track and the flags of a dependent sample. */
const TFHD_BYTES = 20;
const TFDT_BYTES = 20;
/** Sample count, data offset and first sample flags; then duration and size of each sample. */
const TRUN_FIXED_BYTES = 24;
const SAMPLE_BYTES = 8;

const TFHD_FLAGS = 0x02_0020;
const TRUN_FLAGS = 0x00_0305;
/** ISO/IEC 14496-12 8.8.3.1: depends on others and is no sync sample; depends on none. */
const DEPENDENT_SAMPLE = 0x0101_0000;
const SYNC_SAMPLE = 0x0200_0000;

const trafBytes = (samples: number): number => 8 + TFHD_BYTES + TFDT_BYTES + TRUN_FIXED_BYTES + samples * SAMPLE_BYTES;
const moofBytes = (samples: number): number => 8 + MFHD_BYTES + trafBytes(samples);

/** Bytes of `moof` and `mdat` header in front of the samples. */
export const headerBytes = (samples: number): number => moofBytes(samples) + 8;

export const HEAD_ROOM_BYTES = headerBytes(MAX_SAMPLES_PER_PART);

export interface PartHeader {
  readonly sequence: number;
  readonly decodeTime90k: number;
  readonly startsWithKeyFrame: boolean;
  readonly mediaBytes: number;
  readonly sampleCount: number;
  /** The first `sampleCount` entries count. */
  readonly durations90k: Uint32Array;
  readonly sizes: Uint32Array;
}

/** Writes `moof` and the `mdat` header so that they end at `mediaStart`; returns where they begin. */
export function writePartHeader(target: Buffer, mediaStart: number, part: PartHeader): number {
  const samples = part.sampleCount;
  const start = mediaStart - headerBytes(samples);
  let at = start;
  const u32 = (value: number): void => {
    at = target.writeUInt32BE(value, at);
  };
  const open = (bytes: number, type: string): void => {
    u32(bytes);
    at += target.write(type, at, 'latin1');
  };
  open(moofBytes(samples), 'moof');
  open(MFHD_BYTES, 'mfhd');
  u32(0);
  u32(part.sequence);
  open(trafBytes(samples), 'traf');
  open(TFHD_BYTES, 'tfhd');
  u32(TFHD_FLAGS);
  u32(TRACK_ID);
  u32(DEPENDENT_SAMPLE);
  open(TFDT_BYTES, 'tfdt');
  u32(0x0100_0000);
  u32(Math.floor(part.decodeTime90k / 2 ** 32));
  u32(part.decodeTime90k >>> 0);
  open(TRUN_FIXED_BYTES + samples * SAMPLE_BYTES, 'trun');
  u32(TRUN_FLAGS);
  u32(samples);
  u32(headerBytes(samples));
  u32(part.startsWithKeyFrame ? SYNC_SAMPLE : DEPENDENT_SAMPLE);
  for (let i = 0; i < samples; i++) {
    u32(part.durations90k[i] ?? 0);
    u32(part.sizes[i] ?? 0);
  }
  open(8 + part.mediaBytes, 'mdat');
  return start;
}
