/** A local Vietnamese wall time as an instant; null for an empty or unfinished input. */
export function vietnamInstant(localText: string): string | null {
  const instant = new Date(`${localText}:00+07:00`);
  return Number.isNaN(instant.getTime()) ? null : instant.toISOString();
}
