import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Clock } from '@thapcanh/core/time/clock';
import { startTestDatabase, type TestDatabase } from '@thapcanh/infra/testing/test-database';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { readFromBuffer, scanFragments } from '../fmp4/fragment-scan.ts';
import { silentLog, testParts } from '../worker/test-media.fixture.ts';
import { RecorderBed, START_MS } from './recorder.fixture.ts';
import type { RecordingRepository } from './recording.repository.ts';
import type { RecordingLedger } from './recording-ledger.ts';
import { recoverRecordings } from './recovery.ts';
import type { StoreVerdict } from './store-marker.ts';

let database: TestDatabase;
let bed: RecorderBed;

beforeAll(async () => {
  database = await startTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  bed = await RecorderBed.make(database);
  return () => bed.close();
});

test('after a crash the torn file is cut to whole fragments and its row finished; missing files keep their rows', async () => {
  const crashed = bed.begin();
  await crashed.record(testParts(START_MS - 30_000, 11_000));
  await vi.waitFor(async () => expect(await bed.rows()).toMatchObject([{ state: 'open' }]));
  const [open] = await bed.rows();
  const file = path.join(bed.recordingsDir, open!.path);
  const written = await readFile(file);
  await crashed.recorder.close();
  await vi.waitFor(async () => expect(await bed.rows()).toMatchObject([{ state: 'finished' }]));
  // As the kill left it: half a fragment at the end, an open row; a second file that never got a row; a lost file.
  const { fragments } = await scanFragments(readFromBuffer(written), written.length);
  await writeFile(file, written.subarray(0, fragments.at(-1)!.offset + 150));
  await bed.database.pool.query("update recording set state = 'open'");
  const orphan = file.replace(/\d+\.mp4$/, `${START_MS - 10_000}.mp4`);
  await writeFile(orphan, written);
  const empty = file.replace(/\d+\.mp4$/, `${START_MS - 9_000}.mp4`);
  await writeFile(empty, written.subarray(0, 20));
  await bed.database.pool.query(`insert into recording (id, camera_id, started_at, ended_at, state, path, bytes, init_bytes,
    codec, width, height, fragments) select gen_random_uuid(), camera_id, started_at - interval '1 hour', ended_at, 'open',
    'gate/2026/11/22/00/02-${START_MS - 3_600_000}.mp4', bytes, init_bytes, codec, width, height, fragments from recording`);

  const { repository, ledger } = bed.begin();
  const options = recoveryOptions(repository, ledger);
  expect(await recoverRecordings(options)).toEqual({ recovered: 2, missing: 1, empty: 1, failed: 0 });
  await ledger.close();
  const recovered = await bed.rows();
  expect(recovered.map((row) => row.state)).toEqual(['open', 'finished', 'finished']);
  const [, torn, whole] = recovered;
  const bytes = await readFile(file);
  const scan = await scanFragments(readFromBuffer(bytes), bytes.length);
  expect(scan.wholeBytes).toBe(bytes.length);
  expect(torn).toMatchObject({ id: open!.id, bytes: bytes.length, width: 320, height: 180, codec: open!.codec });
  expect(torn!.ended_at.getTime() - torn!.started_at.getTime()).toBe(10_800);
  expect(torn!.fragments.slice(0, 5)).toEqual(open!.fragments.slice(0, 5));
  expect(whole).toMatchObject({ path: path.relative(bed.recordingsDir, orphan), bytes: written.length });
  expect(await readdir(path.dirname(file))).not.toContain(path.basename(empty));
  const again = bed.begin();
  expect(await recoverRecordings({ ...options, ledger: again.ledger })).toMatchObject({ recovered: 0, missing: 1 });
});

const known = async (): Promise<StoreVerdict> => ({ kind: 'known', marker: 'x' });

function recoveryOptions(repository: RecordingRepository, ledger: RecordingLedger) {
  // Files were written a moment ago by the real clock; the recordings' own time is another.
  const clock: Clock = { nowMs: () => START_MS, monotonicMs: () => START_MS };
  const { signal } = new AbortController();
  return {
    recordingsDir: bed.recordingsDir,
    nodeId: 'node-a',
    repository,
    ledger,
    clock,
    log: silentLog,
    signal,
    store: known,
  };
}

test('3d rule 2: nothing is recovered, removed or changed on a storage that is not the known one', async () => {
  const { record, finish, repository, ledger } = bed.begin();
  await record(testParts(START_MS - 30_000, 2_000));
  await finish();
  await bed.database.pool.query("update recording set state = 'open'");
  const store = async (): Promise<StoreVerdict> => ({ kind: 'missing' });
  const report = await recoverRecordings({ ...recoveryOptions(repository, ledger), store });
  expect(report).toEqual({ recovered: 0, missing: 0, empty: 0, failed: 0 });
  expect(await bed.rows()).toMatchObject([{ state: 'open' }]);
});

test('recovery leaves alone what a live worker began after it took the camera', async () => {
  const { record, finish, repository } = bed.begin();
  await record(testParts(START_MS - 30_000, 2_000));
  await finish();
  await bed.database.pool.query("update recording set state = 'open'");
  await bed.database.pool.query(`insert into ingest_worker (id, node_id, slot, live_endpoint, capacity)
    values ('00000000-0000-4000-8000-000000000001', 'node-a', 1, 'unix:/x', 10)`);
  await bed.database.pool.query(
    `insert into camera_lease (camera_id, worker_id, acquired_at)
     values ('gate', '00000000-0000-4000-8000-000000000001', $1)`,
    [new Date(START_MS - 40_000)],
  );
  const { ledger } = bed.begin();
  const options = recoveryOptions(repository, ledger);
  expect(await recoverRecordings(options)).toMatchObject({ recovered: 0 });
  await bed.database.pool.query('update camera_lease set acquired_at = $1', [new Date(START_MS - 20_000)]);
  expect(await recoverRecordings(options)).toMatchObject({ recovered: 1 });
  await ledger.close();
  expect(await bed.rows()).toMatchObject([{ state: 'finished' }]);
});

test('recovery finishes what its own worker gave up, while it holds the camera and records on', async () => {
  const { record, recorder, finish, repository, ledger } = bed.begin();
  await record(testParts(START_MS - 30_000, 2_000));
  await recorder.close();
  await vi.waitFor(async () => expect(await bed.rows()).toMatchObject([{ state: 'finished' }]));
  // As a failed last sync leaves it: one recording has its open row, another none yet.
  await bed.database.pool.query("update recording set state = 'open'");
  const [open] = await bed.rows();
  const nameless = open!.path.replace(/\d+\.mp4$/, `${START_MS - 20_000}.mp4`);
  const underWay = open!.path.replace(/\d+\.mp4$/, `${START_MS - 10_000}.mp4`);
  const bytes = await readFile(path.join(bed.recordingsDir, open!.path));
  for (const file of [nameless, underWay]) await writeFile(path.join(bed.recordingsDir, file), bytes);
  ledger.hold(underWay);
  const workerId = '00000000-0000-4000-8000-000000000001';
  await bed.database.pool.query(`insert into ingest_worker (id, node_id, slot, live_endpoint, capacity)
    values ('${workerId}', 'node-a', 1, 'unix:/x', 10)`);
  await bed.database.pool.query(
    `insert into camera_lease (camera_id, worker_id, acquired_at) values ('gate', '${workerId}', $1)`,
    [new Date(START_MS - 40_000)],
  );
  const options = recoveryOptions(repository, ledger);
  expect(await recoverRecordings(options)).toMatchObject({ recovered: 0 });
  expect(await recoverRecordings({ ...options, workerId })).toMatchObject({ recovered: 2, failed: 0 });
  await finish();
  expect((await bed.rows()).map(({ path: file, state }) => [file, state])).toEqual([
    [open!.path, 'finished'],
    [nameless, 'finished'],
  ]);
});
