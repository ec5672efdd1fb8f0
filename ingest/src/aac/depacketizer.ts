export interface AacSink {
  /**
   * One whole access unit, only valid during the call: number `index` of the `count` in the packet, whose timestamp is
   * that of the first.
   */
  onAudio(bytes: Buffer, index: number, count: number): void;
}

/** AAC-hbr headers (RFC 3640 3.3.6): 13 bits of size, 3 bits of index. */
const HEADER_BYTES = 2;
const INDEX_BITS = 3;
const MAX_UNIT_BYTES = 8_191;

/**
 * RFC 3640 packets of mode AAC-hbr to access units: several in a packet, or one in several packets. What is cut, loses a
 * packet or is interleaved is dropped. Holds one unit at most; never throws.
 */
export class AacDepacketizer {
  readonly #sink: AacSink;
  readonly #partial = Buffer.allocUnsafeSlow(MAX_UNIT_BYTES);
  #collected = 0;
  #wanted = 0;
  #timestamp = 0;

  constructor(sink: AacSink) {
    this.#sink = sink;
  }

  /** Tells that packets are missing before the next `push`. */
  markLoss(): void {
    this.#wanted = 0;
  }

  /** One RTP payload, `[start, end)` of `packet`. */
  push(packet: Buffer, start: number, end: number, timestamp: number): void {
    if (end - start < 2) return;
    const headerBytes = Math.ceil(packet.readUInt16BE(start) / 8);
    const count = headerBytes / HEADER_BYTES;
    const dataStart = start + 2 + headerBytes;
    if (count < 1 || !Number.isInteger(count) || dataStart >= end) return;
    const firstBytes = packet.readUInt16BE(start + 2) >> INDEX_BITS;
    if (count === 1 && firstBytes > end - dataStart) {
      this.#fragment(packet, dataStart, end, firstBytes, timestamp);
      return;
    }
    this.#wanted = 0;
    let at = dataStart;
    for (let index = 0; index < count; index++) {
      const bytes = packet.readUInt16BE(start + 2 + index * HEADER_BYTES) >> INDEX_BITS;
      if (at + bytes > end) return;
      if (bytes > 0) this.#sink.onAudio(packet.subarray(at, at + bytes), index, count);
      at += bytes;
    }
  }

  /** Each fragment's header tells the size of the whole unit. */
  #fragment(packet: Buffer, start: number, end: number, wanted: number, timestamp: number): void {
    if (this.#wanted !== wanted || this.#timestamp !== timestamp) {
      this.#collected = 0;
      this.#wanted = wanted;
      this.#timestamp = timestamp;
    }
    if (this.#collected + end - start > wanted) {
      this.#wanted = 0;
      return;
    }
    this.#collected += packet.copy(this.#partial, this.#collected, start, end);
    if (this.#collected < wanted) return;
    this.#wanted = 0;
    this.#sink.onAudio(this.#partial.subarray(0, wanted), 0, 1);
  }
}
