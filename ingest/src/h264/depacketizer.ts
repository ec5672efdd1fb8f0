import {
  isSlice,
  NAL_IDR_SLICE,
  NAL_PPS,
  NAL_SPS,
  NAL_TYPE_MASK,
  PACKET_FU_A,
  PACKET_FU_B,
  PACKET_MTAP_16,
  PACKET_MTAP_24,
  PACKET_STAP_A,
  PACKET_STAP_B,
} from './nal-type.ts';

/** A picture out of the packets. `avcc` is only valid during the call. */
export interface DepacketizedUnit {
  readonly avcc: Buffer;
  readonly isKeyFrame: boolean;
  readonly rtpTimestamp: number;
  /** Pictures were dropped since the last one handed on. */
  readonly isAfterLoss: boolean;
}

export interface DepacketizerSink {
  onUnit(unit: DepacketizedUnit): void;
  /** SPS or PPS with its header byte; only valid during the call. */
  onParameterSet(nal: Buffer): void;
}

export const MAX_ACCESS_UNIT_BYTES = 8 * 1024 * 1024;
const INITIAL_BYTES = 64 * 1024;
const LENGTH_BYTES = 4;
const FU_START = 0x80;
const FU_END = 0x40;
const NAL_REF_MASK = 0xe0;
/** Set in the first byte of a slice header when `first_mb_in_slice` is 0: the picture's first slice. */
const FIRST_SLICE_BIT = 0x80;

/**
 * RFC 6184 packets (single NAL, STAP-A, FU-A; packetisation modes 0 and 1) to access units. A picture ends at the
 * marker bit or at a new timestamp. Whatever misses a packet is dropped up to the next whole key frame and counted, so
 * a decoder never sees a reference that is not there. Holds at most `MAX_ACCESS_UNIT_BYTES`; never throws.
 */
export class H264Depacketizer {
  readonly #sink: DepacketizerSink;
  #buffer = Buffer.allocUnsafeSlow(INITIAL_BYTES);
  #length = 0;
  #timestamp = 0;
  #hasSlice = false;
  #isKeyFrame = false;
  #isDamaged = false;
  /** Offset of the length prefix of the NAL unit that fragments are being added to, or -1. */
  #fragmentAt = -1;
  /** Fragments of a unit that is not kept (SEI, private) are skipped without calling them damage. */
  #isSkippingFragments = false;
  #isWaitingForKey = true;
  #hasDelivered = false;
  #isAfterLoss = false;
  #droppedFrames = 0;

  constructor(sink: DepacketizerSink) {
    this.#sink = sink;
  }

  get droppedFrames(): number {
    return this.#droppedFrames;
  }

  /** Tells that packets are missing before the next `push`. */
  markLoss(): void {
    this.#isWaitingForKey = true;
    this.#fragmentAt = -1;
    this.#isSkippingFragments = false;
    if (this.#length > 0 || this.#hasSlice) this.#isDamaged = true;
  }

  /** One RTP payload, `[start, end)` of `packet`. */
  push(packet: Buffer, start: number, end: number, rtpTimestamp: number, marker: boolean): void {
    if (rtpTimestamp !== this.#timestamp) {
      this.#finish();
      this.#timestamp = rtpTimestamp;
    }
    if (end > start) this.#payload(packet, start, end);
    if (marker) this.#finish();
  }

  #payload(packet: Buffer, start: number, end: number): void {
    const type = packet.readUInt8(start) & NAL_TYPE_MASK;
    if (type === PACKET_FU_A) {
      this.#fragment(packet, start, end);
      return;
    }
    if (this.#fragmentAt >= 0) this.#damage();
    this.#isSkippingFragments = false;
    if (type === PACKET_STAP_A) this.#aggregate(packet, start + 1, end);
    else if (type === PACKET_STAP_B || type === PACKET_MTAP_16 || type === PACKET_MTAP_24 || type === PACKET_FU_B)
      this.#damage();
    else this.#nal(packet, start, end);
  }

  #aggregate(packet: Buffer, start: number, end: number): void {
    let at = start;
    while (at + 2 <= end) {
      const bytes = packet.readUInt16BE(at);
      at += 2;
      if (bytes === 0 || at + bytes > end) {
        this.#damage();
        return;
      }
      this.#nal(packet, at, at + bytes);
      at += bytes;
    }
  }

  #nal(packet: Buffer, start: number, end: number): void {
    const type = packet.readUInt8(start) & NAL_TYPE_MASK;
    if (type === NAL_SPS || type === NAL_PPS) {
      this.#sink.onParameterSet(packet.subarray(start, end));
      return;
    }
    if (!isSlice(type)) return;
    this.#beginSlice(type, start + 1 < end ? packet.readUInt8(start + 1) : 0);
    if (!this.#reserve(LENGTH_BYTES + end - start)) return;
    this.#buffer.writeUInt32BE(end - start, this.#length);
    packet.copy(this.#buffer, this.#length + LENGTH_BYTES, start, end);
    this.#length += LENGTH_BYTES + end - start;
  }

  #fragment(packet: Buffer, start: number, end: number): void {
    if (end - start < 3) {
      this.#damage();
      return;
    }
    const indicator = packet.readUInt8(start);
    const header = packet.readUInt8(start + 1);
    const type = header & NAL_TYPE_MASK;
    const isStart = (header & FU_START) !== 0;
    if (isStart) {
      if (this.#fragmentAt >= 0) this.#damage();
      this.#isSkippingFragments = !isSlice(type);
      if (this.#isSkippingFragments) return;
      this.#beginSlice(type, packet.readUInt8(start + 2));
      if (!this.#reserve(LENGTH_BYTES + 1)) return;
      this.#fragmentAt = this.#length;
      this.#length += LENGTH_BYTES;
      this.#buffer[this.#length++] = (indicator & NAL_REF_MASK) | type;
    }
    if (this.#isSkippingFragments) return;
    if (this.#fragmentAt < 0) {
      if (isSlice(type)) this.#damage();
      return;
    }
    const bytes = end - start - 2;
    if (!this.#reserve(bytes)) return;
    packet.copy(this.#buffer, this.#length, start + 2, end);
    this.#length += bytes;
    if ((header & FU_END) !== 0) {
      this.#buffer.writeUInt32BE(this.#length - this.#fragmentAt - LENGTH_BYTES, this.#fragmentAt);
      this.#fragmentAt = -1;
    }
  }

  #beginSlice(type: number, firstHeaderByte: number): void {
    // After a loss the packets that began this picture may be the ones missing.
    if (!this.#hasSlice && (firstHeaderByte & FIRST_SLICE_BIT) === 0) this.#isDamaged = true;
    this.#hasSlice = true;
    if (type === NAL_IDR_SLICE) this.#isKeyFrame = true;
  }

  #damage(): void {
    this.#isDamaged = true;
    this.#hasSlice = true;
    this.#fragmentAt = -1;
    this.#isSkippingFragments = false;
  }

  #reserve(bytes: number): boolean {
    const needed = this.#length + bytes;
    if (needed <= this.#buffer.length) return true;
    if (needed > MAX_ACCESS_UNIT_BYTES) {
      this.#damage();
      this.#length = 0;
      return false;
    }
    const grown = Buffer.allocUnsafeSlow(Math.min(MAX_ACCESS_UNIT_BYTES, Math.max(needed, this.#buffer.length * 2)));
    this.#buffer.copy(grown, 0, 0, this.#length);
    this.#buffer = grown;
    return true;
  }

  #finish(): void {
    const isPicture = this.#hasSlice;
    const isWhole = isPicture && !this.#isDamaged && this.#fragmentAt < 0 && this.#length > 0;
    const isKeyFrame = this.#isKeyFrame;
    const length = this.#length;
    this.#length = 0;
    this.#hasSlice = false;
    this.#isKeyFrame = false;
    this.#isDamaged = false;
    this.#fragmentAt = -1;
    this.#isSkippingFragments = false;
    if (!isPicture) return;
    if (!isWhole) this.#isWaitingForKey = true;
    if (!isWhole || (this.#isWaitingForKey && !isKeyFrame)) {
      // Joining in the middle of a group of pictures is not a loss.
      if (!this.#hasDelivered) return;
      this.#droppedFrames++;
      this.#isAfterLoss = true;
      return;
    }
    const isAfterLoss = this.#isAfterLoss;
    this.#isWaitingForKey = false;
    this.#isAfterLoss = false;
    this.#hasDelivered = true;
    this.#sink.onUnit({
      avcc: this.#buffer.subarray(0, length),
      isKeyFrame,
      rtpTimestamp: this.#timestamp,
      isAfterLoss,
    });
  }
}
