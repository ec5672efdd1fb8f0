/** How often two pictures of one person are told to be one, when different people rarely are. */
export interface VerificationRate {
  /** Share of the same-person pairs above the limit. */
  readonly trueAcceptShare: number;
  /** Pairs are accepted above this similarity, not at it. */
  readonly limit: number;
}

/**
 * The true accept rate at a false accept rate: the limit is the lowest at which at most `falseShare` of the
 * different-person pairs lie above it. With fewer than `1 / falseShare` such pairs none may. A face that was not found
 * has the similarity -Infinity to every other. Null when either list is empty. `different` is sorted in place.
 */
export function verificationRate(
  same: ArrayLike<number>,
  different: Float32Array,
  falseShare: number,
): VerificationRate | null {
  if (same.length === 0 || different.length === 0) return null;
  different.sort();
  // The share times the count may come out a hair below a whole number (.001 * 9000 does).
  const allowed = Math.floor(falseShare * different.length + 1e-9);
  const limit = different[different.length - 1 - allowed] ?? Number.NEGATIVE_INFINITY;
  let accepted = 0;
  for (let index = 0; index < same.length; index += 1) if ((same[index] ?? limit) > limit) accepted += 1;
  return { trueAcceptShare: accepted / same.length, limit };
}
