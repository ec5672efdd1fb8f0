/** Text as it is searched: no diacritics, `đ` as `d`, lower case, single spaces. `Cổng  Đông` -> `cong dong`. */
export function foldText(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('đ', 'd').replace(/\s+/g, ' ').trim();
}
