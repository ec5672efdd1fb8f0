/** A stretch of time, UTC ms; `toMs` is not part of it. */
export interface TimeSpan {
  readonly fromMs: number;
  readonly toMs: number;
}

/** What is left of `spans` without the time that `taken` covers; both in any order and overlapping. */
export function withoutSpans(spans: readonly TimeSpan[], taken: readonly TimeSpan[]): TimeSpan[] {
  let left = joined(spans);
  for (const { fromMs, toMs } of taken) {
    left = left.flatMap((span) => {
      if (toMs <= span.fromMs || fromMs >= span.toMs || toMs <= fromMs) return [span];
      const before = { fromMs: span.fromMs, toMs: Math.min(fromMs, span.toMs) };
      const after = { fromMs: Math.max(toMs, span.fromMs), toMs: span.toMs };
      return [before, after].filter((part) => part.toMs > part.fromMs);
    });
  }
  return left;
}

export function lengthMs(spans: readonly TimeSpan[]): number {
  return joined(spans).reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0);
}

function joined(spans: readonly TimeSpan[]): TimeSpan[] {
  const result: { fromMs: number; toMs: number }[] = [];
  for (const { fromMs, toMs } of [...spans].sort((a, b) => a.fromMs - b.fromMs)) {
    const last = result.at(-1);
    if (toMs <= fromMs) continue;
    if (last !== undefined && fromMs <= last.toMs) last.toMs = Math.max(last.toMs, toMs);
    else result.push({ fromMs, toMs });
  }
  return result;
}
