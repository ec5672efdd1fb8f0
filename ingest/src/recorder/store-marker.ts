import { randomUUID } from 'node:crypto';
import { link, open, readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Tables } from '@thapcanh/infra/database/tables';
import { systemErrorCode } from '@thapcanh/infra/errors/storage-failure';
import { makeDirectory } from '@thapcanh/infra/files/make-directory';
import type { Kysely } from 'kysely';
import { syncDirectory } from './sync-directory.ts';

/** Lies in the recordings directory and holds the uuid of its row in `recording_store`. */
export const STORE_MARKER_FILE = '.thapcanh-store';

/**
 * Whether the recordings directory of a node is the one the database knows. `known`: yes. `missing`: the marker is not
 * there although this node has recordings, so the storage is probably not mounted. `foreign`: the marker of another
 * store. `unreadable`: the directory or the marker cannot be read or made; `detail` is the system's error code.
 */
export type StoreVerdict =
  | { readonly kind: 'known'; readonly marker: string }
  | { readonly kind: 'missing' }
  | { readonly kind: 'foreign'; readonly found: string }
  | { readonly kind: 'unreadable'; readonly detail: string };

export interface StorePlace {
  readonly db: Kysely<Tables>;
  readonly nodeId: string;
  readonly recordingsDir: string;
}

/** Newest recordings that are looked for when the marker is gone; one that is there proves the storage. */
const PROOF_ROWS = 20;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/**
 * Compares marker file and row, and makes what is missing where nothing can be lost by it: both at the first use, the
 * row when only the file is there (a new database), the file when this node has no local recording yet or one of its
 * newest recordings is there in its size. Ask before recovery and before every round of deletion: only `known` allows
 * them. Safe to call from several processes at once. Rejects only when the database does not answer.
 */
export async function checkStore(place: StorePlace): Promise<StoreVerdict> {
  try {
    const [expected, found] = await Promise.all([readRow(place), readMarker(place.recordingsDir)]);
    if (expected === null) return await firstUse(place, found);
    if (found === expected) return await known(place, expected);
    if (found !== null) return { kind: 'foreign', found };
    if (!(await isProvenByFiles(place))) return { kind: 'missing' };
    await writeMarker(place.recordingsDir, expected);
    return await known(place, expected);
  } catch (error) {
    const detail = error instanceof UnreadableStore ? error.code : null;
    if (detail === null) throw error;
    return { kind: 'unreadable', detail };
  }
}

/**
 * Makes the directory as it is now the store of this node, by decision of a person (a replaced disk). Rows of files that
 * are not on it stay. Rejects when the marker cannot be written or the database does not answer.
 */
export async function acceptStore(place: StorePlace): Promise<string> {
  await rm(path.join(place.recordingsDir, STORE_MARKER_FILE), { force: true });
  const marker = randomUUID();
  await writeMarker(place.recordingsDir, marker);
  await place.db
    .insertInto('recording_store')
    .values({ node_id: place.nodeId, marker, breaker_opened_at: null, breaker_reason: null, checked_at: new Date() })
    .onConflict((conflict) => conflict.column('node_id').doUpdateSet({ marker, checked_at: new Date() }))
    .execute();
  return marker;
}

/**
 * What the marker file says, without the database: for frequent checks by who knows the marker already. Null: none.
 * Rejects with `UnreadableStore`.
 */
export async function readMarker(recordingsDir: string): Promise<string | null> {
  const text = await withCodes(() =>
    readFile(path.join(recordingsDir, STORE_MARKER_FILE), 'utf8').catch((error: unknown) => {
      if (systemErrorCode(error) === 'ENOENT') return null;
      throw error;
    }),
  );
  if (text === null) return null;
  const marker = text.trim();
  return UUID.test(marker) ? marker : 'not-a-marker';
}

/** A failed file operation on the store; `code` is the system's (`EACCES`). */
export class UnreadableStore extends Error {
  readonly code: string;

  constructor(code: string, cause: unknown) {
    super(`the recordings directory cannot be used: ${code}`, { cause });
    this.name = 'UnreadableStore';
    this.code = code;
  }
}

async function withCodes<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const code = systemErrorCode(error);
    throw code === null ? error : new UnreadableStore(code, error);
  }
}

async function readRow({ db, nodeId }: StorePlace): Promise<string | null> {
  const row = await db.selectFrom('recording_store').select('marker').where('node_id', '=', nodeId).executeTakeFirst();
  return row?.marker ?? null;
}

async function firstUse(place: StorePlace, found: string | null): Promise<StoreVerdict> {
  if (found !== null && !UUID.test(found)) return { kind: 'foreign', found };
  const wish = found ?? randomUUID();
  await place.db
    .insertInto('recording_store')
    .values({ node_id: place.nodeId, marker: wish, breaker_opened_at: null, breaker_reason: null, checked_at: null })
    .onConflict((conflict) => conflict.column('node_id').doNothing())
    .execute();
  // Another process may have been first.
  const marker = (await readRow(place)) ?? wish;
  if (found === null) await writeMarker(place.recordingsDir, marker);
  const written = await readMarker(place.recordingsDir);
  return written === marker ? known(place, marker) : { kind: 'foreign', found: written ?? '' };
}

async function known({ db, nodeId }: StorePlace, marker: string): Promise<StoreVerdict> {
  await db.updateTable('recording_store').set({ checked_at: new Date() }).where('node_id', '=', nodeId).execute();
  return { kind: 'known', marker };
}

async function isProvenByFiles({ db, nodeId, recordingsDir }: StorePlace): Promise<boolean> {
  const rows = await db
    .selectFrom('recording')
    .select(['path', 'bytes'])
    .where('tier', '=', 'local')
    .where('node_id', 'in', [nodeId, ''])
    .orderBy('started_at', 'desc')
    .limit(PROOF_ROWS)
    .execute();
  if (rows.length === 0) return true;
  for (const row of rows) {
    const info = await stat(path.join(recordingsDir, row.path)).catch(() => null);
    if (info?.isFile() === true && info.size >= row.bytes) return true;
  }
  return false;
}

/** Durable and whole or not there; an existing marker stays as it is. */
async function writeMarker(recordingsDir: string, marker: string): Promise<void> {
  await withCodes(async () => {
    await makeDirectory(recordingsDir, 0o750);
    const file = path.join(recordingsDir, STORE_MARKER_FILE);
    const fresh = `${file}.${randomUUID()}`;
    try {
      const handle = await open(fresh, 'wx', 0o640);
      try {
        await handle.writeFile(`${marker}\n`);
        await handle.sync();
      } finally {
        await handle.close();
      }
      await link(fresh, file).catch((error: unknown) => {
        if (systemErrorCode(error) !== 'EEXIST') throw error;
      });
    } finally {
      await rm(fresh, { force: true });
    }
    await syncDirectory(recordingsDir);
  });
}
