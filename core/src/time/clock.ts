/**
 * The one source of time. `nowMs` is UTC wall time in milliseconds since the epoch (may step);
 * `monotonicMs` never goes back and is only good for durations within one process.
 */
export interface Clock {
  nowMs(): number;
  monotonicMs(): number;
}

// Present in Node and in every browser; declared here because this package sees neither's types.
declare const performance: { now(): number };

export const systemClock: Clock = {
  nowMs: () => Date.now(),
  monotonicMs: () => performance.now(),
};
