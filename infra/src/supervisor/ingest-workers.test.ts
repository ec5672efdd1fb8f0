import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import { endEarlierWorkers, ingestWorkersFor } from './ingest-workers.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await startTestDatabase();
});
afterAll(() => database.close());

test('workers follow the cameras that are switched on, up to the cores', async () => {
  const { db, pool } = database;
  expect(await ingestWorkersFor(db, 8)).toBe(1);
  await pool.query(
    `insert into camera (id, name, search_key, main_url, is_enabled)
     select 'cam-' || n, 'cam', 'cam', 'rtsp://10.0.0.1/1', n <= 301 from generate_series(1, 1000) n`,
  );
  expect(await ingestWorkersFor(db, 8)).toBe(3);
  expect(await ingestWorkersFor(db, 2)).toBe(2);
});

test('only the earlier workers of this node are ended', async () => {
  const { db } = database;
  const row = { slot: 0, live_endpoint: 'unix:/x', capacity: 10, media_address: null, stopped_at: null };
  await db
    .insertInto('ingest_worker')
    .values({ id: randomUUID(), node_id: 'a', ...row })
    .execute();
  await db
    .insertInto('ingest_worker')
    .values({ id: randomUUID(), node_id: 'b', ...row })
    .execute();
  await endEarlierWorkers(db, 'a');
  const living = await db.selectFrom('ingest_worker').select('node_id').where('stopped_at', 'is', null).execute();
  expect(living).toEqual([{ node_id: 'b' }]);
});
