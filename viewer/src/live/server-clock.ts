const SAMPLES = 12;

/**
 * What time it is at the server, from its own word. A message takes time to come, so each sample is late by that; the
 * least late of the last few is believed.
 */
export class ServerClock {
  readonly #wallNowMs: () => number;
  readonly #offsetsMs: number[] = [];

  constructor(wallNowMs: () => number = Date.now) {
    this.#wallNowMs = wallNowMs;
  }

  hear(serverTimeMs: number): void {
    this.#offsetsMs.push(serverTimeMs - this.#wallNowMs());
    if (this.#offsetsMs.length > SAMPLES) this.#offsetsMs.shift();
  }

  /** This computer's own clock until the server was heard. */
  nowMs(): number {
    return this.#wallNowMs() + (this.#offsetsMs.length === 0 ? 0 : Math.max(...this.#offsetsMs));
  }
}
