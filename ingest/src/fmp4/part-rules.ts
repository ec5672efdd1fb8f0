/** A part lasts 200 to 333 ms where the distance of pictures allows (LL-HLS part target). */
const TARGET_90K = 18_000;
const LIMIT_90K = 30_000;

/** Whether a part must end before a picture `elapsed90k` after its first one and `step90k` after its last one. */
export const isPartFull = (elapsed90k: number, step90k: number): boolean =>
  elapsed90k >= TARGET_90K || elapsed90k + step90k > LIMIT_90K;
