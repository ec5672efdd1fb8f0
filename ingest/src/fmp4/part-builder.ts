import type { Discontinuity, MediaPart, StreamDescription } from '../media/media-types.ts';
import type { SlabPool } from '../media/slab.ts';
import { AudioQueue } from './audio-queue.ts';
import {
  headerBytes,
  MAX_AUDIO_SAMPLES_PER_PART,
  MAX_SAMPLES_PER_PART,
  type SampleTable,
  writePartHeader,
} from './part-layout.ts';
import { isPartFull } from './part-rules.ts';
import { PartSpace } from './part-space.ts';

/** One picture on its way into a part. `avcc` is copied unless it is the picture of the builder's own `space`. */
export interface Sample {
  readonly description: StreamDescription;
  readonly avcc: Buffer;
  readonly isKeyFrame: boolean;
  readonly discontinuity: Discontinuity | null;
  readonly decodeTime90k: number;
  readonly compositionOffset90k: number;
  readonly atMs: number;
}

interface OpenPart {
  readonly description: StreamDescription;
  readonly isKeyFrame: boolean;
  readonly discontinuity: Discontinuity | null;
  readonly decodeTime90k: number;
  readonly atMs: number;
}

const TICKS_PER_MS = 90;
/** A camera whose clock stands still must not fill the memory. */
const MAX_PART_BYTES = 16 * 1024 * 1024;
const HEAD_ROOM_BYTES = headerBytes(MAX_SAMPLES_PER_PART, true, 0);
const AUDIO_HEAD_ROOM_BYTES = headerBytes(MAX_SAMPLES_PER_PART, true, MAX_AUDIO_SAMPLES_PER_PART);

/**
 * Samples to parts (see `MediaPart` for the rules). A sample's duration is the distance to the next one, so the newest
 * sample is held until its successor or `flush` comes. Pictures are put together in `space`, behind head-room for the
 * `moof`, so that a finished part is one contiguous piece. Sound joins the part in whose time it starts, or a later one
 * when it comes late.
 *
 * Preconditions: decode and wall times grow; the first sample, and any after a discontinuity, is a key frame.
 */
export class PartBuilder {
  /** Where a depacketiser puts the next picture together. */
  readonly space: PartSpace;
  readonly #onPart: (part: MediaPart) => void;
  readonly #sizes = new Uint32Array(MAX_SAMPLES_PER_PART);
  readonly #durations90k = new Uint32Array(MAX_SAMPLES_PER_PART);
  readonly #offsets90k = new Int32Array(MAX_SAMPLES_PER_PART);
  readonly #audio = new AudioQueue();
  readonly #appendAudio = (bytes: Buffer): void => this.space.appendToPart(bytes);
  #count = 0;
  #first: OpenPart | null = null;
  #heldAt90k = 0;
  #heldAtMs = 0;
  #sequence = 0;

  /** `slabs`: see `MediaSink.slabs`. */
  constructor(onPart: (part: MediaPart) => void, slabs: SlabPool | null = null) {
    this.#onPart = onPart;
    this.space = new PartSpace(HEAD_ROOM_BYTES, slabs);
  }

  get droppedAudioUnits(): number {
    return this.#audio.dropped;
  }

  /** `nominal90k`: duration of the held sample when the new one is a discontinuity. */
  push(sample: Sample, nominal90k: number): void {
    const first = this.#first;
    const { space } = this;
    let avcc = sample.avcc;
    const size = avcc.length;
    if (first !== null) {
      const step90k = sample.decodeTime90k - this.#heldAt90k;
      const isFull =
        isPartFull(sample.decodeTime90k - first.decodeTime90k, step90k) ||
        this.#count === MAX_SAMPLES_PER_PART ||
        space.partEnd - space.partStart + size > MAX_PART_BYTES;
      if (sample.isKeyFrame || sample.discontinuity !== null || isFull) {
        if (space.isPicture(avcc)) {
          space.moveAhead(sample.isKeyFrame);
          avcc = space.picture();
        } else space.dropPicture();
        const heldMs = sample.atMs - this.#heldAtMs;
        if (sample.discontinuity !== null)
          this.#finish(first, Math.min(nominal90k, step90k), Math.min(nominal90k / TICKS_PER_MS, heldMs), true);
        else this.#finish(first, step90k, heldMs, false);
      } else this.#durations90k[this.#count - 1] = step90k;
    }
    this.#append(sample, avcc, size);
  }

  /** Sound of the run in progress, `start` and `duration` in ticks of the audio track; `bytes` become the builder's. */
  pushAudio(bytes: Buffer, start: number, duration: number): void {
    this.#audio.push(bytes, start, duration);
    this.space.tailRoomBytes = this.#audio.bytes;
  }

  /** Finishes the part in progress; its last sample lasts `nominal90k`. Sound that is left goes into it. */
  flush(nominal90k: number): void {
    if (this.#first === null) return;
    this.space.dropPicture();
    this.space.makeRoom(this.#audio.bytes);
    this.#finish(this.#first, nominal90k, nominal90k / TICKS_PER_MS, true);
  }

  #append(sample: Sample, avcc: Buffer, size: number): void {
    if (this.#first === null) {
      const { description, isKeyFrame, discontinuity, decodeTime90k, atMs } = sample;
      if (discontinuity !== null)
        this.space.headRoomBytes = description.audio === null ? HEAD_ROOM_BYTES : AUDIO_HEAD_ROOM_BYTES;
      this.#first = { description, isKeyFrame, discontinuity, decodeTime90k, atMs };
    }
    this.space.commit(avcc, sample.isKeyFrame);
    this.#offsets90k[this.#count] = sample.compositionOffset90k;
    this.#sizes[this.#count++] = size;
    this.#heldAt90k = sample.decodeTime90k;
    this.#heldAtMs = sample.atMs;
  }

  #takeAudio({ description }: OpenPart, end90k: number, isRunEnd: boolean): SampleTable | null {
    const { space } = this;
    let table: SampleTable | null = null;
    if (description.audio !== null && space.partRoomBytes >= AUDIO_HEAD_ROOM_BYTES) {
      const end = isRunEnd ? Number.POSITIVE_INFINITY : (end90k / description.timescale) * description.audio.sampleRate;
      table = this.#audio.take(end, space.roomBytes, this.#appendAudio);
    }
    // What comes next has other times.
    if (isRunEnd) this.#audio.clear();
    space.tailRoomBytes = this.#audio.bytes;
    return table;
  }

  #finish(first: OpenPart, held90k: number, heldMs: number, isRunEnd: boolean): void {
    const { space } = this;
    this.#durations90k[this.#count - 1] = held90k;
    const duration90k = this.#heldAt90k - first.decodeTime90k + held90k;
    const video: SampleTable = {
      decodeTime: first.decodeTime90k,
      count: this.#count,
      bytes: space.partEnd - space.partStart,
      durations: this.#durations90k,
      sizes: this.#sizes,
    };
    const audio = this.#takeAudio(first, first.decodeTime90k + duration90k, isRunEnd);
    const start = writePartHeader(space.part, space.partStart, {
      sequence: ++this.#sequence,
      startsWithKeyFrame: first.isKeyFrame,
      video,
      offsets90k: first.description.isReordered ? this.#offsets90k : null,
      audio,
    });
    const part: MediaPart = {
      description: first.description,
      data: space.part.subarray(start, space.partEnd),
      memory: space.partMemory,
      decodeTime90k: first.decodeTime90k,
      duration90k,
      startsWithKeyFrame: first.isKeyFrame,
      discontinuity: first.discontinuity,
      sampleCount: this.#count,
      startsAtMs: first.atMs,
      durationMs: this.#heldAtMs - first.atMs + heldMs,
    };
    space.closePart();
    this.#first = null;
    this.#count = 0;
    this.#onPart(part);
  }
}
