/**
 * Seeded random numbers (mulberry32), so that a clip renders the same scene every time.
 * @param {number} seed any 32-bit integer
 */
export function createRandom(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  return {
    /** Uniform in [0, 1). */
    next,
    /** Uniform in [low, high). */
    range: (low, high) => low + (high - low) * next(),
    /** One element of a non-empty list. */
    pick: (list) => list[Math.floor(next() * list.length)],
  };
}
