import { randomInt } from 'node:crypto';
import type { FramePackets } from './rtp-packetizer.ts';

/** One access unit of a track, packed and placed on the track's own time line (90 kHz). */
export interface TrackFrame {
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

/** An endless loop of packed frames: read-only, shared by every stream that plays it in the same phase. */
export interface Track {
  readonly kind: 'video' | 'audio';
  readonly payloadType: number;
  /** Ticks of the RTP clock a second. */
  readonly clockRate: number;
  readonly duration90k: number;
  /** How far this copy of the loop runs ahead of wall time modulo its duration. */
  readonly phase90k: number;
  readonly frames: readonly TrackFrame[];
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

/** The random parts of a track; every copy draws its own. */
export function drawRtpBase(base?: RtpBase): Pick<Track, 'ssrc' | 'baseSequence' | 'baseTimestamp'> {
  return {
    ssrc: randomInt(1, 2 ** 32),
    baseSequence: base?.sequence ?? randomInt(0, 2 ** 16),
    baseTimestamp: base?.timestamp ?? randomInt(0, 2 ** 32),
  };
}
