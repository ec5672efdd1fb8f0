import { findBox, readBoxes } from './mp4-boxes.ts';
import { Mp4Error } from './mp4-error.ts';
import { readMedia, tracksOf } from './mp4-video.ts';

/** The AAC track of an MP4 file; every frame lasts 1,024 samples. */
export interface Mp4Audio {
  readonly sampleRate: number;
  readonly channels: number;
  /** AudioSpecificConfig (ISO/IEC 14496-3, 1.6.2.1). */
  readonly config: Buffer;
  /** Raw access units without ADTS headers. */
  readonly frames: readonly Buffer[];
}

/** Reads the first AAC (mp4a) track; null when there is none. Frames are views of `bytes`. @throws Mp4Error */
export function parseMp4Audio(bytes: Buffer): Mp4Audio | null {
  for (const trak of tracksOf(bytes)) {
    const media = readMedia(bytes, trak, 'soun');
    const entry = media === null ? null : readAudioEntry(media.stsd);
    if (media === null || entry === null) continue;
    const frames = media.table().samples.map(({ offset, bytes: size }) => bytes.subarray(offset, offset + size));
    return { ...entry, sampleRate: media.timescale, frames };
  }
  return null;
}

/** Fixed part of an AudioSampleEntry before its child boxes (14496-12, 12.2.3). */
const AUDIO_ENTRY_BYTES = 28;

function readAudioEntry(stsd: Buffer): { channels: number; config: Buffer } | null {
  const entry = readBoxes(stsd.subarray(8)).find(({ type }) => type === 'mp4a')?.body;
  if (entry === undefined) return null;
  if (entry.length < AUDIO_ENTRY_BYTES) throw new Mp4Error('"mp4a" is cut off');
  const esds = findBox(readBoxes(entry.subarray(AUDIO_ENTRY_BYTES)), 'esds');
  if (esds === undefined) throw new Mp4Error('no "esds" box');
  const config = readDecoderSpecificInfo(esds.subarray(4));
  if (config.length < 2) throw new Mp4Error('"esds" has no decoder configuration');
  // The entry's own channel count is a template value, 2 in most files; 4 bits of the configuration tell.
  return { channels: (config.readUInt8(1) >> 3) & 0x0f, config };
}

/** Descends ES_Descriptor, DecoderConfigDescriptor, DecoderSpecificInfo (ISO/IEC 14496-1, 7.2.6). */
function readDecoderSpecificInfo(esds: Buffer): Buffer {
  const stream = readDescriptor(esds, 0x03);
  const flags = stream[2] ?? 0;
  const urlBytes = (flags & 0x40) === 0 ? 0 : 1 + (stream[3] ?? 0);
  const skipped = 3 + ((flags & 0x80) === 0 ? 0 : 2) + urlBytes + ((flags & 0x20) === 0 ? 0 : 2);
  return readDescriptor(readDescriptor(stream.subarray(skipped), 0x04).subarray(13), 0x05);
}

function readDescriptor(bytes: Buffer, tag: number): Buffer {
  if (bytes[0] !== tag) throw new Mp4Error(`"esds" lacks descriptor ${tag}`);
  let size = 0;
  let at = 1;
  for (; at < 5; at += 1) {
    const byte = bytes[at] ?? 0;
    size = (size << 7) | (byte & 0x7f);
    if ((byte & 0x80) === 0) break;
  }
  return bytes.subarray(at + 1, at + 1 + size);
}
