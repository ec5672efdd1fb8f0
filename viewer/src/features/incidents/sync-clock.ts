/** Correct by speed below this, by a jump above it. */
const JUMP_MS = 400;
/** Half a picture at 12 pictures a second: nearer cannot be seen. */
const CLOSE_ENOUGH_MS = 40;
const MAX_NUDGE = 0.12;

/** What one video is to do to be where the common clock is. */
export type SyncStep = { readonly kind: 'rate'; readonly rate: number } | { readonly kind: 'jump' };

/** `driftMs`: how far the video is ahead of the clock. */
export function syncStep(driftMs: number, rate: number): SyncStep {
  if (Math.abs(driftMs) > JUMP_MS * Math.max(1, rate)) return { kind: 'jump' };
  if (Math.abs(driftMs) < CLOSE_ENOUGH_MS) return { kind: 'rate', rate };
  const nudge = Math.max(-MAX_NUDGE, Math.min(MAX_NUDGE, -driftMs / 1_000));
  return { kind: 'rate', rate: rate * (1 + nudge) };
}

/** A wall instant that runs at the playing speed; all videos follow it. */
export class SyncClock {
  readonly #nowMs: () => number;
  #atMs: number;
  #sinceMs: number;
  #rate = 1;
  #isRunning = false;

  constructor(atMs: number, nowMs: () => number = () => performance.now()) {
    this.#nowMs = nowMs;
    this.#atMs = atMs;
    this.#sinceMs = nowMs();
  }

  get isRunning(): boolean {
    return this.#isRunning;
  }

  get rate(): number {
    return this.#rate;
  }

  atMs(): number {
    return this.#isRunning ? this.#atMs + (this.#nowMs() - this.#sinceMs) * this.#rate : this.#atMs;
  }

  set(atMs: number): void {
    this.#atMs = atMs;
    this.#sinceMs = this.#nowMs();
  }

  run(isRunning: boolean): void {
    this.set(this.atMs());
    this.#isRunning = isRunning;
  }

  setRate(rate: number): void {
    this.set(this.atMs());
    this.#rate = rate;
  }
}
