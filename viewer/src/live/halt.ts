/** What is known of a halted player. */
export interface HaltView {
  /** What is left to play, seconds. */
  readonly aheadS: number;
  /** How much should be left before it goes on, seconds. */
  readonly neededS: number;
  /** Whether the browser has decoded the next picture too. */
  readonly isDecoded: boolean;
}

/** The decoder fills its own queue in this time; less, and it would be dry again at once. */
const LEAST_MS = 250;
/** One longer halt instead of many short ones, but never a long one. */
const MOST_MS = 1_500;
/** With enough to play, the browser's own word about its decoder is not believed for longer. */
const LIMIT_MS = 600;
/** A longer halt came of a camera or a line that was away; no buffer would have bridged it. */
const LESSON_MOST_MS = 3_000;
const ROUNDING_S = 0.01;
/** What was held for a newcomer comes in one go; so long without a part means that it is all there. */
const QUIET_MS = 60;

/**
 * When a player that stands still goes on. It stands still at the start, until what was held is there, and after each
 * stall, until the next part may come as late as the last one did. To play before a picture is decoded would only be the
 * next stall.
 */
export class Halt {
  #sinceMs: number | null = null;
  #isStart = true;
  #lastPartAtMs = Number.NEGATIVE_INFINITY;

  get isHalted(): boolean {
    return this.#sinceMs !== null;
  }

  get isStart(): boolean {
    return this.#isStart;
  }

  begin(nowMs: number): void {
    this.#sinceMs ??= nowMs;
  }

  /** Ends the halt; whether a deeper buffer would have spared it. */
  end(nowMs: number): boolean {
    const wasSparable = !this.#isStart && this.#sinceMs !== null && nowMs - this.#sinceMs < LESSON_MOST_MS;
    this.#sinceMs = null;
    this.#isStart = false;
    return wasSparable;
  }

  /** A part came from the server. */
  arrived(nowMs: number): void {
    this.#lastPartAtMs = nowMs;
  }

  /** Milliseconds until it goes on if nothing changes, 0: now, infinite: only what comes will tell. */
  goesOnInMs({ aheadS, neededS, isDecoded }: HaltView, nowMs: number): number {
    if (this.#sinceMs === null) return 0;
    const haltedMs = nowMs - this.#sinceMs;
    const isFull = aheadS >= neededS - ROUNDING_S;
    if (!isDecoded) return isFull ? Math.max(0, LIMIT_MS - haltedMs) : Number.POSITIVE_INFINITY;
    const longMs = Math.max(0, MOST_MS - haltedMs);
    return isFull ? Math.max(0, Math.min(longMs, this.#settlesInMs(nowMs))) : longMs;
  }

  #settlesInMs(nowMs: number): number {
    if (this.#isStart) return this.#lastPartAtMs + QUIET_MS - nowMs;
    return (this.#sinceMs ?? nowMs) + LEAST_MS - nowMs;
  }
}
