/** One look at a growing or steady quantity. */
export interface Sample {
  readonly atMs: number;
  readonly value: number;
}

const HOUR_MS = 3_600_000;

/** Slope of the least-squares line through the samples, per hour; null for fewer than two instants. */
export function slopePerHour(samples: readonly Sample[]): number | null {
  const count = samples.length;
  const meanAt = samples.reduce((sum, { atMs }) => sum + atMs, 0) / count;
  const meanValue = samples.reduce((sum, { value }) => sum + value, 0) / count;
  let covariance = 0;
  let variance = 0;
  for (const { atMs, value } of samples) {
    covariance += (atMs - meanAt) * (value - meanValue);
    variance += (atMs - meanAt) ** 2;
  }
  return variance > 0 ? (covariance / variance) * HOUR_MS : null;
}
