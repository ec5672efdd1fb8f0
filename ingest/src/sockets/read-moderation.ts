export interface ReadModerationOptions {
  readonly monotonicMs: () => number;
  /** Halts the thread, until that long has passed or somebody wakes it. */
  readonly rest: (ms: number) => void;
  /** Calls back when everything that had arrived has been read. */
  readonly afterReads: (callback: () => void) => void;
  readonly isWatched: () => boolean;
  /** Hands on what was read in a round. */
  readonly handOn: () => void;
}

/** Length of a round of reads, the most that reading is late: while nobody waits for what cameras send ... */
export const UNWATCHED_ROUND_MS = 160;
/** ... while somebody watches, a picture of 25 a second ... */
export const WATCHED_ROUND_MS = 40;
/** ... and while a connection is being made, where each answer waits for a question. */
export const CONNECTING_ROUND_MS = 5;
/** A connection counts as being made for so long after it stands. */
export const CONNECTING_MS = 1_000;

/**
 * Lets the packets of many cameras come together before they are read, as network cards moderate their interrupts: a
 * process that wakes 1,600 times a second for one picture each pays more for waking than for the pictures. After each
 * round of reads the thread rests until the length of a round has passed since it began. TCP keeps what waits.
 */
export class ReadModeration {
  readonly #options: ReadModerationOptions;
  #isRoundOpen = false;
  #beganAtMs = Number.NEGATIVE_INFINITY;
  #connectingUntilMs = Number.NEGATIVE_INFINITY;

  constructor(options: ReadModerationOptions) {
    this.#options = options;
  }

  /** Something was read, or happened to a socket. */
  readonly onRead = (): void => {
    if (this.#isRoundOpen) return;
    this.#isRoundOpen = true;
    this.#beganAtMs = this.#options.monotonicMs();
    this.#options.afterReads(this.#end);
  };

  /** A camera was reached: questions and answers follow. */
  onConnecting(): void {
    this.#connectingUntilMs = this.#options.monotonicMs() + CONNECTING_MS;
  }

  readonly #end = (): void => {
    this.#isRoundOpen = false;
    this.#options.handOn();
    const nowMs = this.#options.monotonicMs();
    const restMs = Math.floor(this.#beganAtMs + this.#roundMs(nowMs) - nowMs);
    if (restMs > 0) this.#options.rest(restMs);
  };

  #roundMs(nowMs: number): number {
    if (nowMs < this.#connectingUntilMs) return CONNECTING_ROUND_MS;
    return this.#options.isWatched() ? WATCHED_ROUND_MS : UNWATCHED_ROUND_MS;
  }
}
