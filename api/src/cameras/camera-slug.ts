import { foldText } from '@thapcanh/core/text/fold-text';

/** A camera id made from a name: `Cổng A (xe hơi)` -> `cong-a-xe-hoi`; null when no letter or digit is left. */
export function slugOf(name: string): string | null {
  const slug = foldText(name)
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 36)
    .replace(/^-+|-+$/g, '');
  return slug === '' ? null : slug;
}
