const OFFSET_MS = 7 * 3_600_000;

/** A local Vietnamese wall time as an instant; null for an empty or unfinished input. */
export function vietnamInstant(localText: string): string | null {
  const instant = new Date(`${localText}:00+07:00`);
  return Number.isNaN(instant.getTime()) ? null : instant.toISOString();
}

/** The other way: `2026-11-21T18:04`, as `datetime-local` inputs take it (UTC+7, no summer time); seconds are cut. */
export function vietnamLocal(instantMs: number): string {
  return new Date(instantMs + OFFSET_MS).toISOString().slice(0, 16);
}
