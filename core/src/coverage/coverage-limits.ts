/**
 * Recordings that lie closer together than this count as one: rounding, a lost picture, a steered clock. A longer hole
 * is always a row of `recording_gap`. So recorded time (small holes included) plus gaps is exactly the wanted time.
 */
export const SMALLEST_GAP_MS = 500;

/** A gap that lasts this long is told to people. */
export const GAP_ALARM_MS = 10_000;

/**
 * How far recording rows may lag behind what is on the disk: the recorder checkpoints every 10 s and its rows are
 * gathered. Time younger than this is neither recorded nor missing yet.
 */
export const INDEX_LAG_MS = 20_000;
