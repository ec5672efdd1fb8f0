import { setTimeout as delay } from 'node:timers/promises';
import { type Kysely, sql } from 'kysely';
import type { Tables } from '../database/tables.ts';
import type { Logger } from '../telemetry/logger.ts';

export interface RunOnOneOptions {
  readonly db: Kysely<Tables>;
  readonly log: Logger;
  /** Of the advisory lock; every kind of work has its own. */
  readonly key: number;
  readonly signal: AbortSignal;
  readonly askEveryMs?: number;
}

const ASK_EVERY_MS = 5_000;

/**
 * Runs `work` in one process of the whole platform at a time, whoever is first: by an advisory lock that ends with its
 * connection to the database. `work` must end soon after its signal is aborted, which happens when `signal` is, or when
 * the lock may be lost; then whoever gets it begins anew. Resolves when `signal` is aborted and `work` has ended.
 */
export async function runOnOne(options: RunOnOneOptions, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const { db, log, key, signal, askEveryMs = ASK_EVERY_MS } = options;
  const wait = (): Promise<void> => delay(askEveryMs, undefined, { signal }).catch(() => {});
  while (!signal.aborted) {
    try {
      await db.connection().execute(async (connection) => {
        const asked = await sql<{ locked: boolean }>`select pg_try_advisory_lock(${key}) as locked`.execute(connection);
        if (asked.rows[0]?.locked !== true) return;
        const stop = new AbortController();
        const working = work(AbortSignal.any([signal, stop.signal]));
        // What it throws is seen at the end; until then it must not count as unhandled.
        working.catch(() => stop.abort());
        try {
          while (!signal.aborted && !stop.signal.aborted) {
            await wait();
            await sql`select 1`.execute(connection);
          }
        } finally {
          stop.abort();
          await working;
        }
        await sql`select pg_advisory_unlock(${key})`.execute(connection);
      });
    } catch (error) {
      log.warn({ err: error }, 'work for the whole platform stopped here for now');
    }
    await wait();
  }
}
