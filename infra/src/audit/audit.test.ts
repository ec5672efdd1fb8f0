import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import { appendAudit } from './append-audit.ts';
import { verifyAudit } from './verify-audit.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await startTestDatabase();
});
afterAll(() => database.close());

const ACTOR = { id: null, name: 'Trúc', address: '10.0.0.7', purpose: 'traffic' as const, caseNumber: 'VA 17/2026' };

const append = (details: Record<string, unknown> = {}) =>
  database.db.transaction().execute((tx) => appendAudit(tx, ACTOR, { kind: 'playback', cameraId: 'gate', details }));

/** What somebody with the owner's password could do. */
async function tamper(statement: string): Promise<void> {
  await database.pool.query(`alter table audit_entry disable trigger user; ${statement};
    alter table audit_entry enable trigger user`);
}

beforeEach(async () => {
  await tamper(`truncate audit_entry; update audit_head set id = 0, hash = decode(repeat('00', 32), 'hex')`);
  for (let n = 1; n <= 5; n++) await append({ n, text: 'Cổng “Đông”', at: new Date(0), nested: { b: 1, a: [null] } });
});

test.each(['update audit_entry set address = null', 'delete from audit_entry', 'truncate audit_entry'])(
  'the database refuses "%s"',
  async (statement) => {
    await expect(database.pool.query(statement)).rejects.toThrow('never changed or removed');
  },
);

test('an untouched log has no faults and says its newest entry', async () => {
  const verdict = await verifyAudit(database.db);
  expect(verdict).toMatchObject({ entries: 5, head: { id: 5 }, faults: [] });
  expect(verdict.head.hash).toMatch(/^[0-9a-f]{64}$/);
});

test.each([
  ['a changed name', `update audit_entry set actor_name = 'Ai đó' where id = 3`, [{ fault: 'changed', id: 3 }]],
  ['a changed detail', `update audit_entry set details = '{"n": 9}' where id = 3`, [{ fault: 'changed', id: 3 }]],
  ['a changed time', `update audit_entry set at = at + interval '1 ms' where id = 1`, [{ fault: 'changed', id: 1 }]],
  ['a missing entry', 'delete from audit_entry where id = 3', [{ fault: 'missing', id: 3 }]],
  ['a missing beginning', 'delete from audit_entry where id < 3', [{ fault: 'missing', id: 2 }]],
  ['a missing end', 'delete from audit_entry where id > 3', [{ fault: 'cut-off', id: 4 }]],
  [
    'two entries in the other order',
    'update audit_entry set id = case id when 2 then 300 else 2 end where id in (2, 3); update audit_entry set id = 3 where id = 300',
    [
      { fault: 'out-of-order', id: 2 },
      { fault: 'changed', id: 2 },
      { fault: 'out-of-order', id: 3 },
      { fault: 'changed', id: 3 },
      { fault: 'out-of-order', id: 4 },
    ],
  ],
])('%s is found and named', async (_, statement, faults) => {
  await tamper(statement);
  expect((await verifyAudit(database.db)).faults).toEqual(faults);
});

test('an entry whose hash was made anew shows in the one after it', async () => {
  await tamper(`update audit_entry set hash = decode(repeat('11', 32), 'hex') where id = 3`);
  expect((await verifyAudit(database.db)).faults).toEqual([
    { fault: 'changed', id: 3 },
    { fault: 'out-of-order', id: 4 },
  ]);
});

test('an entry of a transaction that fails never was, and entries at the same time follow one another', async () => {
  const failing = database.db.transaction().execute(async (tx) => {
    await appendAudit(tx, ACTOR, { kind: 'playback' });
    throw new Error('roll back');
  });
  await expect(failing).rejects.toThrow('roll back');
  await Promise.all(Array.from({ length: 20 }, () => append()));
  expect(await verifyAudit(database.db)).toMatchObject({ entries: 25, head: { id: 25 }, faults: [] });
  const { rows } = await sql<{ count: number }>`select count(*) from audit_entry`.execute(database.db);
  expect(rows[0]?.count).toBe(25);
});
