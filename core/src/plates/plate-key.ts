const MAX_RAW_LENGTH = 64;

/**
 * The characters of a plate in upper case, separators and everything else dropped; `Đ` is kept (also where it was typed
 * as `đ` or as the Icelandic `Ð`). Text over 64 characters is no plate and gives ''.
 */
export function plateCharacters(raw: string): string {
  if (raw.length > MAX_RAW_LENGTH) return '';
  return raw
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll('\u00d0', 'Đ')
    .replace(/[^0-9A-ZĐ]/g, '');
}

/** What plates are stored and searched by: separators, case and `Đ`/`D` make no difference. */
export function plateSearchKey(raw: string): string {
  return plateCharacters(raw).replaceAll('Đ', 'D');
}
