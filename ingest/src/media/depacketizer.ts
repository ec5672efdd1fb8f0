/** One picture in decode order, on its way to the stream's clocks and parts. */
export interface VideoUnit {
  /** NAL units, each behind a 4-byte big-endian length, without parameter sets; only valid during the call. */
  readonly avcc: Buffer;
  readonly isKeyFrame: boolean;
  /** Pictures were dropped since the last one handed on. */
  readonly isAfterLoss: boolean;
  /** Presentation time in 90 kHz ticks modulo 2^32, from any origin: only differences count. */
  readonly pts90k: number;
}

export interface DepacketizerSink {
  onUnit(unit: VideoUnit): void;
  /** VPS, SPS or PPS with its header; only valid during the call. */
  onParameterSet(nal: Buffer): void;
}

/**
 * RTP payloads of one video track to pictures, in order. Whatever misses a packet is dropped up to the next whole key
 * frame and counted, so a decoder never sees a reference that is not there. Memory is bounded by
 * `MAX_ACCESS_UNIT_BYTES`; no payload makes it throw.
 */
export interface Depacketizer {
  /** Pictures thrown away after the first one that was delivered. */
  readonly droppedFrames: number;
  /** Tells that packets are missing before the next `push`. */
  markLoss(): void;
  /** One RTP payload, `[start, end)` of `packet`. */
  push(packet: Buffer, start: number, end: number, timestamp90k: number, marker: boolean): void;
}
