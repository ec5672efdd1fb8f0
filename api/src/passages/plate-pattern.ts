import { plateSearchKey } from '@thapcanh/core/plates/plate-key';

/** How plate text is compared with `passage.plate_key`: one of three SQL operators' worth of meaning. */
export type PlateMatch =
  | { readonly kind: 'equals'; readonly key: string }
  | { readonly kind: 'like'; readonly pattern: string };

export type PlateMatchMode = 'exact' | 'prefix' | 'contains';

/**
 * The search behind what somebody typed. Folding drops everything but letters, digits and the wildcards, so no LIKE
 * character can get in. With a wildcard (`?` one, `*` any number) the pattern spans the whole plate and the mode is not
 * used. Null when nothing is left to search for.
 */
export function platePattern(text: string, mode: PlateMatchMode): PlateMatch | null {
  const key = text
    .split(/([?*])/)
    .map((piece) => (piece === '?' || piece === '*' ? piece : plateSearchKey(piece)))
    .join('');
  if (key === '') return null;
  if (/[?*]/.test(key)) {
    return { kind: 'like', pattern: key.replace(/\*+/g, '%').replaceAll('?', '_') };
  }
  if (mode === 'exact') return { kind: 'equals', key };
  return { kind: 'like', pattern: mode === 'prefix' ? `${key}%` : `%${key}%` };
}
