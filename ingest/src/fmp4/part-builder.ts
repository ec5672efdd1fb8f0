import type { MediaPart, StreamDescription } from '../media/media-types.ts';
import { HEAD_ROOM_BYTES, MAX_SAMPLES_PER_PART, writePartHeader } from './part-layout.ts';

/** One picture on its way into a part. `avcc` is copied. */
export interface Sample {
  readonly description: StreamDescription;
  readonly avcc: Buffer;
  readonly isKeyFrame: boolean;
  readonly isDiscontinuity: boolean;
  readonly decodeTime90k: number;
  readonly atMs: number;
}

const TARGET_90K = 18_000;
const LIMIT_90K = 30_000;
const TICKS_PER_MS = 90;
const INITIAL_BYTES = 32 * 1024;
/** Give memory back when more than a quarter of a part's buffer stayed empty. */
const MAX_SLACK = 0.25;

/**
 * Samples to parts (see `MediaPart` for the rules). A sample's duration is the distance to the next one, so the newest
 * sample is held until its successor or `flush` comes. Samples go straight into the part's own buffer, behind
 * head-room for the `moof`, so that a finished part is one contiguous piece.
 *
 * Preconditions: decode and wall times grow; the first sample, and any after a discontinuity, is a key frame.
 */
export class PartBuilder {
  readonly #onPart: (part: MediaPart) => void;
  readonly #sizes = new Uint32Array(MAX_SAMPLES_PER_PART);
  readonly #durations90k = new Uint32Array(MAX_SAMPLES_PER_PART);
  #buffer: Buffer | null = null;
  #length = 0;
  #count = 0;
  #first: Omit<Sample, 'avcc'> | null = null;
  #heldAt90k = 0;
  #heldAtMs = 0;
  #sequence = 0;
  #expectedBytes = INITIAL_BYTES;

  constructor(onPart: (part: MediaPart) => void) {
    this.#onPart = onPart;
  }

  /** `nominal90k`: duration of the held sample when the new one is a discontinuity. */
  push(sample: Sample, nominal90k: number): void {
    const first = this.#first;
    if (first !== null) {
      const step90k = sample.decodeTime90k - this.#heldAt90k;
      const held90k = sample.isDiscontinuity ? Math.min(nominal90k, step90k) : step90k;
      const heldMs = sample.isDiscontinuity
        ? Math.min(nominal90k / TICKS_PER_MS, sample.atMs - this.#heldAtMs)
        : sample.atMs - this.#heldAtMs;
      const elapsed90k = sample.decodeTime90k - first.decodeTime90k;
      const isFull = elapsed90k >= TARGET_90K || elapsed90k + step90k > LIMIT_90K;
      if (sample.isKeyFrame || sample.isDiscontinuity || isFull || this.#count === MAX_SAMPLES_PER_PART)
        this.#finish(first, held90k, heldMs);
      else this.#durations90k[this.#count - 1] = held90k;
    }
    this.#append(sample);
  }

  /** Finishes the part in progress; its last sample lasts `nominal90k`. */
  flush(nominal90k: number): void {
    if (this.#first !== null) this.#finish(this.#first, nominal90k, nominal90k / TICKS_PER_MS);
  }

  #append(sample: Sample): void {
    const needed = this.#length + sample.avcc.length;
    if (this.#first === null || this.#buffer === null) {
      const { description, isKeyFrame, isDiscontinuity, decodeTime90k, atMs } = sample;
      this.#first = { description, isKeyFrame, isDiscontinuity, decodeTime90k, atMs };
      this.#buffer = Buffer.allocUnsafeSlow(HEAD_ROOM_BYTES + Math.max(needed, this.#expectedBytes));
    } else if (HEAD_ROOM_BYTES + needed > this.#buffer.length) {
      const grown = Buffer.allocUnsafeSlow(HEAD_ROOM_BYTES + Math.max(needed, Math.ceil(this.#length * 1.5)));
      this.#buffer.copy(grown, HEAD_ROOM_BYTES, HEAD_ROOM_BYTES, HEAD_ROOM_BYTES + this.#length);
      this.#buffer = grown;
    }
    sample.avcc.copy(this.#buffer, HEAD_ROOM_BYTES + this.#length);
    this.#length = needed;
    this.#sizes[this.#count++] = sample.avcc.length;
    this.#heldAt90k = sample.decodeTime90k;
    this.#heldAtMs = sample.atMs;
  }

  #finish(first: Omit<Sample, 'avcc'>, held90k: number, heldMs: number): void {
    const buffer = this.#buffer;
    if (buffer === null) return;
    this.#durations90k[this.#count - 1] = held90k;
    const start = writePartHeader(buffer, HEAD_ROOM_BYTES, {
      sequence: ++this.#sequence,
      decodeTime90k: first.decodeTime90k,
      startsWithKeyFrame: first.isKeyFrame,
      mediaBytes: this.#length,
      sampleCount: this.#count,
      durations90k: this.#durations90k,
      sizes: this.#sizes,
    });
    const bytes = buffer.subarray(start, HEAD_ROOM_BYTES + this.#length);
    const isWasteful = bytes.length < buffer.length * (1 - MAX_SLACK);
    const part: MediaPart = {
      description: first.description,
      data: isWasteful ? Buffer.from(bytes) : bytes,
      decodeTime90k: first.decodeTime90k,
      duration90k: this.#heldAt90k - first.decodeTime90k + held90k,
      startsWithKeyFrame: first.isKeyFrame,
      isDiscontinuity: first.isDiscontinuity,
      sampleCount: this.#count,
      startsAtMs: first.atMs,
      durationMs: this.#heldAtMs - first.atMs + heldMs,
    };
    // Parts without a key frame are alike; parts with one grow their buffer once.
    if (!first.isKeyFrame) this.#expectedBytes = Math.ceil(this.#length * 1.15);
    this.#buffer = null;
    this.#first = null;
    this.#length = 0;
    this.#count = 0;
    this.#onPart(part);
  }
}
