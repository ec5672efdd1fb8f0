import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { appendAudit } from '../audit/append-audit.ts';
import { verifyAudit } from '../audit/verify-audit.ts';
import { startTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import { API_ROLE, ensureApiRole } from './api-role.ts';
import { createDatabase, createPool } from './database.ts';

let database: TestDatabase;
let api: pg.Pool;
beforeAll(async () => {
  database = await startTestDatabase();
  await ensureApiRole(database.pool, "kh'ó đoán");
  const account = `//${API_ROLE}:${encodeURIComponent("kh'ó đoán")}@`;
  const address = database.url.replace(/\/\/[^@]*@/, account);
  api = createPool({ databaseUrl: address, max: 2 });
});
afterAll(async () => {
  await api?.end();
  await database?.close();
});

const ACTOR = { id: null, name: 'truc', address: '127.0.0.1', purpose: null, caseNumber: null };

test.each([
  "update audit_entry set actor_name = 'khac'",
  'delete from audit_entry',
  'truncate audit_entry',
  'delete from audit_head',
  'truncate audit_head',
  'insert into audit_head (is_only, id, hash) values (true, 0, $$0$$)',
  'alter table audit_entry disable trigger audit_entry_kept',
  'drop trigger audit_entry_kept on audit_entry',
  'drop table audit_entry',
  'alter table audit_entry owner to current_user',
  'create or replace function refuse_audit_change() returns trigger language plpgsql as $$ begin return null; end $$',
  'set role thapcanh',
  'set session_replication_role = replica',
  'create table mine (id integer)',
  "insert into schema_migration (name, checksum) values ('9999-x.sql', 'x')",
])('the API is refused: %s', async (statement) => {
  await expect(api.query(statement)).rejects.toThrow(/permission denied|must be owner|must be able to/);
});

test('the API appends to the log, which stays whole, and works on every other table', async () => {
  const db = createDatabase(api);
  await db.transaction().execute((tx) => appendAudit(tx, ACTOR, { kind: 'snapshot' }));
  await db.transaction().execute((tx) => appendAudit(tx, ACTOR, { kind: 'playback' }));
  expect((await verifyAudit(db)).faults).toEqual([]);
  const { rows } = await api.query<{ name: string }>(`select relname as name from pg_class
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'v')
      and not has_table_privilege(oid, 'select, insert, update, delete')`);
  expect(rows.map(({ name }) => name).sort()).toEqual([]);
  const lacking = await api.query<{ name: string }>(`select relname as name from pg_class
    where relnamespace = 'public'::regnamespace and relkind = 'r'
      and not (has_table_privilege(oid, 'update') and has_table_privilege(oid, 'delete'))`);
  expect(lacking.rows.map(({ name }) => name).sort()).toEqual(['audit_entry', 'audit_head', 'schema_migration']);
});

test('it is made again after each migration, with the password of now', async () => {
  await ensureApiRole(database.pool, 'khac');
  const account = `//${API_ROLE}:khac@`;
  const client = new pg.Client({ connectionString: database.url.replace(/\/\/[^@]*@/, account) });
  await client.connect();
  expect((await client.query('select count(*) from audit_entry')).rowCount).toBe(1);
  await client.end();
});
