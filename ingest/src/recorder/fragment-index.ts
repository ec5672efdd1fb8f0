import type { PackedFragment } from '@thapcanh/infra/database/tables';

export interface IndexedPart {
  readonly bytes: number;
  readonly startsWithKeyFrame: boolean;
  readonly startsAtMs: number;
  readonly durationMs: number;
}

/**
 * The fragment index of one recording, one entry a run of parts from key frame to key frame. Both ends of a run are
 * rounded to whole milliseconds on the same scale, so runs that adjoin in time adjoin in the index, and time that is
 * missing is a gap in it. Preconditions: parts in order, the first one starts with a key frame.
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
    this.#endedAtMs = Math.round(part.startsAtMs + part.durationMs);
    const current = this.#runs.at(-1);
    if (current === undefined || part.startsWithKeyFrame) {
      const offsetMs = Math.round(part.startsAtMs) - this.startedAtMs;
      this.#runs.push([this.#bytes, part.bytes, offsetMs, this.#endedAtMs - this.startedAtMs - offsetMs]);
    } else {
      current[1] += part.bytes;
      current[3] = this.#endedAtMs - this.startedAtMs - current[2];
    }
    this.#bytes += part.bytes;
  }

  snapshot(): PackedFragment[] {
    return this.#runs.map((run) => [...run]);
  }
}
