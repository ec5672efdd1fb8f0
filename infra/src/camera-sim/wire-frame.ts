import { frameAt, rtpTimestampOf, sequenceOf } from './clip-timeline.ts';
import { INTERLEAVED_HEADER_BYTES } from './rtp-packetizer.ts';
import type { Track } from './track.ts';

/** How one session's packets differ from those of the track. */
export interface PacketPatch {
  readonly ssrc: number;
  /** Of the first packet. */
  readonly sequence: number;
  readonly timestamp: number;
}

/**
 * One frame as it goes out: built once per frame, its bytes shared by all sessions that play the track (time stamps and
 * sequence numbers belong to the track's time line, not to the session). Never changed after it was handed out.
 */
export class WireFrame {
  readonly frameNumber: number;
  readonly isKey: boolean;
  readonly packetCount: number;
  readonly payloadBytes: number;
  readonly offsets: readonly number[];
  readonly sequence: number;
  readonly timestamp: number;
  /** The packets with their interleaved headers on channel 0. */
  readonly #bytes: Buffer;
  readonly #byChannel = new Map<number, Buffer>();

  constructor(track: Track, frameNumber: number) {
    const { packets, isKey } = frameAt(track, frameNumber);
    this.frameNumber = frameNumber;
    this.isKey = isKey;
    this.packetCount = packets.offsets.length;
    this.payloadBytes = packets.payloadBytes;
    this.offsets = packets.offsets;
    this.timestamp = rtpTimestampOf(track, frameNumber);
    this.sequence = sequenceOf(track, frameNumber);
    this.#bytes = Buffer.from(packets.template);
    this.#stamp(this.#bytes, { ssrc: track.ssrc, sequence: this.sequence, timestamp: this.timestamp });
    this.#byChannel.set(0, this.#bytes);
  }

  /** All packets, interleaved on a channel, in one buffer. */
  interleaved(channel: number): Buffer {
    const known = this.#byChannel.get(channel);
    if (known !== undefined) return known;
    const bytes = Buffer.from(this.#bytes);
    for (const offset of this.offsets) bytes.writeUInt8(channel, offset + 1);
    this.#byChannel.set(channel, bytes);
    return bytes;
  }

  /** The bare RTP packets, without interleaved headers; with a patch they are copies of their own. */
  packets(patch: PacketPatch | null): Buffer[] {
    const bytes = patch === null ? this.#bytes : Buffer.from(this.#bytes);
    if (patch !== null) this.#stamp(bytes, patch);
    return this.offsets.map((offset, index) =>
      bytes.subarray(offset + INTERLEAVED_HEADER_BYTES, this.offsets[index + 1] ?? bytes.length),
    );
  }

  #stamp(bytes: Buffer, { ssrc, sequence, timestamp }: PacketPatch): void {
    for (const [index, offset] of this.offsets.entries()) {
      bytes.writeUInt16BE((sequence + index) & 0xffff, offset + 6);
      bytes.writeUInt32BE(timestamp, offset + 8);
      bytes.writeUInt32BE(ssrc, offset + 12);
    }
  }
}
