import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { Tables } from './tables.ts';

const INT8_OID = 20;

/** int8 as number; a value past 2^53 would be rounded silently, so it is refused. */
function parseInt8(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`int8 value ${text} does not fit a JavaScript number`);
  return value;
}

const types = new pg.TypeOverrides();
types.setTypeParser(INT8_OID, parseInt8);

export interface PoolOptions {
  readonly databaseUrl: string;
  /** Connections at most; PostgreSQL of one node allows about 160 in all. */
  readonly max?: number;
  /** Seen in `pg_stat_activity`. */
  readonly applicationName?: string;
  /** First schemas of `search_path`. */
  readonly schemas?: readonly string[];
}

/**
 * A pool of connections. Opens nothing until first use; `timestamptz` reads as Date, `int8` as number. Errors of
 * connections that nothing is asked of (server restart) are swallowed here: the next query opens a new one or fails itself. End it with `pool.end()`.
 */
export function createPool(options: PoolOptions): pg.Pool {
  const pool = new pg.Pool({
    connectionString: options.databaseUrl,
    max: options.max ?? 8,
    application_name: options.applicationName ?? 'thapcanh',
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 30_000,
    types,
    ...(options.schemas ? { options: `-c search_path=${options.schemas.join(',')}` } : {}),
  });
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

/**
 * A second pool to the same database that sees other schemas first, for a library with tables of its own.
 * The caller ends it.
 */
export function createSiblingPool(pool: pg.Pool, options: { schemas: readonly string[]; max: number }): pg.Pool {
  const { connectionString = '', application_name: applicationName = 'thapcanh' } = pool.options;
  return createPool({ databaseUrl: connectionString, applicationName, ...options });
}

/** Typed queries over the pool. `db.destroy()` ends the pool. */
export function createDatabase(pool: pg.Pool): Kysely<Tables> {
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
}
