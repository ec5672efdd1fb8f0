import type { PackedFragment } from '@thapcanh/infra/database/tables';

export interface IndexedPart {
  readonly bytes: number;
  readonly startsWithKeyFrame: boolean;
  readonly startsAtMs: number;
  readonly durationMs: number;
}

/** Wall times of neighbours that differ by less are one instant: both come from the same clock by different sums. */
const SAME_INSTANT_MS = 20;

/**
 * The fragment index of one recording, one entry a run of parts from key frame to key frame. Both ends of a run are
 * rounded to whole milliseconds on the same scale and a run ends where the next one begins, so runs that adjoin in time
 * adjoin in the index, and time that is missing is a gap in it. Preconditions: parts in order, the first one starts
 * with a key frame.
 */
export class FragmentIndex {
  readonly startedAtMs: number;
  readonly initBytes: number;
  readonly #runs: PackedFragment[] = [];
  #bytes: number;
  #endedAtMs: number;

  constructor(startsAtMs: number, initBytes: number) {
    this.startedAtMs = Math.round(startsAtMs);
    this.#endedAtMs = this.startedAtMs;
    this.initBytes = initBytes;
    this.#bytes = initBytes;
  }

  get isEmpty(): boolean {
    return this.#runs.length === 0;
  }

  get endedAtMs(): number {
    return this.#endedAtMs;
  }

  /** End of the last indexed part in the file. */
  get bytes(): number {
    return this.#bytes;
  }

  add(part: IndexedPart): void {
    const startsAtMs = this.endAtNext(part.startsAtMs);
    this.#endedAtMs = Math.max(startsAtMs, Math.round(part.startsAtMs + part.durationMs));
    const current = this.#runs.at(-1);
    if (current === undefined || part.startsWithKeyFrame) {
      const offsetMs = startsAtMs - this.startedAtMs;
      this.#runs.push([this.#bytes, part.bytes, offsetMs, this.#endedAtMs - this.startedAtMs - offsetMs]);
    } else {
      current[1] += part.bytes;
      current[3] = this.#endedAtMs - this.startedAtMs - current[2];
    }
    this.#bytes += part.bytes;
  }

  /** What follows begins at that time: the end becomes its start where both are one instant. Gives the start, rounded. */
  endAtNext(nextStartsAtMs: number): number {
    const startsAtMs = Math.round(nextStartsAtMs);
    const current = this.#runs.at(-1);
    if (current === undefined || Math.abs(startsAtMs - this.#endedAtMs) > SAME_INSTANT_MS) return startsAtMs;
    this.#endedAtMs = Math.max(startsAtMs, this.startedAtMs + current[2]);
    current[3] = this.#endedAtMs - this.startedAtMs - current[2];
    return this.#endedAtMs;
  }

  snapshot(): PackedFragment[] {
    return this.#runs.map((run) => [...run]);
  }
}
