/** A stretch of recorded time, UTC ms. */
export interface RecordedSpan {
  readonly startsAtMs: number;
  readonly endsAtMs: number;
}

/** How much of `fromMs`..`toMs` no span covers, in ms; spans may come in any order, overlap and reach beyond. */
export function missingMs(spans: readonly RecordedSpan[], fromMs: number, toMs: number): number {
  let missing = 0;
  let coveredToMs = fromMs;
  for (const span of [...spans].sort((a, b) => a.startsAtMs - b.startsAtMs)) {
    missing += Math.max(0, Math.min(span.startsAtMs, toMs) - coveredToMs);
    coveredToMs = Math.max(coveredToMs, span.endsAtMs);
  }
  return missing + Math.max(0, toMs - coveredToMs);
}
