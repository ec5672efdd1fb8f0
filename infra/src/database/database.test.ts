import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestDatabase, type TestDatabase } from '../testing/test-database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await startTestDatabase();
});
afterAll(() => database.close());

test('a bigint that JavaScript would round is refused instead', async () => {
  await expect(database.pool.query('select 9007199254740993::int8 as value')).rejects.toThrow('does not fit');
});

test('bigint reads as number and timestamptz as Date', async () => {
  const at = new Date('2026-03-01T02:03:04.567Z');
  await database.db
    .insertInto('object_ledger')
    .values({ key: 'a/b', sha256: Buffer.alloc(32), bytes: 5_000_000_000, content_type: 'image/jpeg', created_at: at })
    .execute();
  const row = await database.db.selectFrom('object_ledger').selectAll().executeTakeFirstOrThrow();
  expect(row.bytes).toBe(5_000_000_000);
  expect(row.created_at).toEqual(at);
});
