/** Half of the values lie at or below `p50`, nineteen of twenty at or below `p95`; milliseconds. */
export interface Spread {
  readonly p50: number;
  readonly p95: number;
}

/** Nearest-rank percentiles, whole milliseconds. @throws Error without values */
export function spreadOf(values: readonly number[]): Spread {
  if (values.length === 0) throw new Error('nothing was measured');
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number): number => Math.round(sorted[Math.ceil(sorted.length * share) - 1] ?? Number.NaN);
  return { p50: at(0.5), p95: at(0.95) };
}
