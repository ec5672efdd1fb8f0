import { PLATE_KINDS } from '@thapcanh/core/plates/plate-kinds';
import { currentLanguage } from '../i18n/i18n.ts';

/** The name of a plate kind in the user's language; a kind that this viewer does not know keeps its id. */
export function plateKindName(id: string): string {
  return PLATE_KINDS.find((kind) => kind.id === id)?.[currentLanguage()] ?? id;
}
