import type { Clock } from '@thapcanh/core/time/clock';

export interface ReadModerationOptions {
  readonly clock: Pick<Clock, 'monotonicMs'>;
  /** Halts the process for that long. */
  readonly sleep: (ms: number) => void;
  /** Calls back when everything that had arrived has been read. */
  readonly afterReads: (callback: () => void) => void;
}

/** Length of a round of reads: the most that reading is late, while somebody watches and while nobody does. */
export const WATCHED_ROUND_MS = 20;
export const UNWATCHED_ROUND_MS = 80;
/** Below so many reads a second there is nothing to gather. */
export const MODERATED_READS_PER_S = 400;
const COUNT_MS = 1_000;

/**
 * Lets the packets of many cameras come together before they are read, as network cards moderate their interrupts: a
 * process that wakes 1,600 times a second for one picture each pays more for waking than for the pictures. From 400
 * reads a second on, the event loop of the process is halted after each round of reads until 80 ms have passed since the
 * round before, or 20 ms while somebody is in a `hurry`. Everything else in the process waits with it; a loop that is
 * busy for longer is not halted.
 *
 * TCP keeps what waits. Datagrams may be dropped by the kernel while nobody reads, so there is no rest while anybody
 * `forbid`s it.
 */
export class ReadModeration {
  readonly #options: ReadModerationOptions;
  #isRoundOpen = false;
  #restedAtMs = Number.NEGATIVE_INFINITY;
  #countingSinceMs = Number.NEGATIVE_INFINITY;
  #reads = 0;
  #isWorthIt = false;
  #hurriedUntilMs = Number.NEGATIVE_INFINITY;
  #forbidders = 0;

  constructor(options: ReadModerationOptions) {
    this.#options = options;
  }

  /** Something was read from a camera. */
  readonly onRead = (): void => {
    this.#reads += 1;
    if (this.#isRoundOpen) return;
    this.#isRoundOpen = true;
    this.#options.afterReads(this.#rest);
  };

  /** Somebody waits for what is read, for that long from now: a viewer, or a connection being made. */
  hurry(durationMs: number): void {
    const untilMs = this.#options.clock.monotonicMs() + durationMs;
    if (untilMs > this.#hurriedUntilMs) this.#hurriedUntilMs = untilMs;
  }

  /** No rest until the function it gives is called; calling that again does nothing. */
  forbid(): () => void {
    let isOver = false;
    this.#forbidders += 1;
    return () => {
      if (!isOver) this.#forbidders -= 1;
      isOver = true;
    };
  }

  readonly #rest = (): void => {
    this.#isRoundOpen = false;
    const nowMs = this.#options.clock.monotonicMs();
    if (nowMs - this.#countingSinceMs >= COUNT_MS) {
      const perSecond = (this.#reads * 1_000) / (nowMs - this.#countingSinceMs);
      this.#isWorthIt = perSecond >= MODERATED_READS_PER_S;
      this.#countingSinceMs = nowMs;
      this.#reads = 0;
    }
    const roundMs = nowMs < this.#hurriedUntilMs ? WATCHED_ROUND_MS : UNWATCHED_ROUND_MS;
    const restMs = Math.floor(roundMs - (nowMs - this.#restedAtMs));
    if (this.#isWorthIt && this.#forbidders === 0 && restMs > 0) this.#options.sleep(restMs);
    this.#restedAtMs = this.#options.clock.monotonicMs();
  };
}
