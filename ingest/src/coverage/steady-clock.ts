import type { Clock } from '@thapcanh/core/time/clock';

export interface SteadyClockOptions {
  readonly clock: Clock;
  /** Our wall clock was set back by so much. */
  readonly onSetBack: (byMs: number) => void;
}

/**
 * How fast time runs while the wall clock has to catch up. A tenth slower is a drift that `MediaTimeline` follows
 * without doubting the cameras; a clock set back by 30 s is right again after five minutes.
 */
const SLOWED = 0.9;
/** Less is how clocks are kept in time. */
const STEP_MS = 1_000;

/**
 * Wall time by which a worker dates pictures and gaps: it is our wall clock, follows it forward at once, but never goes
 * back. After a correction backward it runs a tenth slower than the monotonic clock until the wall clock has caught up:
 * an outage in that time is as long as it was, less a tenth, and cannot hide in time that was recorded before.
 */
export class SteadyClock implements Clock {
  readonly #options: SteadyClockOptions;
  #atMs: number;
  #wallMs: number;
  #monotonicMs: number;

  constructor(options: SteadyClockOptions) {
    this.#options = options;
    this.#wallMs = options.clock.nowMs();
    this.#atMs = this.#wallMs;
    this.#monotonicMs = options.clock.monotonicMs();
  }

  /** How far it was ahead of our wall clock when it was read last. */
  get aheadMs(): number {
    return this.#atMs - this.#wallMs;
  }

  nowMs(): number {
    const { clock, onSetBack } = this.#options;
    const wallMs = clock.nowMs();
    const monotonicMs = clock.monotonicMs();
    const elapsedMs = monotonicMs - this.#monotonicMs;
    const setBackMs = Math.round(elapsedMs - (wallMs - this.#wallMs));
    this.#atMs = Math.max(wallMs, this.#atMs + elapsedMs * SLOWED);
    this.#wallMs = wallMs;
    this.#monotonicMs = monotonicMs;
    if (setBackMs > STEP_MS) onSetBack(setBackMs);
    return Math.floor(this.#atMs);
  }

  monotonicMs(): number {
    return this.#options.clock.monotonicMs();
  }
}
