/** What the player should do now to stay close to the live edge without running dry. */
export interface EdgeAdvice {
  readonly rate: number;
  /** Jump so that this much is left to play; null: go on. */
  readonly jumpToHeadroomS: number | null;
}

const TARGET_S = { least: 0.1, most: 0.8, start: 0.14 } as const;
/** A stall shows that deliveries are less even than thought. */
const STALL_STEP_S = 0.1;
/** After this long without a stall the target is brought nearer by one step. */
const CALM_MS = 15_000;
const CALM_STEP_S = 0.02;
/** Further behind than this a jump is less of a disturbance than minutes of hurry. */
const JUMP_FROM_S = 1.5;
const TOLERANCE_S = 0.05;
const MAX_RATE = 1.25;
const ROLLING_PARTS = 8;

/**
 * Live edge control by playback rate. The headroom is what is left to play when the next part arrives; the least of the
 * last parts is held at a target, which grows at stalls and shrinks in calm.
 */
export class LiveEdge {
  readonly #headroomsS: number[] = [];
  #targetS: number = TARGET_S.start;
  #calmSinceMs = 0;

  get targetS(): number {
    return this.#targetS;
  }

  /** Playback ran dry. */
  stalled(nowMs: number): void {
    this.#targetS = Math.min(this.#targetS + STALL_STEP_S, TARGET_S.most);
    this.#calmSinceMs = nowMs;
    this.#headroomsS.length = 0;
  }

  /** To be called for each part with what was left to play before it. */
  arrived(headroomS: number, nowMs: number): EdgeAdvice {
    if (nowMs - this.#calmSinceMs > CALM_MS) {
      this.#targetS = Math.max(this.#targetS - CALM_STEP_S, TARGET_S.least);
      this.#calmSinceMs = nowMs;
    }
    this.#headroomsS.push(headroomS);
    if (this.#headroomsS.length > ROLLING_PARTS) this.#headroomsS.shift();
    const leastS = Math.min(...this.#headroomsS);
    if (leastS > this.#targetS + JUMP_FROM_S) {
      this.jumped();
      return { rate: 1, jumpToHeadroomS: this.#targetS };
    }
    const excessS = leastS - this.#targetS;
    if (excessS > TOLERANCE_S) return { rate: Math.min(1 + excessS * 0.5, MAX_RATE), jumpToHeadroomS: null };
    // A little slower fills the buffer again unseen.
    return { rate: excessS < -TOLERANCE_S ? 0.95 : 1, jumpToHeadroomS: null };
  }

  /** What was measured before a jump says nothing any more. */
  jumped(): void {
    this.#headroomsS.length = 0;
  }
}
