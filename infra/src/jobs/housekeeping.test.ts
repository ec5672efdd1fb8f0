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

test('old idempotency keys go, and closed alarms of long ago unless they belong to an incident or their state lasts', async () => {
  const { db } = database;
  const at = (days: number): Date => new Date(Date.now() + days * 86_400_000);
  const request = { owner: 'a', route: 'alarms', fingerprint: Buffer.alloc(32), result: '' };
  await db
    .insertInto('request_once')
    .values([
      { ...request, key: 'old', at: at(-2) },
      { ...request, key: 'new', at: at(-0.5) },
    ])
    .execute();
  const incident = randomUUID();
  const happened = { kind: 'other', severity: 2 as const, title: 'x', occurred_at: at(-500) };
  await db
    .insertInto('incident')
    .values({ id: incident, ...happened })
    .execute();
  const alarm = { severity: 2 as const, first_at: at(-500), last_at: at(-500), state: 'closed' as const };
  await db
    .insertInto('alarm')
    .values([
      { id: randomUUID(), kind: 'gone', ...alarm },
      { id: randomUUID(), kind: 'open', ...alarm, state: 'open' },
      { id: randomUUID(), kind: 'young', ...alarm, last_at: at(-300) },
      { id: randomUUID(), kind: 'kept', ...alarm, incident_id: incident },
      { id: randomUUID(), kind: 'lasting', ...alarm, is_lasting: true },
    ])
    .execute();
  await keepHouse(db, createLogger('silent', 'test'));
  const keys = await db.selectFrom('request_once').select('key').execute();
  expect(keys).toEqual([{ key: 'new' }]);
  const kinds = await db.selectFrom('alarm').select('kind').orderBy('kind').execute();
  expect(kinds.map(({ kind }) => kind)).toEqual(['kept', 'lasting', 'open', 'young']);
});
