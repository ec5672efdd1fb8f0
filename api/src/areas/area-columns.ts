import { foldText } from '@thapcanh/core/text/fold-text';
import { slugOf } from '../cameras/camera-slug.ts';
import { apiError } from '../errors/api-errors.ts';

const MORE_CANDIDATES = 98;

/** Throws `TC_AREA_SETTINGS_INVALID` for a name of blanks. */
export function areaNameColumns(name: string): { name: string; search_key: string } {
  const trimmed = name.normalize('NFC').trim();
  if (trimmed === '') throw apiError('TC_AREA_SETTINGS_INVALID', { detail: { vi: 'tên để trống', en: 'no name' } });
  return { name: trimmed, search_key: foldText(trimmed) };
}

/** Ids to try in order: the one asked for, or the name as a slug and then numbered. */
export function areaIdCandidates(id: string | undefined, name: string): string[] {
  if (id !== undefined) return [id];
  const base = slugOf(name) ?? 'khu-vuc';
  return [base, ...Array.from({ length: MORE_CANDIDATES }, (_, index) => `${base}-${index + 2}`)];
}
