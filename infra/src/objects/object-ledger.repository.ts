import type { Kysely } from 'kysely';
import type { Tables } from '../database/tables.ts';
import type { ObjectInfo, ObjectStore } from './object-store.ts';
import type { ObjectContent } from './write-content.ts';

/** Writes down what an object is, before anything refers to it. Again for the same key: the newer content counts. */
export async function recordObject(db: Kysely<Tables>, info: ObjectInfo, contentType: string): Promise<void> {
  if (info.sha256 === null) throw new TypeError(`object ${info.key} has no hash to record`);
  const row = { sha256: Buffer.from(info.sha256, 'hex'), bytes: info.bytes, content_type: contentType };
  await db
    .insertInto('object_ledger')
    .values({ key: info.key, ...row })
    .onConflict((conflict) => conflict.column('key').doUpdateSet(row))
    .execute();
}

/**
 * Puts the object and records it, in that order: an interruption leaves an object nobody refers to, never a reference to
 * nothing. Failures of `put` and of the database pass through.
 */
export async function storeObject(
  store: ObjectStore,
  db: Kysely<Tables>,
  key: string,
  bytes: ObjectContent,
  contentType: string,
  signal?: AbortSignal,
): Promise<ObjectInfo> {
  const info = await store.put(key, bytes, { contentType, ...(signal ? { signal } : {}) });
  await recordObject(db, info, contentType);
  return info;
}
