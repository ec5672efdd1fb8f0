import { Type } from 'typebox';
import { apiError } from '../errors/api-errors.ts';

/** The entity tag of something that counts its edits. */
export function etagOf(entity: { readonly version: number }): string {
  return `"${entity.version}"`;
}

/**
 * The version an edit was made from (RFC 9110, section 13.1.1: an entity tag that is not ours can never match). Throws
 * `TC_VERSION_REQUIRED` or `TC_VERSION_CONFLICT`.
 */
export function versionOf(ifMatch: string | undefined): number {
  if (ifMatch === undefined) throw apiError('TC_VERSION_REQUIRED');
  const version = /^"(\d{1,9})"$/.exec(ifMatch.trim())?.[1];
  if (version === undefined) throw apiError('TC_VERSION_CONFLICT');
  return Number(version);
}

export const IfMatchHeaders = Type.Object({
  'if-match': Type.Optional(Type.String({ maxLength: 40, description: 'the ETag of what is being edited' })),
});
