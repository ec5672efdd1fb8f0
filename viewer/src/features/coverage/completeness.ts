/** How a share of recorded time is judged. */
export type CompletenessGrade = 'whole' | 'good' | 'poor';

const GOOD_FROM = 0.995;

export function gradeOf(completeness: number): CompletenessGrade {
  if (completeness >= 1) return 'whole';
  return completeness >= GOOD_FROM ? 'good' : 'poor';
}

/**
 * `99,982 %`: as many decimals as it takes to tell it from 100, at most three. Never rounds up to 100 %, so that a lost
 * second of a day stays visible.
 */
export function formatCompleteness(completeness: number, language: 'vi' | 'en'): string {
  const percent = completeness * 100;
  const digits = percent >= 100 ? 0 : percent >= 99.9 ? 3 : percent >= 99 ? 2 : 1;
  const cut = Math.floor(percent * 10 ** digits) / 10 ** digits;
  return `${cut.toLocaleString(language === 'vi' ? 'vi-VN' : 'en-GB', { minimumFractionDigits: digits })} %`;
}

/** `1:02:03` or `2:03` or `4,2 s`: a length of time at a glance. */
export function formatLength(ms: number, language: 'vi' | 'en'): string {
  if (ms < 60_000) {
    const seconds = Math.round(ms / 100) / 10;
    return `${seconds.toLocaleString(language === 'vi' ? 'vi-VN' : 'en-GB')} s`;
  }
  const total = Math.round(ms / 1_000);
  const two = (value: number): string => String(value).padStart(2, '0');
  const [hours, minutes, seconds] = [Math.floor(total / 3_600), Math.floor((total % 3_600) / 60), total % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds)}` : `${minutes}:${two(seconds)}`;
}
