import type { MediaPart } from '../media/media-types.ts';

/** About 30 s of an 8 Mbps camera: how long a disk may stand still without loss. */
export const MAX_QUEUED_BYTES = 32 * 1024 * 1024;
const MAX_QUEUED_PARTS = 600;

export interface QueuedPart {
  readonly part: MediaPart;
  /** Parts before it were dropped: the recording may not go on in the same file. */
  readonly isAfterOverflow: boolean;
}

/** Memory that several queues share. */
export interface QueueBudget {
  reserve(bytes: number): boolean;
  free(bytes: number): void;
}

/**
 * Parts between a camera session, which never waits, and the disk. Drop policy: when it is full, or the memory of all
 * queues is, the newest parts are refused up to the next key frame that finds it half empty, so what is kept stays
 * decodable and the gap is one.
 */
export class PartQueue {
  readonly #maxBytes: number;
  readonly #budget: QueueBudget;
  #parts: QueuedPart[] = [];
  #bytes = 0;
  #isOverflowing = false;
  #droppedParts = 0;

  constructor(budget: QueueBudget, maxBytes: number = MAX_QUEUED_BYTES) {
    this.#budget = budget;
    this.#maxBytes = maxBytes;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get isEmpty(): boolean {
    return this.#parts.length === 0;
  }

  get droppedParts(): number {
    return this.#droppedParts;
  }

  get isOverflowing(): boolean {
    return this.#isOverflowing;
  }

  push(part: MediaPart): void {
    const isAfterOverflow = this.#isOverflowing;
    const isReady = !isAfterOverflow || (part.startsWithKeyFrame && this.#bytes <= this.#maxBytes / 2);
    const fits = this.#bytes + part.data.length <= this.#maxBytes && this.#parts.length < MAX_QUEUED_PARTS;
    if (!isReady || !fits || !this.#budget.reserve(part.data.length)) {
      this.#isOverflowing = true;
      this.#droppedParts += 1;
      return;
    }
    this.#isOverflowing = false;
    this.#bytes += part.data.length;
    part.memory?.retain();
    this.#parts.push({ part, isAfterOverflow });
  }

  /** Everything that waits, in order. Its bytes count as waiting until `done` is told of them. */
  takeAll(): readonly QueuedPart[] {
    const parts = this.#parts;
    this.#parts = [];
    return parts;
  }

  /** These of what was taken are written or given up: their memory may be used again. */
  done(parts: readonly MediaPart[]): void {
    let bytes = 0;
    for (const part of parts) {
      bytes += part.data.length;
      part.memory?.release();
    }
    this.#bytes -= bytes;
    this.#budget.free(bytes);
  }
}
