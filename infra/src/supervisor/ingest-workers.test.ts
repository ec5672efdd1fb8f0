import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
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

test('only earlier workers of this node are ended, and only those whose slot nobody will have', async () => {
  const { db } = database;
  const row = { live_endpoint: 'unix:/x', capacity: 10, media_address: null, stopped_at: null };
  const workers = [
    { node_id: 'a', slot: 0 },
    { node_id: 'a', slot: 1 },
    { node_id: 'a', slot: 2 },
    { node_id: 'b', slot: 2 },
  ];
  for (const worker of workers) {
    await db
      .insertInto('ingest_worker')
      .values({ id: randomUUID(), ...worker, ...row })
      .execute();
  }
  await endEarlierWorkers(db, { nodeId: 'a', runDir: tmpdir() }, 2);
  const living = await db
    .selectFrom('ingest_worker')
    .select(['node_id', 'slot'])
    .where('stopped_at', 'is', null)
    .orderBy('node_id')
    .orderBy('slot')
    .execute();
  expect(living).toEqual(workers.filter(({ node_id, slot }) => node_id === 'b' || slot < 2));
});
