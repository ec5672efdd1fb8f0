import type { MediaPart } from '../media/media-types.ts';

/** The initialisation segment of one run, `init-<number>.mp4`. */
export interface LiveInit {
  readonly number: number;
  readonly data: Buffer;
}

/** One media segment of the window: one or more groups of pictures, made of parts. */
export class LiveSegment {
  readonly msn: number;
  readonly init: LiveInit;
  readonly isDiscontinuity: boolean;
  readonly startsAtMs: number;
  readonly parts: MediaPart[] = [];
  isComplete = false;
  #bytes = 0;
  #duration90k = 0;

  constructor(msn: number, init: LiveInit, first: MediaPart, isDiscontinuity: boolean) {
    this.msn = msn;
    this.init = init;
    this.isDiscontinuity = isDiscontinuity;
    this.startsAtMs = first.startsAtMs;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get durationS(): number {
    return this.#duration90k / 90_000;
  }

  add(part: MediaPart): void {
    part.memory?.retain();
    this.parts.push(part);
    this.#bytes += part.data.length;
    this.#duration90k += part.duration90k;
  }

  /** It has left the window: its memory may be used again. */
  drop(): void {
    for (const part of this.parts) part.memory?.release();
  }
}
