import { apiError } from '../errors/api-errors.ts';

const FORM = /^(\d{1,14})\|([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** Where a page ended: what follows is older than this pair, in the order (time, id) descending. */
export interface TimeCursor {
  readonly atMs: number;
  readonly id: string;
}

/** Opaque to clients. */
export function encodeTimeCursor({ atMs, id }: TimeCursor): string {
  return Buffer.from(`${atMs}|${id}`).toString('base64url');
}

/** Throws `TC_CURSOR_INVALID` for anything that `encodeTimeCursor` did not make. */
export function decodeTimeCursor(text: string): TimeCursor {
  const [, atMs, id] = FORM.exec(Buffer.from(text, 'base64url').toString('utf8')) ?? [];
  if (atMs === undefined || id === undefined) throw apiError('TC_CURSOR_INVALID');
  return { atMs: Number(atMs), id };
}
