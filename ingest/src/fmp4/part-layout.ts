import { AUDIO_TRACK_ID, VIDEO_TRACK_ID } from './init-segment.ts';

/** More pictures than this in 333 ms do not exist (200 fps is 67); a part is closed when it is full. */
export const MAX_SAMPLES_PER_PART = 80;
/** Sound of at least 5 s, for cameras with a picture every few seconds; the rest goes into the next part. */
export const MAX_AUDIO_SAMPLES_PER_PART = 256;

const fourCc = (type: string): number => Buffer.from(type, 'latin1').readUInt32BE();
const MOOF = fourCc('moof');
const MFHD = fourCc('mfhd');
const TRAF = fourCc('traf');
const TFHD = fourCc('tfhd');
const TFDT = fourCc('tfdt');
const TRUN = fourCc('trun');
const MDAT = fourCc('mdat');

const BOX_BYTES = 8;
const MFHD_BYTES = 16;
/** Default-base-is-moof and default sample flags: `tfhd` with the track and the flags of most samples. */
const TFHD_BYTES = 20;
const TFDT_BYTES = 20;
/** Sample count, data offset and first sample flags. */
const VIDEO_TRUN_BYTES = 24;
const AUDIO_TRUN_BYTES = 20;
/** Duration and size of each sample. */
const SAMPLE_BYTES = 8;
const COMPOSITION_BYTES = 4;

const TFHD_FLAGS = 0x02_0020;
/** ISO/IEC 14496-12 8.8.8: data offset, first sample flags, duration and size of each sample. */
export const VIDEO_TRUN_FLAGS = 0x0305;
/** Version 1: signed composition offsets. */
export const REORDERED_TRUN_FLAGS = 0x0100_0b05;
export const AUDIO_TRUN_FLAGS = 0x0301;
/** 8.8.3.1: depends on others and is no sync sample; depends on none. */
const DEPENDENT_SAMPLE = 0x0101_0000;
const SYNC_SAMPLE = 0x0200_0000;

/** The samples of one track of a part; the first `count` entries count. */
export interface SampleTable {
  readonly decodeTime: number;
  readonly count: number;
  readonly bytes: number;
  readonly durations: Uint32Array;
  readonly sizes: Uint32Array;
}

export interface PartHeader {
  readonly sequence: number;
  readonly startsWithKeyFrame: boolean;
  readonly video: SampleTable;
  /** Presentation minus decode time of the pictures; null when all are 0. */
  readonly offsets90k: Int32Array | null;
  /** Its samples lie behind the pictures. */
  readonly audio: SampleTable | null;
}

const videoTrunBytes = (samples: number, isReordered: boolean): number =>
  VIDEO_TRUN_BYTES + samples * (SAMPLE_BYTES + (isReordered ? COMPOSITION_BYTES : 0));
const audioTrunBytes = (samples: number): number => AUDIO_TRUN_BYTES + samples * SAMPLE_BYTES;
const trafBytes = (trunBytes: number): number => BOX_BYTES + TFHD_BYTES + TFDT_BYTES + trunBytes;

/** Bytes of `moof` and `mdat` header in front of the samples. */
export function headerBytes(samples: number, isReordered: boolean, audioSamples: number): number {
  const audioBytes = audioSamples === 0 ? 0 : trafBytes(audioTrunBytes(audioSamples));
  return BOX_BYTES + MFHD_BYTES + trafBytes(videoTrunBytes(samples, isReordered)) + audioBytes + BOX_BYTES;
}

/** Writes `moof` and the `mdat` header so that they end at `mediaStart`; returns where they begin. */
export function writePartHeader(target: Buffer, mediaStart: number, part: PartHeader): number {
  const { video, audio, offsets90k } = part;
  const isReordered = offsets90k !== null;
  const bytes = headerBytes(video.count, isReordered, audio?.count ?? 0);
  const start = mediaStart - bytes;
  let at = start;
  const u32 = (value: number): void => {
    at = target.writeUInt32BE(value, at);
  };
  const open = (size: number, type: number): void => {
    u32(size);
    u32(type);
  };
  const track = (id: number, trunBytes: number, flags: number, decodeTime: number): void => {
    open(trafBytes(trunBytes), TRAF);
    open(TFHD_BYTES, TFHD);
    u32(TFHD_FLAGS);
    u32(id);
    u32(flags);
    open(TFDT_BYTES, TFDT);
    u32(0x0100_0000);
    u32(Math.floor(decodeTime / 2 ** 32));
    u32(decodeTime >>> 0);
    open(trunBytes, TRUN);
  };
  open(bytes - BOX_BYTES, MOOF);
  open(MFHD_BYTES, MFHD);
  u32(0);
  u32(part.sequence >>> 0);
  track(VIDEO_TRACK_ID, videoTrunBytes(video.count, isReordered), DEPENDENT_SAMPLE, video.decodeTime);
  u32(isReordered ? REORDERED_TRUN_FLAGS : VIDEO_TRUN_FLAGS);
  u32(video.count);
  u32(bytes);
  u32(part.startsWithKeyFrame ? SYNC_SAMPLE : DEPENDENT_SAMPLE);
  for (let i = 0; i < video.count; i++) {
    u32(video.durations[i] ?? 0);
    u32(video.sizes[i] ?? 0);
    if (isReordered) at = target.writeInt32BE(offsets90k[i] ?? 0, at);
  }
  if (audio !== null) {
    track(AUDIO_TRACK_ID, audioTrunBytes(audio.count), SYNC_SAMPLE, audio.decodeTime);
    u32(AUDIO_TRUN_FLAGS);
    u32(audio.count);
    u32(bytes + video.bytes);
    for (let i = 0; i < audio.count; i++) {
      u32(audio.durations[i] ?? 0);
      u32(audio.sizes[i] ?? 0);
    }
  }
  open(BOX_BYTES + video.bytes + (audio?.bytes ?? 0), MDAT);
  return start;
}
