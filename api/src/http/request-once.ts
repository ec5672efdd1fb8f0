import { createHash } from 'node:crypto';
import { canonicalJson } from '@thapcanh/infra/audit/audit-hash';
import type { Tables } from '@thapcanh/infra/database/tables';
import type { Kysely } from 'kysely';
import { Type } from 'typebox';
import { apiError } from '../errors/api-errors.ts';

/** Header of a POST that must not make the same thing twice when it is sent again. */
export const IdempotencyHeaders = Type.Object({
  'idempotency-key': Type.Optional(
    Type.String({ minLength: 1, maxLength: 100, description: 'the same key and body make nothing twice within a day' }),
  ),
});

export interface OnceRequest {
  /** Who called: user or API key. */
  readonly owner: string;
  readonly route: string;
  /** Null: the caller gave none, and everything is made. */
  readonly key: string | null;
  readonly body: unknown;
}

/**
 * Runs `make` (which resolves to the id of what it made) unless this caller has sent the same request before; then gives
 * the id of that time. In the transaction: a failure leaves the key unused, and a second call at the same time waits for the
 * first. Throws `TC_IDEMPOTENCY_CONFLICT` when the key came with another body.
 */
export async function makeOnce(
  tx: Kysely<Tables>,
  request: OnceRequest,
  make: () => Promise<string>,
): Promise<{ readonly id: string; readonly isRepeat: boolean }> {
  const { owner, route, key, body } = request;
  if (key === null) return { id: await make(), isRepeat: false };
  const fingerprint = createHash('sha256').update(canonicalJson(body)).digest();
  const claimed = await tx
    .insertInto('request_once')
    .values({ owner, route, key, fingerprint, result: '' })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  const own = { owner, route, key };
  if (claimed.numInsertedOrUpdatedRows === 1n) {
    const id = await make();
    await tx
      .updateTable('request_once')
      .set({ result: id })
      .where((eb) => eb.and(own))
      .execute();
    return { id, isRepeat: false };
  }
  const before = await tx
    .selectFrom('request_once')
    .select(['fingerprint', 'result'])
    .where((eb) => eb.and(own))
    .executeTakeFirst();
  if (before === undefined || !before.fingerprint.equals(fingerprint))
    throw apiError('TC_IDEMPOTENCY_CONFLICT', { key });
  return { id: before.result, isRepeat: true };
}
