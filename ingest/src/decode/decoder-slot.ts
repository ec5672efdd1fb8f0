import type { DecodeEngine } from './frame-decoder.ts';

const FIRST_REST_MS = 500;
const MAX_REST_MS = 30_000;

/** One engine of a pool with its back-off: after each death in a row it rests twice as long. */
export class DecoderSlot {
  readonly engine: DecodeEngine;
  isBusy = false;
  motionSessions = 0;
  #failures = 0;
  #restsUntilMs = Number.NEGATIVE_INFINITY;

  constructor(engine: DecodeEngine) {
    this.engine = engine;
  }

  /** Milliseconds until it may work; 0: now. */
  restMs(nowMs: number): number {
    return Math.max(0, this.#restsUntilMs - nowMs);
  }

  answered(): void {
    this.#failures = 0;
  }

  failed(nowMs: number): void {
    // Several calls fail with one process.
    if (this.restMs(nowMs) > 0) return;
    this.#restsUntilMs = nowMs + Math.min(MAX_REST_MS, FIRST_REST_MS * 2 ** this.#failures);
    this.#failures += 1;
  }
}
