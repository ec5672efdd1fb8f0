const OFFSET_MS = 7 * 3_600_000;

/** `22/11/2026 17:04:09` in Viet Nam (UTC+7, no summer time), with milliseconds where asked. */
export function vietnamTime(instant: string | number, withMs = false): string {
  const local = new Date(new Date(instant).getTime() + OFFSET_MS).toISOString();
  const [year = '', month = '', day = ''] = local.slice(0, 10).split('-');
  return `${day}/${month}/${year} ${local.slice(11, withMs ? 23 : 19)}`;
}
