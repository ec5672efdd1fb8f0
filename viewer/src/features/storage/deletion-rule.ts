import type { Deletion } from '../../api/api.ts';
import { formatBytes } from '../../shared/format-bytes.ts';

export type RuleText =
  | { readonly kind: 'age'; readonly group: string; readonly days: string }
  | { readonly kind: 'size'; readonly group: string; readonly cap: string; readonly had: string }
  | { readonly kind: 'disk-full'; readonly free: string; readonly limit: string };

/**
 * The rule a recording was deleted by, as it was then; null when it does not have the fields its reason should have (it was
 * written by another version).
 */
export function ruleText({ reason, rule }: Pick<Deletion, 'reason' | 'rule'>, language: 'vi' | 'en'): RuleText | null {
  const fields = new Map<string, unknown>(Object.entries(rule));
  const group = fields.get('group');
  const number = (key: string): number | null => {
    const value = fields.get(key);
    return typeof value === 'number' && Number.isFinite(value) ? value : null;
  };
  if (reason === 'age') {
    const days = number('keepDays');
    if (days === null || typeof group !== 'string') return null;
    return { kind: 'age', group, days: days.toLocaleString(language === 'vi' ? 'vi-VN' : 'en-GB') };
  }
  if (reason === 'size') {
    const [cap, had] = [number('maxBytes'), number('groupBytes')];
    if (cap === null || had === null || typeof group !== 'string') return null;
    return { kind: 'size', group, cap: formatBytes(cap, language), had: formatBytes(had, language) };
  }
  const [free, limit] = [number('freeBytes'), number('limitBytes')];
  if (reason !== 'disk-full' || free === null || limit === null) return null;
  return { kind: 'disk-full', free: formatBytes(free, language), limit: formatBytes(limit, language) };
}
