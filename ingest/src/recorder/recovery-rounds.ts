import type { Tables } from '@thapcanh/infra/database/tables';
import { type Kysely, sql } from 'kysely';
import type { SessionLog } from '../media/media-types.ts';
import { pause } from './pause.ts';
import type { RecoveryReport } from './recovery.ts';

export interface RecoveryRoundsOptions {
  readonly db: Kysely<Tables>;
  readonly nodeId: string;
  /** One round over files of that many hours back. */
  readonly recover: (lookBackHours: number, signal: AbortSignal) => Promise<RecoveryReport>;
  readonly log: SessionLog;
  readonly everyMs?: number;
  readonly retryMs?: number;
}

const FIRST_HOURS = 48;
const LATER_HOURS = 2;
const EVERY_MS = 600_000;
/** Another worker of the node recovers, or the database is away. */
const RETRY_MS = 5_000;
/** Any constant of our own; the second key is the node. */
const LOCK_CLASS = 7_411;

/**
 * Recovers at the start, and every ten minutes what a worker that died since, or a disk that failed for a while, has
 * left. One worker of a node at a time, by an advisory lock of the database that ends with its connection.
 */
export class RecoveryRounds {
  readonly #options: RecoveryRoundsOptions;
  readonly #stop = new AbortController();
  #working: Promise<void> | null = null;

  constructor(options: RecoveryRoundsOptions) {
    this.#options = options;
  }

  start(): void {
    this.#working ??= this.#work();
  }

  /** Resolves after the file under way. Idempotent. */
  async close(): Promise<void> {
    this.#stop.abort();
    await this.#working;
  }

  async #work(): Promise<void> {
    const { everyMs = EVERY_MS, retryMs = RETRY_MS, log } = this.#options;
    const { signal } = this.#stop;
    let hours = FIRST_HOURS;
    while (!signal.aborted) {
      const isDone = await this.#round(hours).catch((error: unknown) => {
        if (!signal.aborted) log.warn({ err: error }, 'recordings cannot be recovered now');
        return false;
      });
      if (isDone) hours = LATER_HOURS;
      await pause(isDone ? everyMs : retryMs, signal);
    }
  }

  /** False: another worker has its turn. */
  #round(hours: number): Promise<boolean> {
    const { db, nodeId, recover } = this.#options;
    const key = sql`${LOCK_CLASS}, hashtext(${nodeId})`;
    return db.connection().execute(async (connection) => {
      const asked = await sql<{ locked: boolean }>`select pg_try_advisory_lock(${key}) as locked`.execute(connection);
      if (asked.rows[0]?.locked !== true) return false;
      try {
        await recover(hours, this.#stop.signal);
        return true;
      } finally {
        await sql`select pg_advisory_unlock(${key})`.execute(connection);
      }
    });
  }
}
