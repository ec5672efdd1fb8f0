import type { AudioDescription } from '../media/media-types.ts';
import type { VideoParameters } from '../media/video-parameters.ts';
import { box, u16, u32 } from './boxes.ts';

/** `avc1` or `hvc1`: parameter sets stand in the entry only (ISO/IEC 14496-15 5.4.2, 8.4.1). */
export function videoEntry({ videoCodec, width, height, configuration }: VideoParameters): Buffer {
  const [type, record] = videoCodec === 'h264' ? ['avc1', 'avcC'] : ['hvc1', 'hvcC'];
  return box(
    type,
    Buffer.concat([Buffer.alloc(6), u16(1), Buffer.alloc(16), u16(width, height), u32(0x480000, 0x480000, 0), u16(1)]),
    Buffer.alloc(32),
    u16(0x18, 0xffff),
    box(record, configuration),
  );
}

const ES_DESCRIPTOR = 3;
const DECODER_CONFIG = 4;
const DECODER_SPECIFIC = 5;
const SL_CONFIG = 6;
const AUDIO_ISO_14496_3 = 0x40;
const AUDIO_STREAM = 0x15;

/** ISO/IEC 14496-1 8.3.3; ours are shorter than 128 bytes, so the size takes one byte. */
const descriptor = (tag: number, ...parts: readonly Buffer[]): Buffer => {
  const payload = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([tag, payload.length]), payload]);
};

/** `mp4a` with its elementary stream descriptor (ISO/IEC 14496-14 5.6). */
export function audioEntry({ channels, sampleRate, config }: AudioDescription): Buffer {
  const decoder = descriptor(
    DECODER_CONFIG,
    Buffer.from([AUDIO_ISO_14496_3, AUDIO_STREAM, 0, 0, 0]),
    u32(0, 0),
    descriptor(DECODER_SPECIFIC, config),
  );
  const stream = descriptor(ES_DESCRIPTOR, u16(0), Buffer.from([0]), decoder, descriptor(SL_CONFIG, Buffer.from([2])));
  // Rates above 65,535 Hz do not fit the 16.16 field; players take the rate from the descriptor.
  const rate = sampleRate > 0xffff ? 0 : sampleRate * 0x10000;
  return box(
    'mp4a',
    Buffer.concat([Buffer.alloc(6), u16(1), u32(0, 0), u16(channels, 16, 0, 0), u32(rate)]),
    box('esds', u32(0), stream),
  );
}
