import type { Clip } from './clip.ts';
import { frameAt, rtpTimestampOf, sequenceOf } from './clip-timeline.ts';

/**
 * One frame as it goes out: built once per frame, its bytes shared by all sessions that play the clip (time stamps and
 * sequence numbers belong to the clip's time line, not to the session). Never changed after it was handed out.
 */
export class WireFrame {
  readonly frameNumber: number;
  readonly isKey: boolean;
  readonly packetCount: number;
  readonly payloadBytes: number;
  readonly offsets: readonly number[];
  /** The packets with their interleaved headers on channel 0. */
  readonly #bytes: Buffer;
  readonly #byChannel = new Map<number, Buffer>();

  constructor(clip: Clip, frameNumber: number) {
    const { packets, isKey } = frameAt(clip, frameNumber);
    const bytes = Buffer.from(packets.template);
    const timestamp = rtpTimestampOf(clip, frameNumber);
    const firstSequence = sequenceOf(clip, frameNumber);
    for (const [index, offset] of packets.offsets.entries()) {
      bytes.writeUInt16BE((firstSequence + index) & 0xffff, offset + 6);
      bytes.writeUInt32BE(timestamp, offset + 8);
    }
    this.frameNumber = frameNumber;
    this.isKey = isKey;
    this.packetCount = packets.offsets.length;
    this.payloadBytes = packets.payloadBytes;
    this.offsets = packets.offsets;
    this.#bytes = bytes;
    this.#byChannel.set(0, bytes);
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

  /** The bare RTP packet, without the interleaved header. */
  rtpPacket(index: number): Buffer {
    const start = (this.offsets[index] ?? 0) + 4;
    return this.#bytes.subarray(start, this.offsets[index + 1] ?? this.#bytes.length);
  }
}
