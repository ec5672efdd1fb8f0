/** Text as names are searched: lower case, no Vietnamese (or other) marks, single spaces. `Đường Trần Phú` -> `duong tran phu`. */
export function foldText(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('đ', 'd').replace(/\s+/g, ' ').trim();
}

/** A camera id made from a name: `Cổng A (xe hơi)` -> `cong-a-xe-hoi`; null when no letter or digit is left. */
export function slugOf(name: string): string | null {
  const slug = foldText(name)
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 36)
    .replace(/^-+|-+$/g, '');
  return slug === '' ? null : slug;
}
