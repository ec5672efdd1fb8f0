import type { Pace } from './wall-pace.ts';

/** What the player should do now to stay close to the live edge without running dry. */
export interface EdgeAdvice {
  readonly rate: number;
  /** Jump so that this much is left to play; null: go on. */
  readonly jumpToHeadroomS: number | null;
}

/** What this tile keeps beyond the page's floor. */
const EXTRA_S = { most: 0.7, start: 0.04 } as const;
/** A stall shows that deliveries are less even than thought. */
const STALL_STEP_S = 0.1;
/** After this long without a stall the target is brought nearer by one step. */
const CALM_MS = 15_000;
const CALM_STEP_S = 0.02;
const TOLERANCE_S = 0.05;
/** Every change of rate costs the browser work on the thread that decodes: few steps, and none back and forth. */
const RATE_STEPS = 20;
const SLOW = 0.95;
const SLOWEST = 0.9;
const ROLLING_PARTS = 8;
/** With less than this share of its target left, a tile would not have borne much more. */
const PINCH_SHARE = 0.3;

/**
 * Live edge control by playback rate. The headroom is what is left to play when the next part arrives; the least of the
 * last parts is held at a target: the page's floor and this tile's extra, which grows at stalls and shrinks in calm.
 */
export class LiveEdge {
  readonly #pace: Pace;
  readonly #headroomsS: number[] = [];
  #extraS: number = EXTRA_S.start;
  #calmSinceMs = 0;
  #rate = 1;

  constructor(pace: Pace) {
    this.#pace = pace;
  }

  targetS(nowMs: number): number {
    return this.#pace.floorS(nowMs) + this.#extraS;
  }

  /** Playback ran dry. */
  stalled(nowMs: number): void {
    this.#extraS = Math.min(this.#extraS + STALL_STEP_S, EXTRA_S.most);
    this.#calmSinceMs = nowMs;
    this.#rate = 1;
    this.#headroomsS.length = 0;
  }

  /** To be called for each part with what was left to play before it. */
  arrived(headroomS: number, nowMs: number): EdgeAdvice {
    if (nowMs - this.#calmSinceMs > CALM_MS) {
      this.#extraS = Math.max(this.#extraS - CALM_STEP_S, 0);
      this.#calmSinceMs = nowMs;
    }
    this.#headroomsS.push(headroomS);
    if (this.#headroomsS.length > ROLLING_PARTS) this.#headroomsS.shift();
    const leastS = Math.min(...this.#headroomsS);
    const targetS = this.targetS(nowMs);
    if (headroomS < targetS * PINCH_SHARE) this.#pace.pinched(nowMs);
    if (leastS > targetS + this.#pace.jumpFromS) {
      this.jumped();
      return { rate: 1, jumpToHeadroomS: targetS };
    }
    this.#rate = this.#rateFor(leastS, targetS, this.#pace.maxRate(nowMs));
    return { rate: this.#rate, jumpToHeadroomS: null };
  }

  /** What was measured before a jump says nothing any more. */
  jumped(): void {
    this.#rate = 1;
    this.#headroomsS.length = 0;
  }

  #rateFor(leastS: number, targetS: number, maxRate: number): number {
    const excessS = leastS - targetS;
    // Whoever hurries or tarries goes on until the target is met.
    if (excessS > (this.#rate > 1 ? 0 : TOLERANCE_S)) {
      const wanted = 1 + Math.max(1, Math.round(excessS * this.#pace.hurryPerS * RATE_STEPS)) / RATE_STEPS;
      return Math.min(wanted, maxRate);
    }
    // A little slower fills the buffer again unseen.
    if (excessS < (this.#rate < 1 ? 0 : -TOLERANCE_S)) return leastS < targetS / 2 ? SLOWEST : SLOW;
    return 1;
  }
}
