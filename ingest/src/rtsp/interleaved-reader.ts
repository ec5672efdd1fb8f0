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
export const MAX_CARRY_BYTES = Math.max(MAX_FRAME_BYTES, MAX_HEADER_BYTES + MAX_BODY_BYTES) + 1;
/** Noise in one stretch that is skipped to find the next frame or message. */
export const MAX_NOISE_BYTES = 64 * 1024;
/** Cameras use the channels that were asked for or the next few; a higher one after noise is noise too. */
const MAX_PLAUSIBLE_CHANNEL = 15;
const MIN_PACKET_BYTES = 8;
const RTP_VERSION = 2;
/** An answer, or a request of the camera; either may be cut off. */
const MESSAGE_START = /^(?:RTSP\/.*|[A-Z_]{1,32}(?: .*)?)$/s;
const MESSAGE_START_BYTES = 40;

/**
 * Splits what a camera sends on one TCP connection into interleaved frames and messages. Frames that lie whole in the
 * read buffer are handed on in place; only the piece across two reads is copied. Once a message was understood, noise
 * between frames is skipped, at most `MAX_NOISE_BYTES` in one stretch. Holds at most `MAX_CARRY_BYTES`.
 */
export class InterleavedReader {
  readonly #sink: InterleavedSink;
  #carry = Buffer.alloc(0);
  #carried = 0;
  #hasUnderstood = false;
  #isLost = false;
  #noiseBytes = 0;
  #skippedBytes = 0;
  #open: { readonly message: RtspMessage; readonly bytes: number } | null = null;

  constructor(sink: InterleavedSink) {
    this.#sink = sink;
  }

  /** Noise skipped so far. */
  get skippedBytes(): number {
    return this.#skippedBytes;
  }

  /** Memory held between reads. */
  get heldBytes(): number {
    return this.#carry.length;
  }

  /** Whether a description of unknown length waits for more; `settle` takes it as it is. */
  get isUnsettled(): boolean {
    return this.#open !== null;
  }

  /** Nothing more came: the description that was held is whole. */
  settle(): void {
    const open = this.#open;
    if (open === null) return;
    this.#open = null;
    this.#carry.copy(this.#carry, 0, open.bytes, this.#carried);
    this.#carried = Math.max(0, this.#carried - open.bytes);
    this.#message(open.message);
  }

  /** Takes `chunk[start, end)`, which the caller may reuse afterwards. Null, or what is wrong with the stream. */
  push(chunk: Buffer, start: number, end: number): string | null {
    this.#open = null;
    let at = start;
    while (this.#carried > 0 && at < end) {
      if (this.#carry[0] !== DOLLAR || this.#isLost) return this.#pushText(chunk.subarray(at, end));
      const isHeaderKnown = this.#carried >= FRAME_HEADER_BYTES;
      const wanted = FRAME_HEADER_BYTES + (isHeaderKnown ? this.#carry.readUInt16BE(2) : 0);
      at += this.#take(chunk, at, Math.min(end, at + wanted - this.#carried));
      if (!isHeaderKnown || this.#carried < wanted) continue;
      this.#carried = 0;
      if (wanted > FRAME_HEADER_BYTES)
        this.#sink.onFrame(this.#carry.readUInt8(1), this.#carry, FRAME_HEADER_BYTES, wanted);
    }
    return at < end ? this.#scan(chunk, at, end) : null;
  }

  #scan(bytes: Buffer, start: number, end: number): string | null {
    let at = start;
    while (at < end) {
      const first = bytes[at];
      if (first === DOLLAR && !this.#isLost) {
        const payloadStart = at + FRAME_HEADER_BYTES;
        const frameBytes = ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0);
        const frameEnd = payloadStart <= end ? payloadStart + frameBytes : end + 1;
        if (frameEnd > end) break;
        if (frameEnd > payloadStart) this.#sink.onFrame(bytes[at + 1] ?? 0, bytes, payloadStart, frameEnd);
        at = frameEnd;
      } else if (first === CR || first === LF) at++;
      else if (this.#hasUnderstood && !MESSAGE_START.test(this.#begin(bytes, at, end))) {
        const found = this.#resynchronise(bytes, at, end);
        this.#noiseBytes += found - at;
        this.#skippedBytes += found - at;
        at = found;
        if (this.#noiseBytes > MAX_NOISE_BYTES) return 'endless noise between the packets';
        if (this.#isLost) break;
      } else {
        const parsed = parseRtspMessage(bytes, at, end);
        if (parsed.kind === 'invalid') {
          if (!this.#hasUnderstood) return parsed.detail;
          this.#isLost = true;
          this.#noiseBytes++;
          this.#skippedBytes++;
          at++;
          continue;
        }
        if (parsed.kind === 'open') this.#open = parsed;
        if (parsed.kind !== 'whole') break;
        at += parsed.bytes;
        this.#message(parsed.message);
      }
    }
    if (at < end) this.#take(bytes, at, end);
    return null;
  }

  #message(message: RtspMessage): void {
    this.#hasUnderstood = true;
    this.#isLost = false;
    this.#noiseBytes = 0;
    this.#sink.onMessage(message);
  }

  #begin(bytes: Buffer, at: number, end: number): string {
    return bytes.toString('latin1', at, Math.min(end, at + MESSAGE_START_BYTES));
  }

  /** Index of the next packet or answer; `end`, or shortly before it when more is needed, while there is none. */
  #resynchronise(bytes: Buffer, start: number, end: number): number {
    this.#isLost = true;
    for (let at = start; at < end; at++) {
      const first = bytes[at];
      if (first === DOLLAR) {
        if (end - at <= FRAME_HEADER_BYTES) return at;
        const isPacket =
          bytes.readUInt8(at + 1) <= MAX_PLAUSIBLE_CHANNEL &&
          bytes.readUInt16BE(at + 2) >= MIN_PACKET_BYTES &&
          bytes.readUInt8(at + FRAME_HEADER_BYTES) >> 6 === RTP_VERSION;
        if (!isPacket) continue;
        this.#isLost = false;
        this.#noiseBytes = 0;
        return at;
      }
      if (first !== 0x52) continue;
      const begin = bytes.toString('latin1', at, Math.min(end, at + 5));
      if (begin === 'RTSP/') {
        this.#isLost = false;
        return at;
      }
      if ('RTSP/'.startsWith(begin)) return at;
    }
    return end;
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
