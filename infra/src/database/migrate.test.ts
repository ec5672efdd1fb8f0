import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import { migrate } from './migrate.ts';

let database: TestDatabase;
let dir: string;

beforeAll(async () => {
  database = await startTestDatabase({ isMigrated: false });
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.pool.query('drop schema public cascade; create schema public');
  dir = await mkdtemp(path.join(tmpdir(), 'tc-migrations-'));
  return () => rm(dir, { recursive: true });
});

const write = (name: string, sql: string) => writeFile(path.join(dir, name), sql);
const applied = async () =>
  (await database.pool.query('select name from schema_migration order by name')).rows.map((row) => row.name);

test('a migration edited after it was applied is refused and nothing runs', async () => {
  await write('0001-first.sql', 'create table one (id int)');
  await migrate(database.pool, { dir });
  await write('0001-first.sql', 'create table one (id bigint)');
  await write('0002-second.sql', 'create table two (id int)');
  await expect(migrate(database.pool, { dir })).rejects.toMatchObject({
    code: 'TC_MIGRATION_CHANGED',
    params: { name: '0001-first.sql' },
  });
  expect(await applied()).toEqual(['0001-first.sql']);
});

test('a database migrated by a newer version is refused', async () => {
  await write('0001-first.sql', 'create table one (id int)');
  await write('0002-second.sql', 'create table two (id int)');
  await migrate(database.pool, { dir });
  await rm(path.join(dir, '0002-second.sql'));
  await expect(migrate(database.pool, { dir })).rejects.toMatchObject({
    code: 'TC_MIGRATION_UNKNOWN',
    params: { name: '0002-second.sql' },
  });
});

test.each([['0002-first.sql'], ['1-first.sql'], ['0001_first.sql']])('a file named %s is refused', async (name) => {
  await write(name, 'select 1');
  await expect(migrate(database.pool, { dir })).rejects.toMatchObject({ code: 'TC_MIGRATION_NAMES' });
});

test('a failing migration leaves no trace, keeps the earlier ones and frees the lock', async () => {
  await write('0001-first.sql', 'create table one (id int)');
  await write('0002-second.sql', 'create table two (id int); create table one (id int)');
  await expect(migrate(database.pool, { dir })).rejects.toMatchObject({
    code: 'TC_MIGRATION_FAILED',
    params: { name: '0002-second.sql', detail: 'relation "one" already exists' },
  });
  expect(await applied()).toEqual(['0001-first.sql']);
  await write('0002-second.sql', 'create table two (id int)');
  expect(await migrate(database.pool, { dir })).toEqual(['0002-second.sql']);
});

test('several processes migrating at once apply each migration once', async () => {
  await write('0001-first.sql', 'create table one (id int)');
  const runs = await Promise.all([1, 2, 3, 4].map(() => migrate(database.pool, { dir })));
  expect(runs.flat()).toEqual(['0001-first.sql']);
});

test('the shipped migrations apply, and line ends do not count as a change', async () => {
  expect(await migrate(database.pool)).toContain('0001-foundation.sql');
  expect(await migrate(database.pool)).toEqual([]);
  await write('0001-first.sql', 'select 1;\nselect 2;\n');
  await database.pool.query('drop schema public cascade; create schema public');
  await migrate(database.pool, { dir });
  await write('0001-first.sql', 'select 1;\r\nselect 2;\r\n');
  expect(await migrate(database.pool, { dir })).toEqual([]);
});
