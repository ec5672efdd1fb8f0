import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import { forgetReports } from './forget-reports.ts';

const DAY_MS = 86_400_000;
let database: TestDatabase;
const deleted: string[] = [];
const objects = {
  delete: async (key: string): Promise<void> => {
    deleted.push(key);
  },
};

beforeAll(async () => {
  database = await startTestDatabase();
});
afterAll(() => database?.close());

async function report(name: string, receivedDaysAgo: number, endedDaysAgo: number | null): Promise<void> {
  const { db } = database;
  const at = new Date(Date.now() - receivedDaysAgo * DAY_MS);
  const ledger = { key: `${name}.jpg`, sha256: randomBytes(32), bytes: 4, content_type: 'image/jpeg' };
  await db.insertInto('object_ledger').values(ledger).execute();
  await db
    .insertInto('citizen_report')
    .values({
      ...{ id: randomUUID(), token_hash: randomBytes(32), category: 'other', description: name, photo_key: ledger.key },
      ...{ latitude: 10, longitude: 105, phone_sealed: Buffer.from('x'), occurred_at: at, received_at: at },
      ...{ accept_due_at: at, resolve_due_at: at, updated_at: at },
      ended_at: endedDaysAgo === null ? null : new Date(Date.now() - endedDaysAgo * DAY_MS),
    })
    .execute();
}

test('what citizens told is kept while it is needed and gone afterwards, with its photo', async () => {
  await report('open', 100, null);
  await report('fresh', 100, 89);
  await report('old', 100, 91);
  await report('forgotten by everybody', 366, null);
  expect(await forgetReports(database.db, objects, 90)).toBe(2);
  expect(deleted.sort()).toEqual(['forgotten by everybody.jpg', 'old.jpg']);
  const rows = await database.db.selectFrom('citizen_report').selectAll().orderBy('received_at').execute();
  const kept = rows.filter(({ forgotten_at: at }) => at === null);
  expect(kept.map(({ description }) => description).sort()).toEqual(['fresh', 'open']);
  const gone = rows.filter(({ forgotten_at: at }) => at !== null);
  expect(gone).toHaveLength(2);
  for (const row of gone) expect(row).toMatchObject({ description: '', phone_sealed: null, photo_key: null });
  const ledger = await database.db.selectFrom('object_ledger').select('key').execute();
  expect(ledger.map(({ key }) => key).sort()).toEqual(['fresh.jpg', 'open.jpg']);
  expect(await forgetReports(database.db, objects, 90)).toBe(0);
});
