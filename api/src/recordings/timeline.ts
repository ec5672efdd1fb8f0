import type { SpanMs } from './recording.repository.ts';

/** Two recordings this close count as one: a cut at a key frame loses less than this to rounding. */
export const MERGE_WITHIN_MS = 100;

/**
 * Spans of one camera, ordered by start, merged where they touch or overlap, clipped to the period; and what lies
 * between them inside the period while recording is expected: neither the future nor the time before the camera was
 * known is a gap.
 */
export function timelineOf(
  recordings: readonly SpanMs[],
  period: SpanMs,
  expected: { readonly fromMs: number; readonly toMs: number },
): { spans: SpanMs[]; gaps: SpanMs[] } {
  const spans: { startMs: number; endMs: number }[] = [];
  for (const recording of recordings) {
    const startMs = Math.max(recording.startMs, period.startMs);
    const endMs = Math.min(recording.endMs, period.endMs);
    if (endMs <= startMs) continue;
    const last = spans.at(-1);
    if (last && startMs - last.endMs <= MERGE_WITHIN_MS) last.endMs = Math.max(last.endMs, endMs);
    else spans.push({ startMs, endMs });
  }
  const gaps: SpanMs[] = [];
  let coveredMs = Math.max(period.startMs, expected.fromMs);
  for (const span of spans) {
    if (span.startMs - coveredMs > MERGE_WITHIN_MS) gaps.push({ startMs: coveredMs, endMs: span.startMs });
    coveredMs = Math.max(coveredMs, span.endMs);
  }
  const pastEndMs = Math.min(period.endMs, expected.toMs);
  if (pastEndMs - coveredMs > MERGE_WITHIN_MS) gaps.push({ startMs: coveredMs, endMs: pastEndMs });
  return { spans, gaps };
}
