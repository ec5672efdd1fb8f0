import { apiError } from '../errors/api-errors.ts';

const HOLD = /^h(\d{1,14})\|([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;
const DELETION = /^d(\d{1,15})$/;

/** Where a page of holds ended, in the order (created, id) descending. */
export interface HoldCursor {
  readonly createdAtMs: number;
  readonly id: string;
}

/** Opaque to clients, like the one of deletions. */
export function encodeHoldCursor(cursor: HoldCursor): string {
  return encode(`h${cursor.createdAtMs}|${cursor.id}`);
}

/** Throws `TC_CURSOR_INVALID` for anything that `encodeHoldCursor` did not make. */
export function decodeHoldCursor(text: string): HoldCursor {
  const [, createdAt, id] = HOLD.exec(decode(text)) ?? [];
  if (createdAt === undefined || id === undefined) throw apiError('TC_CURSOR_INVALID');
  return { createdAtMs: Number(createdAt), id };
}

export function encodeDeletionCursor(id: number): string {
  return encode(`d${id}`);
}

/** Throws `TC_CURSOR_INVALID` for anything that `encodeDeletionCursor` did not make. */
export function decodeDeletionCursor(text: string): number {
  const [, id] = DELETION.exec(decode(text)) ?? [];
  if (id === undefined) throw apiError('TC_CURSOR_INVALID');
  return Number(id);
}

function encode(text: string): string {
  return Buffer.from(text).toString('base64url');
}

function decode(text: string): string {
  return Buffer.from(text, 'base64url').toString('utf8');
}
