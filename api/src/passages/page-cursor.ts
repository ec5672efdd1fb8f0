import { type PassageId, parsePassageId } from '@thapcanh/core/ids';
import { apiError } from '../errors/api-errors.ts';

/** Where a page ended: everything older than this pair, in the order (started_at, id) descending. */
export interface PageCursor {
  readonly startedAtMs: number;
  readonly id: PassageId;
}

/** Opaque to clients. */
export function encodeCursor(cursor: PageCursor): string {
  return Buffer.from(`${cursor.startedAtMs}|${cursor.id}`).toString('base64url');
}

/** Throws `TC_CURSOR_INVALID` for anything that `encodeCursor` did not make. */
export function decodeCursor(text: string): PageCursor {
  const [startedAt = '', rawId = ''] = Buffer.from(text, 'base64url').toString('utf8').split('|');
  const id = parsePassageId(rawId);
  if (!id || !/^\d{1,14}$/.test(startedAt)) throw apiError('TC_CURSOR_INVALID');
  return { startedAtMs: Number(startedAt), id };
}
