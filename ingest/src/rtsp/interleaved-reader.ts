import { MAX_BODY_BYTES, MAX_HEADER_BYTES, parseRtspMessage, type RtspMessage } from './rtsp-message.ts';

export interface InterleavedSink {
  /** Payload of one `$` frame (RFC 2326 10.12) at `[start, end)`; only valid during the call. */
  onFrame(channel: number, bytes: Buffer, start: number, end: number): void;
  onMessage(message: RtspMessage): void;
}

const DOLLAR = 0x24;
const LF = 0x0a;
const CR = 0x0d;
const FRAME_HEADER_BYTES = 4;
const MAX_FRAME_BYTES = FRAME_HEADER_BYTES + 0xffff;
const MAX_CARRY_BYTES = Math.max(MAX_FRAME_BYTES, MAX_HEADER_BYTES + MAX_BODY_BYTES) + 1;

/**
 * Splits what a camera sends on one TCP connection into interleaved frames and messages. Frames that lie whole in the
 * read buffer are handed on in place; only the piece across two reads is copied. Holds at most 80 KB.
 */
export class InterleavedReader {
  readonly #sink: InterleavedSink;
  #carry = Buffer.alloc(0);
  #carried = 0;

  constructor(sink: InterleavedSink) {
    this.#sink = sink;
  }

  /** Takes `[0, length)` of `chunk`, which the caller may reuse afterwards. Null, or what is wrong with the stream. */
  push(chunk: Buffer, length: number): string | null {
    let at = 0;
    while (this.#carried > 0 && at < length) {
      if (this.#carry[0] !== DOLLAR) return this.#pushText(chunk.subarray(at, length));
      const isHeaderKnown = this.#carried >= FRAME_HEADER_BYTES;
      const wanted = FRAME_HEADER_BYTES + (isHeaderKnown ? this.#carry.readUInt16BE(2) : 0);
      at += this.#take(chunk, at, Math.min(length, at + wanted - this.#carried));
      if (!isHeaderKnown || this.#carried < wanted) continue;
      this.#carried = 0;
      if (wanted > FRAME_HEADER_BYTES)
        this.#sink.onFrame(this.#carry.readUInt8(1), this.#carry, FRAME_HEADER_BYTES, wanted);
    }
    return at < length ? this.#scan(chunk, at, length) : null;
  }

  #scan(bytes: Buffer, start: number, end: number): string | null {
    let at = start;
    while (at < end) {
      const first = bytes[at];
      if (first === DOLLAR) {
        const payloadStart = at + FRAME_HEADER_BYTES;
        const frameEnd = payloadStart <= end ? payloadStart + bytes.readUInt16BE(at + 2) : end + 1;
        if (frameEnd > end) break;
        if (frameEnd > payloadStart) this.#sink.onFrame(bytes.readUInt8(at + 1), bytes, payloadStart, frameEnd);
        at = frameEnd;
      } else if (first === CR || first === LF) at++;
      else {
        const parsed = parseRtspMessage(bytes, at, end);
        if (parsed.kind === 'invalid') return parsed.detail;
        if (parsed.kind === 'incomplete') break;
        at += parsed.bytes;
        this.#sink.onMessage(parsed.message);
      }
    }
    if (at < end) this.#take(bytes, at, end);
    return null;
  }

  /** A message across two reads is rare: join the pieces and start over. */
  #pushText(rest: Buffer): string | null {
    const joined = Buffer.concat([this.#carry.subarray(0, this.#carried), rest]);
    this.#carried = 0;
    return this.#scan(joined, 0, joined.length);
  }

  #take(bytes: Buffer, start: number, end: number): number {
    const needed = this.#carried + end - start;
    if (needed > this.#carry.length) {
      const grown = Buffer.allocUnsafeSlow(Math.min(MAX_CARRY_BYTES, Math.max(needed, 2048, this.#carry.length * 2)));
      this.#carry.copy(grown, 0, 0, this.#carried);
      this.#carry = grown;
    }
    const taken = bytes.copy(this.#carry, this.#carried, start, end);
    this.#carried += taken;
    return taken;
  }
}
