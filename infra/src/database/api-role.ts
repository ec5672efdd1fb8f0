import type pg from 'pg';

/** Of the API's own connections, where the database is ours to make roles in. */
export const API_ROLE = 'thapcanh_api';

/** What the log of who did what is made of: nobody changes or removes an entry, and the newest is only moved on. */
const KEPT_TABLES = [
  { table: 'audit_entry', taken: 'update, delete, truncate' },
  { table: 'audit_head', taken: 'insert, delete, truncate' },
  { table: 'schema_migration', taken: 'insert, update, delete, truncate' },
] as const;

/**
 * Makes sure that the role exists, logs in with the password and may read and write every table, but owns none and can
 * neither change nor remove entries of the audit log. To be called as the owner of the tables after each migration.
 */
export async function ensureApiRole(pool: pg.Pool, password: string): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    const found = await client.query('select 1 from pg_roles where rolname = $1', [API_ROLE]);
    if (found.rowCount === 0) await client.query(`create role ${API_ROLE} login noinherit`);
    await client.query(`alter role ${API_ROLE} with login nosuperuser nocreatedb nocreaterole nobypassrls
      password ${client.escapeLiteral(password)}`);
    await grantToApi(client, API_ROLE);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
}

/** What the API needs, and no more. */
async function grantToApi(client: pg.PoolClient, role: string): Promise<void> {
  await client.query(`grant usage on schema public to ${role}`);
  await client.query(`grant select, insert, update, delete on all tables in schema public to ${role}`);
  await client.query(`grant usage, select on all sequences in schema public to ${role}`);
  for (const { table, taken } of KEPT_TABLES) await client.query(`revoke ${taken} on ${table} from ${role}`);
}
