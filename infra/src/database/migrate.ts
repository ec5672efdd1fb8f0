import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type pg from 'pg';
import { infraError } from '../errors/infra-errors.ts';
import { errorDetail } from '../errors/storage-failure.ts';

/** Beside the sources in both cases: this file runs as `src/database/migrate.ts` and as `dist/database/migrate.js`. */
const MIGRATIONS_DIR = fileURLToPath(new URL('../../src/database/migrations/', import.meta.url));
/** Any constant of our own; serialises migrators of all processes and machines on one database. */
const ADVISORY_LOCK_KEY = 7_411_202_611;
const FILE_NAME = /^(\d{4})-[a-z0-9-]+\.sql$/;

interface Migration {
  readonly name: string;
  readonly sql: string;
  readonly checksum: string;
}

/**
 * Brings the schema up to date: every `NNNN-name.sql` not yet recorded in `schema_migration` runs in order, each in a
 * transaction of its own together with its record. Safe to call from many processes at once. Returns the names it
 * applied. Refuses with `TC_MIGRATION_CHANGED`, `TC_MIGRATION_UNKNOWN` or `TC_MIGRATION_NAMES` before changing anything;
 * a failing file gives `TC_MIGRATION_FAILED` and leaves the earlier ones applied.
 */
export async function migrate(pool: pg.Pool, options: { dir?: string } = {}): Promise<string[]> {
  const migrations = await readMigrations(options.dir ?? MIGRATIONS_DIR);
  const client = await pool.connect();
  let failure: Error | undefined;
  try {
    await client.query('select pg_advisory_lock($1)', [ADVISORY_LOCK_KEY]);
    const applied: string[] = [];
    for (const migration of await findPending(client, migrations)) {
      await apply(client, migration);
      applied.push(migration.name);
    }
    await client.query('select pg_advisory_unlock($1)', [ADVISORY_LOCK_KEY]);
    return applied;
  } catch (error) {
    failure = error instanceof Error ? error : new Error(String(error));
    throw error;
  } finally {
    // After a failure the connection is closed rather than reused, which also frees the lock.
    client.release(failure);
  }
}

async function readMigrations(dir: string): Promise<Migration[]> {
  const names = (await readdir(dir)).filter((name) => name.endsWith('.sql')).sort();
  const migrations: Migration[] = [];
  for (const name of names) {
    const number = FILE_NAME.exec(name)?.[1];
    if (number === undefined || Number(number) !== migrations.length + 1) {
      throw infraError('TC_MIGRATION_NAMES', { detail: name });
    }
    const sql = await readFile(`${dir}/${name}`, 'utf8');
    // Line ends do not count, so that a checkout with CRLF is not "changed".
    const checksum = createHash('sha256').update(sql.replaceAll('\r\n', '\n')).digest('hex');
    migrations.push({ name, sql, checksum });
  }
  return migrations;
}

async function findPending(client: pg.PoolClient, migrations: readonly Migration[]): Promise<Migration[]> {
  await client.query(`create table if not exists schema_migration (
    name text primary key, checksum text not null, applied_at timestamptz not null default now())`);
  const done = await client.query<{ name: string; checksum: string }>('select name, checksum from schema_migration');
  const known = new Map(migrations.map((migration) => [migration.name, migration]));
  for (const row of done.rows) {
    const migration = known.get(row.name);
    if (migration === undefined) throw infraError('TC_MIGRATION_UNKNOWN', { name: row.name });
    if (migration.checksum !== row.checksum) throw infraError('TC_MIGRATION_CHANGED', { name: row.name });
  }
  const doneNames = new Set(done.rows.map((row) => row.name));
  return migrations.filter((migration) => !doneNames.has(migration.name));
}

async function apply(client: pg.PoolClient, migration: Migration): Promise<void> {
  try {
    await client.query('begin');
    await client.query(migration.sql);
    await client.query('insert into schema_migration (name, checksum) values ($1, $2)', [
      migration.name,
      migration.checksum,
    ]);
    await client.query('commit');
  } catch (error) {
    throw infraError('TC_MIGRATION_FAILED', { name: migration.name, detail: errorDetail(error) }, { cause: error });
  }
}
