import type { Clock } from '@thapcanh/core/time/clock';

const ASIDE_MS = 3_600_000;
const MOST_ASIDE = 1_000;

/**
 * Things whose own fault it is that they cannot be worked on: left alone for an hour, so that they do not keep the rest
 * waiting. At most 1,000; past that the oldest is tried again sooner.
 */
export class SetAside {
  readonly #clock: Clock;
  readonly #untilMs = new Map<string, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  add(key: string): void {
    this.#untilMs.delete(key);
    this.#untilMs.set(key, this.#clock.monotonicMs() + ASIDE_MS);
    for (const oldest of this.#untilMs.keys()) {
      if (this.#untilMs.size <= MOST_ASIDE) break;
      this.#untilMs.delete(oldest);
    }
  }

  keys(): string[] {
    const nowMs = this.#clock.monotonicMs();
    for (const [key, untilMs] of this.#untilMs) if (untilMs <= nowMs) this.#untilMs.delete(key);
    return [...this.#untilMs.keys()];
  }
}
