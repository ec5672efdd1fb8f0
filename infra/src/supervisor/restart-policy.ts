/** What is known of a child's life when it ended by itself. */
export interface ChildLife {
  /** How long it had been ready; null when it never was. */
  readonly readyForMs: number | null;
  /** When it ended, on a clock that never goes back. */
  readonly endedAtMs: number;
}

const HEALTHY_PAUSE_MS = 50;
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 30_000;
/** A child that worked this long did not fail because it was started. */
const HEALTHY_MS = 5_000;
/** Even healthy lives that end this often within ten minutes are a loop: slow it down, within what a recording may lack. */
const MANY_ENDS = 20;
const MANY_WITHIN_MS = 600_000;
const DAMPED_PAUSE_MS = 3_000;

/**
 * How long to wait before a child is started again. One that was at work comes back at once (50 ms), however often
 * that happens to it; one that ends before it is ready, or right after, waits 250 ms, 500 ms and so on up to 30 s.
 */
export class RestartPolicy {
  readonly #ends: number[] = [];
  #earlyEnds = 0;

  pauseAfter({ readyForMs, endedAtMs }: ChildLife): number {
    this.#ends.push(endedAtMs);
    while ((this.#ends[0] ?? endedAtMs) < endedAtMs - MANY_WITHIN_MS) this.#ends.shift();
    if (readyForMs !== null && readyForMs >= HEALTHY_MS) {
      this.#earlyEnds = 0;
      return this.#ends.length > MANY_ENDS ? DAMPED_PAUSE_MS : HEALTHY_PAUSE_MS;
    }
    this.#earlyEnds += 1;
    return Math.min(FIRST_PAUSE_MS * 2 ** Math.min(16, this.#earlyEnds - 1), LONGEST_PAUSE_MS);
  }
}
