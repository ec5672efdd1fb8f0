/** The stretch of wall time that a timeline shows, UTC ms, start before end. */
export interface TimeRange {
  readonly fromMs: number;
  readonly toMs: number;
}

export const MINUTE_MS = 60_000;
export const ZOOM_SPANS_MS = [10 * MINUTE_MS, 60 * MINUTE_MS, 6 * 60 * MINUTE_MS, 24 * 60 * MINUTE_MS] as const;

/** 0..1 across the range; outside it for instants outside. */
export function fractionOf(range: TimeRange, atMs: number): number {
  return (atMs - range.fromMs) / (range.toMs - range.fromMs);
}

export function instantAt(range: TimeRange, fraction: number): number {
  return range.fromMs + fraction * (range.toMs - range.fromMs);
}

/** A range of `spanMs` that keeps `focusMs` in view: at the right edge while live, in the middle otherwise. */
export function rangeAround(focusMs: number, spanMs: number, nowMs: number): TimeRange {
  const marginMs = spanMs * 0.03;
  const latestEndMs = nowMs + marginMs;
  const toMs = Math.min(focusMs + spanMs / 2, latestEndMs);
  return { fromMs: toMs - spanMs, toMs };
}

const STEPS_MS = [
  10_000,
  30_000,
  MINUTE_MS,
  5 * MINUTE_MS,
  10 * MINUTE_MS,
  30 * MINUTE_MS,
  60 * MINUTE_MS,
  180 * MINUTE_MS,
];

/** Round instants for axis labels, at most `maxCount` of them. Rounded in Vietnamese time (UTC+7, no summer time). */
export function axisTicks(range: TimeRange, maxCount: number): number[] {
  const spanMs = range.toMs - range.fromMs;
  const stepMs = STEPS_MS.find((step) => spanMs / step <= maxCount) ?? 360 * MINUTE_MS;
  const ticks: number[] = [];
  for (let atMs = Math.ceil(range.fromMs / stepMs) * stepMs; atMs < range.toMs; atMs += stepMs) ticks.push(atMs);
  return ticks;
}
