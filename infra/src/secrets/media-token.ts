import { createHash, hkdfSync, timingSafeEqual } from 'node:crypto';

const PURPOSE = 'thapcanh/media/1';

/**
 * What the API of one node shows to the media listener of another (`Authorization: Bearer`). Derived from the key that
 * all roles share (HKDF-SHA-256, RFC 5869), so nothing has to be handed out and the key itself never travels.
 */
export function mediaTokenOf(hexKey: string): string {
  return Buffer.from(hkdfSync('sha256', Buffer.from(hexKey, 'hex'), '', PURPOSE, 32)).toString('hex');
}

/** Whether an `Authorization` header shows the token; takes as long for a near miss as for a far one. */
export function showsMediaToken(header: string | undefined, token: string): boolean {
  const hash = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(header ?? ''), hash(`Bearer ${token}`));
}
