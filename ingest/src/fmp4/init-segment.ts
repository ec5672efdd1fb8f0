import { type AudioDescription, type StreamDescription, TIMESCALE_90K } from '../media/media-types.ts';
import type { VideoParameters } from '../media/video-parameters.ts';
import { box, text, u16, u32 } from './boxes.ts';
import { audioEntry, videoEntry } from './sample-entries.ts';

export const VIDEO_TRACK_ID = 1;
export const AUDIO_TRACK_ID = 2;
const UNITY_MATRIX = [0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000];

interface Track {
  readonly id: number;
  readonly timescale: number;
  readonly handler: 'vide' | 'soun';
  /** 8.8 fixed point: sound is at full volume. */
  readonly volume: number;
  readonly width: number;
  readonly height: number;
  readonly mediaHeader: Buffer;
  readonly entry: Buffer;
}

const videoTrack = (parameters: VideoParameters): Track => ({
  id: VIDEO_TRACK_ID,
  timescale: TIMESCALE_90K,
  handler: 'vide',
  volume: 0,
  width: parameters.width,
  height: parameters.height,
  mediaHeader: box('vmhd', u32(1, 0, 0)),
  entry: videoEntry(parameters),
});

const audioTrack = (audio: AudioDescription): Track => ({
  id: AUDIO_TRACK_ID,
  timescale: audio.sampleRate,
  handler: 'soun',
  volume: 0x100,
  width: 0,
  height: 0,
  mediaHeader: box('smhd', u32(0, 0)),
  entry: audioEntry(audio),
});

function trackBox({ id, timescale, handler, volume, width, height, mediaHeader, entry }: Track): Buffer {
  const header = box(
    'tkhd',
    u32(3, 0, 0, id, 0, 0, 0, 0),
    u16(0, 0, volume, 0),
    u32(...UNITY_MATRIX, width * 0x10000, height * 0x10000),
  );
  const tables = box(
    'stbl',
    box('stsd', u32(0, 1), entry),
    box('stts', u32(0, 0)),
    box('stsc', u32(0, 0)),
    box('stsz', u32(0, 0, 0)),
    box('stco', u32(0, 0)),
  );
  const media = box(
    'mdia',
    box('mdhd', u32(0, 0, 0, timescale, 0), u16(0x55c4, 0)),
    box('hdlr', u32(0, 0), text(handler), u32(0, 0, 0), text(handler === 'vide' ? 'video\0' : 'sound\0')),
    box('minf', mediaHeader, box('dinf', box('dref', u32(0, 1), box('url ', u32(1)))), tables),
  );
  return box('trak', header, media);
}

/** `ftyp` + `moov` of a fragmented file (ISO/IEC 14496-12). */
function initSegment(tracks: readonly Track[]): Buffer {
  const header = box(
    'mvhd',
    u32(0, 0, 0, TIMESCALE_90K, 0, 0x10000),
    u16(0x100, 0),
    u32(0, 0, ...UNITY_MATRIX),
    Buffer.alloc(24),
    u32(AUDIO_TRACK_ID + 1),
  );
  const defaults = tracks.map(({ id }) => box('trex', u32(0, id, 1, 0, 0, 0)));
  return Buffer.concat([
    box('ftyp', text('iso6'), u32(0), text('iso6mp41')),
    box('moov', header, ...tracks.map(trackBox), box('mvex', ...defaults)),
  ]);
}

/** What surrounds the pictures; by default there is no sound and no reordering. */
export interface StreamTraits {
  readonly isReordered?: boolean;
  readonly audio?: AudioDescription | null;
}

export function describeStream(
  parameters: VideoParameters,
  { isReordered = false, audio = null }: StreamTraits = {},
): StreamDescription {
  const tracks = [videoTrack(parameters), ...(audio === null ? [] : [audioTrack(audio)])];
  const { codec, videoCodec, width, height, vps, sps, pps } = parameters;
  return {
    codec,
    videoCodec,
    isReordered,
    audio,
    width,
    height,
    timescale: TIMESCALE_90K,
    initSegment: initSegment(tracks),
    vps,
    sps,
    pps,
  };
}
