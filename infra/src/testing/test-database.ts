import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Kysely } from 'kysely';
import type pg from 'pg';
import { createDatabase, createPool } from '../database/database.ts';
import { migrate } from '../database/migrate.ts';
import type { Tables } from '../database/tables.ts';
import { startEmbeddedPostgres } from '../embedded-postgres/embedded-postgres.ts';
import { createLogger } from '../telemetry/logger.ts';

export interface TestDatabase {
  readonly url: string;
  readonly pool: pg.Pool;
  readonly db: Kysely<Tables>;
  /** Ends the pool, stops the server and removes its directory. Idempotent. */
  close(): Promise<void>;
}

/**
 * A real, migrated PostgreSQL of its own in a private temporary directory, without fsync: about a second to start.
 * One per test file; between tests `truncate` what was written.
 */
export async function startTestDatabase(options: { isMigrated?: boolean } = {}): Promise<TestDatabase> {
  const dir = await mkdtemp(path.join(tmpdir(), 'tc-db-'));
  await chmod(dir, 0o711);
  const postgres = await startEmbeddedPostgres({
    dir: path.join(dir, 'postgres'),
    socketDir: path.join(dir, 's'),
    programsDir: path.join(tmpdir(), `thapcanh-postgres-${process.getuid?.() ?? 0}`),
    password: randomBytes(12).toString('hex'),
    isDurable: false,
    log: createLogger('silent', 'test'),
  });
  const pool = createPool({ databaseUrl: postgres.url, applicationName: 'thapcanh-test' });
  let closing: Promise<void> | null = null;
  const close = async (): Promise<void> => {
    await pool.end();
    await postgres.close();
    await rm(dir, { recursive: true, force: true });
  };
  if (options.isMigrated ?? true) await migrate(pool);
  return {
    url: postgres.url,
    pool,
    db: createDatabase(pool),
    close: () => {
      closing ??= close();
      return closing;
    },
  };
}
