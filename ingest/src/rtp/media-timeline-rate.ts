const WINDOW_MS = 4_000;
/** Windows that must agree before a rate is believed: a stall and its catching up never do. */
const AGREEING = 3;
const AGREEMENT = 0.05;
/**
 * Drift of cameras and slow networks stay inside this and are steered out; wrong clocks in use (1 kHz, 8 kHz, 44.1 kHz,
 * 45 kHz, 48 kHz, 1 MHz for 90 kHz) lie outside.
 */
const MIN_RATIO = 0.6;
const MAX_RATIO = 1 / MIN_RATIO;
const MAX_STEP = 10_000_000;
const TICKS_PER_MS = 90;

/** Measures how fast a camera's RTP clock really runs against arrival, in windows of four seconds. */
export class TickRate {
  #factor = 1;
  #ticks = 0;
  #sinceMs = 0;
  #candidate = 0;
  #agreeing = 0;

  /** 90 kHz ticks for one tick of the camera: 1 unless it is known to count at another rate. */
  get factor(): number {
    return this.#factor;
  }

  /** A new connection; what is known of the camera's rate stays. */
  restart(arrivalMs: number): void {
    this.#openWindow(arrivalMs);
    this.#agreeing = 0;
  }

  /** True when the rate has just changed. */
  observe(ticks: number, arrivalMs: number): boolean {
    if (ticks > 0 && ticks < MAX_STEP) this.#ticks += ticks;
    const elapsedMs = arrivalMs - this.#sinceMs;
    if (elapsedMs >= 0 && elapsedMs < WINDOW_MS) return false;
    const factor = (elapsedMs * TICKS_PER_MS) / this.#ticks;
    this.#openWindow(arrivalMs);
    return elapsedMs > 0 && Number.isFinite(factor) && this.#judge(factor);
  }

  #judge(factor: number): boolean {
    const ratio = factor / this.#factor;
    if (ratio > MIN_RATIO && ratio < MAX_RATIO) {
      this.#agreeing = 0;
      return false;
    }
    const agrees = this.#agreeing > 0 && Math.abs(factor / this.#candidate - 1) < AGREEMENT;
    this.#agreeing = agrees ? this.#agreeing + 1 : 1;
    this.#candidate = agrees ? this.#candidate : factor;
    if (this.#agreeing < AGREEING) return false;
    this.#factor = this.#candidate;
    this.#agreeing = 0;
    return true;
  }

  #openWindow(arrivalMs: number): void {
    this.#sinceMs = arrivalMs;
    this.#ticks = 0;
  }
}
