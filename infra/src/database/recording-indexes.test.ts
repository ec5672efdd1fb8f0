import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestDatabase, type TestDatabase } from '../testing/test-database.ts';

let database: TestDatabase;

beforeAll(async () => {
  database = await startTestDatabase();
});
afterAll(() => database.close());

/** How the database would find rows if there were very many. */
async function planOf(question: string): Promise<string> {
  const client = await database.pool.connect();
  try {
    await client.query('set enable_seqscan = off');
    const { rows } = await client.query<{ 'QUERY PLAN': string }>(`explain ${question}`);
    return rows.map((row) => row['QUERY PLAN']).join('\n');
  } finally {
    client.release(true);
  }
}

test.each([
  ['whether a recording still points at an object that goes', "object_key = 'a'", 'recording_object'],
  ['recordings from before nodes had names', "node_id = '' and tier = 'local'", 'recording_nameless'],
  ['what killed processes left open', "state = 'open'", 'recording_open'],
])('%s is asked of an index, not of every recording', async (_, condition, index) => {
  expect(await planOf(`select 1 from recording where ${condition}`)).toContain(index);
});

test('the gaps of a day are found without those of the years before it', async () => {
  await database.pool.query(`insert into camera (id, name, search_key, main_url) values ('gate', 'g', 'g', 'rtsp://x/');
    insert into recording_gap (id, camera_id, started_at, ended_at, cause)
    select gen_random_uuid(), 'gate', at, at + interval '1 minute', 'camera-silent'
    from generate_series('2025-01-01'::timestamptz, '2025-12-31', '1 hour') at;
    analyze recording_gap`);
  const plan = await planOf(`select id from recording_gap where camera_id = 'gate' and started_at < '2026-01-01'
    and coalesce(ended_at, 'infinity') > '2025-12-30'`);
  expect(plan).toContain('recording_gap_end');
});

test('deletion records that have served their time are found without those that have not, and go without a look at all garbage', async () => {
  const due = await planOf(`select id from deletion_record where deleted_at < '2025-01-01' and gone_at is not null
    order by deleted_at limit 1000`);
  expect(due).toContain('deletion_record_time');
  const waste = await planOf('select 1 from recording_garbage where deletion_id = 1');
  expect(waste).toContain('recording_garbage_deletion');
});

test('the oldest files of a node are found without those that another node left', async () => {
  const plan = await planOf(`select u.camera_id, d.id from recording_usage u cross join lateral (
    select r.id from recording r where r.camera_id = u.camera_id and r.tier = 'local' and r.node_id = u.node_id
      and r.state = 'finished' order by r.started_at limit 60) d`);
  expect(plan).toContain('recording_local');
});
