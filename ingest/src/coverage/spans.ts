/** A stretch of time, UTC ms, half-open: [fromMs, toMs). */
export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

/** The same time as ordered spans that are at least `joinMs` apart (1: they neither touch nor overlap); empty ones vanish. */
export function joined(spans: readonly Span[], joinMs = 1): Span[] {
  const result: { fromMs: number; toMs: number }[] = [];
  for (const span of [...spans].sort((a, b) => a.fromMs - b.fromMs)) {
    if (span.toMs <= span.fromMs) continue;
    const last = result.at(-1);
    if (last !== undefined && span.fromMs - last.toMs < joinMs) last.toMs = Math.max(last.toMs, span.toMs);
    else result.push({ ...span });
  }
  return result;
}

/** What of `from` is not in `taken`. Both as `joined` gives them. */
export function without(from: readonly Span[], taken: readonly Span[]): Span[] {
  const result: Span[] = [];
  for (const span of from) {
    let fromMs = span.fromMs;
    for (const other of taken) {
      if (other.toMs <= fromMs) continue;
      if (other.fromMs >= span.toMs) break;
      if (other.fromMs > fromMs) result.push({ fromMs, toMs: other.fromMs });
      fromMs = Math.max(fromMs, other.toMs);
    }
    if (fromMs < span.toMs) result.push({ fromMs, toMs: span.toMs });
  }
  return result;
}

/** What of the spans lies inside the period. */
export function inside(spans: readonly Span[], period: Span): Span[] {
  return spans.flatMap((span) => {
    const fromMs = Math.max(span.fromMs, period.fromMs);
    const toMs = Math.min(span.toMs, period.toMs);
    return toMs > fromMs ? [{ fromMs, toMs }] : [];
  });
}

export const lengthMs = (spans: readonly Span[]): number =>
  spans.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0);
