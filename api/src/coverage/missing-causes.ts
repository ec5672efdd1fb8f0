import { SMALLEST_GAP_MS } from '@thapcanh/core/coverage/coverage-limits';
import type { GapCause } from '@thapcanh/core/coverage/gap-cause';
import type { GapFact, SpanMs } from './coverage.repository.ts';

/**
 * Milliseconds of `missing` by cause, by the gap that holds each instant. Slivers under half a second beside a gap belong to
 * it; what no gap explains is `unknown`. The sum is exactly the length of `missing`. Both ordered.
 */
export function missingByCause(missing: readonly SpanMs[], gaps: readonly GapFact[]): Map<GapCause, number> {
  const sums = new Map<GapCause, number>();
  const add = (cause: GapCause, ms: number): void => {
    if (ms > 0) sums.set(cause, (sums.get(cause) ?? 0) + ms);
  };
  for (const span of missing) {
    let atMs = span.startMs;
    let before: GapCause | null = null;
    for (const gap of gaps) {
      if (gap.endMs <= atMs || gap.startMs >= span.endMs) continue;
      const holeMs = gap.startMs - atMs;
      if (holeMs > 0) add(holeMs < SMALLEST_GAP_MS ? gap.cause : 'unknown', holeMs);
      const fromMs = Math.max(atMs, gap.startMs);
      atMs = Math.min(span.endMs, gap.endMs);
      add(gap.cause, atMs - fromMs);
      before = gap.cause;
    }
    const restMs = span.endMs - atMs;
    add(before !== null && restMs < SMALLEST_GAP_MS ? before : 'unknown', restMs);
  }
  return sums;
}
