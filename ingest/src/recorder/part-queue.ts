import type { MediaPart } from '../media/media-types.ts';

/** About 30 s of an 8 Mbps camera: how long a disk may stand still without loss. */
export const MAX_QUEUED_BYTES = 32 * 1024 * 1024;
const MAX_QUEUED_PARTS = 600;

export interface QueuedPart {
  readonly part: MediaPart;
  /** Parts before it were dropped: the recording may not go on in the same file. */
  readonly isAfterOverflow: boolean;
}

/**
 * Parts between a camera session, which never waits, and the disk. Drop policy: when it is full, the newest parts are
 * refused up to the next key frame that finds it half empty, so what is kept stays decodable and the gap is one.
 */
export class PartQueue {
  readonly #parts: QueuedPart[] = [];
  readonly #maxBytes: number;
  #bytes = 0;
  #isOverflowing = false;
  #droppedParts = 0;

  constructor(maxBytes: number = MAX_QUEUED_BYTES) {
    this.#maxBytes = maxBytes;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get droppedParts(): number {
    return this.#droppedParts;
  }

  get isOverflowing(): boolean {
    return this.#isOverflowing;
  }

  push(part: MediaPart): void {
    const isAfterOverflow = this.#isOverflowing;
    if (isAfterOverflow && (!part.startsWithKeyFrame || this.#bytes > this.#maxBytes / 2)) {
      this.#droppedParts += 1;
      return;
    }
    if (this.#bytes + part.data.length > this.#maxBytes || this.#parts.length >= MAX_QUEUED_PARTS) {
      this.#isOverflowing = true;
      this.#droppedParts += 1;
      return;
    }
    this.#isOverflowing = false;
    this.#bytes += part.data.length;
    this.#parts.push({ part, isAfterOverflow });
  }

  shift(): QueuedPart | null {
    const next = this.#parts.shift();
    if (next === undefined) return null;
    this.#bytes -= next.part.data.length;
    return next;
  }
}
