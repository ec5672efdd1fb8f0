import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLogger } from '../telemetry/logger.ts';
import { startTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import { keepHouse } from './housekeeping.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await startTestDatabase();
});
afterAll(() => database.close());

test('expired sessions and outbox rows handled long ago go, the others stay', async () => {
  const { db } = database;
  const id = randomUUID();
  const user = { id, username: 'a', username_key: 'a', display_name: 'A', password_hash: '' };
  await db.insertInto('app_user').values(user).execute();
  const day = 86_400_000;
  const at = (days: number): Date => new Date(Date.now() + days * day);
  await db
    .insertInto('user_session')
    .values([
      { token_hash: Buffer.from('old'), user_id: id, expires_at: at(-1) },
      { token_hash: Buffer.from('new'), user_id: id, expires_at: at(1) },
    ])
    .execute();
  await db
    .insertInto('outbox')
    .values([null, at(-1), at(-8)].map((done_at) => ({ kind: 'x', payload: '{}', done_at })))
    .execute();
  await keepHouse(db, createLogger('silent', 'test'));
  const sessions = await db.selectFrom('user_session').select('token_hash').execute();
  expect(sessions.map((row) => String(row.token_hash))).toEqual(['new']);
  expect(await db.selectFrom('outbox').select('id').execute()).toHaveLength(2);
});

test('of events of cameras that nobody takes the newest stay', async () => {
  const { db } = database;
  await db.deleteFrom('outbox').execute();
  const rows = [1, 2, 3, 4].map((n) => ({
    kind: n === 1 ? 'recording.gap' : 'camera.event',
    payload: `${n}`,
    done_at: null,
  }));
  await db.insertInto('outbox').values(rows).execute();
  await keepHouse(db, createLogger('silent', 'test'), 2);
  const left = await db.selectFrom('outbox').select('payload').orderBy('id').execute();
  expect(left.map(({ payload }) => payload)).toEqual([1, 3, 4]);
});
