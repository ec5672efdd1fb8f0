/** How often a worker tells the database that it lives and hears what it holds. */
export const BEAT_MS = 1_000;
/** A worker silent for this long, by the database's clock, holds nothing any more. */
export const EXPIRY_MS = 6_000;
/** Right after the start of a node its other workers count as living before they have registered. */
export const SIBLING_PATIENCE_MS = 5_000;

/** Cameras are only moved for balance after it was wrong for `steadyMs`, and then one every `moveEveryMs`. */
export interface RebalanceTiming {
  readonly steadyMs: number;
  readonly moveEveryMs: number;
}

export const REBALANCE: RebalanceTiming = { steadyMs: 60_000, moveEveryMs: 2_000 };
