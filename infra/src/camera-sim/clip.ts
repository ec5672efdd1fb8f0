import { randomInt } from 'node:crypto';
import { Mp4Error } from './mp4-error.ts';
import type { Mp4Video } from './mp4-video.ts';
import { type FramePackets, packFrame } from './rtp-packetizer.ts';

export const VIDEO_PAYLOAD_TYPE = 96;

/** One access unit of a clip, packed and placed on the clip's own time line (90 kHz). */
export interface ClipFrame {
  readonly packets: FramePackets;
  readonly isKey: boolean;
  /** When it is sent, counted from the start of the loop. */
  readonly sendAt90k: number;
  /** When it shows; the RTP time stamp counts this. */
  readonly pts90k: number;
  /** Number of packets before it in the loop. */
  readonly firstPacket: number;
  /** Index of the newest key frame at or before it. */
  readonly keyIndex: number;
}

/** A clip ready to be sent any number of times: packed once, read-only, shared by every stream of the same file. */
export interface Clip {
  readonly width: number;
  readonly height: number;
  readonly fps: number;
  readonly bitrateKbps: number;
  readonly sps: readonly Buffer[];
  readonly pps: readonly Buffer[];
  readonly duration90k: number;
  readonly frames: readonly ClipFrame[];
  readonly packetsPerLoop: number;
  readonly ssrc: number;
  /** Where sequence numbers and time stamps start; random as RFC 3550, 5.1 asks. */
  readonly baseSequence: number;
  readonly baseTimestamp: number;
}

/** Overrides of the random starting points, for tests that cross a wrap-around. */
export interface RtpBase {
  readonly sequence: number;
  readonly timestamp: number;
}

/** Packs a parsed clip. @throws Mp4Error when the clip is shorter than one tick or its frames hold no picture. */
export function prepareClip(video: Mp4Video, base?: RtpBase): Clip {
  const to90k = (ticks: number): number => Math.round((ticks * 90_000) / video.timescale);
  const duration90k = to90k(video.durationTicks);
  if (duration90k < 1) throw new Mp4Error('the clip lasts no time');
  const ssrc = randomInt(1, 2 ** 32);
  const firstPts = video.accessUnits.reduce((least, unit) => Math.min(least, unit.pts), Number.POSITIVE_INFINITY);
  const frames: ClipFrame[] = [];
  let packetsPerLoop = 0;
  let keyIndex = 0;
  let payloadBytes = 0;
  for (const [index, unit] of video.accessUnits.entries()) {
    const packets = packFrame(unit.nals, unit.isKey, [...video.sps, ...video.pps], VIDEO_PAYLOAD_TYPE, ssrc);
    if (packets.offsets.length === 0) throw new Mp4Error(`sample ${index} holds only parameter sets`);
    if (unit.isKey) keyIndex = index;
    frames.push({
      packets,
      isKey: unit.isKey,
      sendAt90k: to90k(unit.dts),
      pts90k: to90k(unit.pts - firstPts),
      firstPacket: packetsPerLoop,
      keyIndex,
    });
    packetsPerLoop += packets.offsets.length;
    payloadBytes += packets.payloadBytes;
  }
  return {
    width: video.width,
    height: video.height,
    fps: Math.round((frames.length * 90_000_000) / duration90k) / 1000,
    bitrateKbps: Math.max(1, Math.round((payloadBytes * 8 * 90) / duration90k)),
    // Copies: a view would keep the whole file in memory.
    sps: video.sps.map((set) => Buffer.from(set)),
    pps: video.pps.map((set) => Buffer.from(set)),
    duration90k,
    frames,
    packetsPerLoop,
    ssrc,
    baseSequence: base?.sequence ?? randomInt(0, 2 ** 16),
    baseTimestamp: base?.timestamp ?? randomInt(0, 2 ** 32),
  };
}
