/** How hard one tile may chase the live edge, given all that play beside it. */
export interface Pace {
  /** The least distance from the edge, seconds. */
  floorS(nowMs: number): number;
  /** The highest playback rate. */
  maxRate(nowMs: number): number;
  /** How much faster it plays for every second that it is behind its target. */
  readonly hurryPerS: number;
  /** At the start a tile that is further behind than this jumps instead of hurrying, seconds. */
  readonly startSlackS: number;
  /** Further behind its target than this a jump is less of a disturbance than a long hurry, seconds. */
  readonly jumpFromS: number;
  /** A tile ran dry, or its pictures were not decoded in time. */
  stalled(nowMs: number): void;
  /** A tile all but ran dry. */
  pinched(nowMs: number): void;
}

const LEAST_S = 0.1;
/** More streams take turns on one decoding thread and one socket, so each may get its turn later. */
const PER_TILE_S = 0.02;
const MOST_FOR_TILES_S = 0.6;
/** From here on tiles are small, and evenness is worth more than a tenth of a second. */
const WALL_TILES = 5;
/** Hurry and jumps cost decoding that the other tiles of a wall need: 25 jumps at once are a stall of all. After a stall nobody hurries. */
const CHASE = {
  few: { restMs: 0, maxRate: 1.25, hurryPerS: 0.5, startSlackS: 0.15, jumpFromS: 1.5 },
  wall: { restMs: 5_000, maxRate: 1.1, hurryPerS: 0.1, startSlackS: 0.6, jumpFromS: 3 },
} as const;
const LESSON_STEP_S = 0.06;
const MOST_LESSON_S = 0.5;
/** Tiles that stall together had one cause: one lesson. */
const LESSON_EVERY_MS = 1_000;
const CALM_MS = 15_000;
const CALM_STEP_S = 0.02;

/**
 * What the tiles of one page know together: how many share the machine and how unevenly it served them. A stall of one,
 * or what was nearly one, deepens the buffers of all before they stall too; calm brings them nearer by 20 ms every 15 s. A lone tile has
 * nothing to share. Bounded: never more than 1.1 s.
 */
export class WallPace implements Pace {
  #tiles = 0;
  #lessonS = 0;
  #lessonAtMs = Number.NEGATIVE_INFINITY;
  #calmSinceMs = 0;
  #stalledAtMs = Number.NEGATIVE_INFINITY;

  /** A tile begins to play; the returned function takes it out again. Idempotent. */
  join(): () => void {
    let isIn = true;
    this.#tiles += 1;
    return () => {
      if (isIn) this.#tiles -= 1;
      isIn = false;
      if (this.#tiles <= 1) this.#lessonS = 0;
    };
  }

  maxRate(nowMs: number): number {
    return nowMs - this.#stalledAtMs < this.#chase.restMs ? 1 : this.#chase.maxRate;
  }

  get hurryPerS(): number {
    return this.#chase.hurryPerS;
  }

  get startSlackS(): number {
    return this.#chase.startSlackS;
  }

  get jumpFromS(): number {
    return this.#chase.jumpFromS;
  }

  floorS(nowMs: number): number {
    const steps = Math.floor((nowMs - this.#calmSinceMs) / CALM_MS);
    if (steps > 0) {
      this.#lessonS = Math.max(0, this.#lessonS - steps * CALM_STEP_S);
      this.#calmSinceMs += steps * CALM_MS;
    }
    const forTilesS = Math.min(PER_TILE_S * Math.max(0, this.#tiles - 1), MOST_FOR_TILES_S - LEAST_S);
    return LEAST_S + forTilesS + this.#lessonS;
  }

  get #chase(): (typeof CHASE)[keyof typeof CHASE] {
    return this.#tiles < WALL_TILES ? CHASE.few : CHASE.wall;
  }

  stalled(nowMs: number): void {
    this.#stalledAtMs = nowMs;
    this.#learn(LESSON_STEP_S, nowMs);
  }

  pinched(nowMs: number): void {
    this.#learn(LESSON_STEP_S / 2, nowMs);
  }

  #learn(stepS: number, nowMs: number): void {
    this.#calmSinceMs = nowMs;
    if (this.#tiles <= 1 || nowMs - this.#lessonAtMs < LESSON_EVERY_MS) return;
    this.#lessonAtMs = nowMs;
    this.#lessonS = Math.min(this.#lessonS + stepS, MOST_LESSON_S);
  }
}

/** The one pace of this page. */
export const pagePace = new WallPace();
