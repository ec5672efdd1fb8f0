const UNITS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'] as const;

/** Bytes of one GB as disks are sold and as this viewer shows and asks them: decimal. */
export const GB = 1_000_000_000;

/** `1,5 TB`: three digits at most, decimal units, with the decimal sign of the language. */
export function formatBytes(bytes: number, language: 'vi' | 'en'): string {
  const power = bytes < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1_000 ** power;
  // 999.95 and more would show as 1,000 of a unit.
  const [shown, unit] =
    value >= 999.5 && power < UNITS.length - 1 ? [value / 1_000, UNITS[power + 1]] : [value, UNITS[power]];
  const digits = power === 0 || shown >= 100 ? 0 : shown >= 10 ? 1 : 2;
  return `${shown.toLocaleString(language === 'vi' ? 'vi-VN' : 'en-GB', { maximumFractionDigits: digits })} ${unit}`;
}
