import type { Mp4Audio } from './mp4-audio.ts';
import { Mp4Error } from './mp4-error.ts';
import { layOut, MTU_PAYLOAD_BYTES } from './rtp-packetizer.ts';
import { drawRtpBase, type RtpBase, type Track, type TrackFrame } from './track.ts';

/** A sound track ready to be sent. It loops by its own length: sound does not repeat with the picture. */
export interface AudioTrack extends Track {
  readonly kind: 'audio';
  readonly encoding: 'MPEG4-GENERIC' | 'PCMA' | 'PCMU';
  readonly channels: number;
  /** AudioSpecificConfig of AAC; empty for G.711. */
  readonly config: Buffer;
}

const AAC_PAYLOAD_TYPE = 97;
const SAMPLES_PER_AAC_FRAME = 1024;

/**
 * AAC by RFC 3640 in mode AAC-hbr: one access unit a packet, in fragments when it does not fit. @throws Mp4Error when a
 * frame does not last a whole number of 90 kHz ticks (44.1 kHz and its halves: 1,024 samples are 2,089.8 ticks).
 */
export function prepareAacTrack(audio: Mp4Audio, base?: RtpBase): AudioTrack {
  const frame90k = (SAMPLES_PER_AAC_FRAME * 90_000) / audio.sampleRate;
  if (!Number.isInteger(frame90k)) throw new Mp4Error(`sound at ${audio.sampleRate} Hz cannot be looped exactly`);
  const frames = audio.frames.map((frame) => layOut(packAacFrame(frame), AAC_PAYLOAD_TYPE));
  return {
    ...layTrack(frames, frame90k, AAC_PAYLOAD_TYPE, audio.sampleRate, base),
    encoding: 'MPEG4-GENERIC',
    channels: audio.channels,
    config: Buffer.from(audio.config),
  };
}

function packAacFrame(frame: Buffer): Buffer[] {
  const room = MTU_PAYLOAD_BYTES - 4;
  const payloads: Buffer[] = [];
  for (let at = 0; at < frame.length; at += room) {
    // AU-headers-length in bits, then 13 bits size of the whole unit and 3 bits index.
    const header = Buffer.of(0, 16, 0, 0);
    header.writeUInt16BE((frame.length & 0x1fff) << 3, 2);
    payloads.push(Buffer.concat([header, frame.subarray(at, at + room)]));
  }
  return payloads;
}

const G711_PACKET_MS = 20;
const G711_RATE = 8000;
const TONE_HZ = 400;

/** G.711 (RFC 3551): a quiet 400 Hz tone in A-law, or silence in mu-law; a second in packets of 20 ms. */
export function prepareG711Track(encoding: 'PCMA' | 'PCMU', base?: RtpBase): AudioTrack {
  const payloadType = encoding === 'PCMA' ? 8 : 0;
  const samples = (G711_RATE * G711_PACKET_MS) / 1000;
  const frames = Array.from({ length: 1000 / G711_PACKET_MS }, (_, packet) => {
    const payload = Buffer.alloc(samples, 0xff);
    if (encoding === 'PCMA') {
      for (let k = 0; k < samples; k += 1) {
        const t = (packet * samples + k) / G711_RATE;
        payload.writeUInt8(encodeALaw(Math.round(3000 * Math.sin(2 * Math.PI * TONE_HZ * t))), k);
      }
    }
    return layOut([payload], payloadType);
  });
  const track = layTrack(frames, G711_PACKET_MS * 90, payloadType, G711_RATE, base);
  return { ...track, encoding, channels: 1, config: Buffer.alloc(0) };
}

/** ITU-T G.711: sign, three bits of segment, four of mantissa, even bits inverted. */
function encodeALaw(sample: number): number {
  const magnitude = Math.min(Math.abs(sample), 32_767) >> 3;
  const segment = magnitude < 32 ? 0 : 31 - Math.clz32(magnitude) - 4;
  const mantissa = (segment < 2 ? magnitude >> 1 : magnitude >> segment) & 0x0f;
  return ((sample >= 0 ? 0x80 : 0) | (segment << 4) | mantissa) ^ 0x55;
}

function layTrack(
  packets: readonly TrackFrame['packets'][],
  frame90k: number,
  payloadType: number,
  clockRate: number,
  base: RtpBase | undefined,
): Track & { readonly kind: 'audio' } {
  const frames: TrackFrame[] = [];
  let packetsPerLoop = 0;
  for (const [index, framePackets] of packets.entries()) {
    const at90k = index * frame90k;
    const place = { sendAt90k: at90k, pts90k: at90k, firstPacket: packetsPerLoop, keyIndex: index };
    frames.push({ packets: framePackets, isKey: true, ...place });
    packetsPerLoop += framePackets.offsets.length;
  }
  const duration90k = frames.length * frame90k;
  return {
    kind: 'audio',
    payloadType,
    clockRate,
    duration90k,
    phase90k: 0,
    frames,
    packetsPerLoop,
    ...drawRtpBase(base),
  };
}
