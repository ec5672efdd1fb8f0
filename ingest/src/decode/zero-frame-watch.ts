/** Pictures in vain for this long, and at least this many of them, are an alarm. */
export const ZERO_FRAMES_MS = 10_000;
const ZERO_FRAMES_LEAST = 3;
/** Cameras remembered; one that sends nothing for long is forgotten first. */
const MAX_KEYS = 4_096;

interface InVain {
  readonly sinceMs: number;
  count: number;
  isAlarmed: boolean;
}

/** Sees who takes pictures and yields none. A picture ends every suspicion of its key. */
export class ZeroFrameWatch {
  readonly #inVain = new Map<string, InVain>();
  readonly #afterMs: number;

  constructor(afterMs: number = ZERO_FRAMES_MS) {
    this.#afterMs = afterMs;
  }

  /** A picture went in at `nowMs` and none came out. True when this makes it an alarm. */
  nothing(key: string, nowMs: number): boolean {
    const known = this.#inVain.get(key) ?? { sinceMs: nowMs, count: 0, isAlarmed: false };
    known.count += 1;
    this.#inVain.delete(key);
    this.#inVain.set(key, known);
    for (const oldest of this.#inVain.keys()) {
      if (this.#inVain.size <= MAX_KEYS) break;
      this.#inVain.delete(oldest);
    }
    if (known.isAlarmed || known.count < ZERO_FRAMES_LEAST || nowMs - known.sinceMs < this.#afterMs) return false;
    known.isAlarmed = true;
    return true;
  }

  /** True when this ends an alarm. */
  picture(key: string): boolean {
    const known = this.#inVain.get(key);
    this.#inVain.delete(key);
    return known?.isAlarmed ?? false;
  }

  /** What is alarmed now. */
  alarms(): { readonly key: string; readonly sinceMs: number }[] {
    return [...this.#inVain].flatMap(([key, { sinceMs, isAlarmed }]) => (isAlarmed ? [{ key, sinceMs }] : []));
  }
}
