import { type CameraId, parseCameraId } from '@thapcanh/core/ids';
import { startTestDatabase, type TestDatabase } from '@thapcanh/infra/testing/test-database';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { silentLog } from '../worker/test-media.fixture.ts';
import { type CoverageRepository, createCoverageRepository } from './coverage.repository.ts';
import { CoverageReconciler } from './coverage-reconciler.ts';
import type { GapAlarm, GapRow } from './gap-row.ts';
import { GapWriter } from './gap-writer.ts';

const gate = parseCameraId('gate') as CameraId;
const START_MS = Date.parse('2026-11-22T01:00:00Z');
let database: TestDatabase;
let repository: CoverageRepository;

beforeAll(async () => {
  database = await startTestDatabase();
  repository = createCoverageRepository(database.db);
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.pool.query('truncate camera, deletion_record, outbox, ingest_worker cascade');
  await database.pool.query(
    "insert into camera (id, name, search_key, main_url, created_at) values ('gate', 'Cổng', 'cong', 'rtsp://x/y', $1)",
    [new Date(START_MS)],
  );
});

function gap(startMs: number, endMs: number | null, others: Partial<GapRow> = {}): GapRow {
  return {
    id: crypto.randomUUID(),
    cameraId: gate,
    startedAtMs: START_MS + startMs,
    endedAtMs: endMs === null ? null : START_MS + endMs,
    cause: 'network-cut',
    params: { detail: 'x' },
    epoch: 1,
    alarmedAtMs: null,
    ...others,
  };
}

const save = (row: GapRow, alarm: GapAlarm | null = null) => repository.save([{ row, alarm }], []);

async function addRecording(startMs: number, endMs: number, nodeId = 'node-a'): Promise<void> {
  await database.pool.query(
    `insert into recording (id, camera_id, started_at, ended_at, state, path, bytes, init_bytes, codec, width, height,
      fragments, node_id) values (gen_random_uuid(), 'gate', $1, $2, 'finished', $3, 1, 1, 'avc1', 1, 1, '[]', $4)`,
    [new Date(START_MS + startMs), new Date(START_MS + endMs), `gate/${startMs}.mp4`, nodeId],
  );
}

const rows = async () =>
  (await database.db.selectFrom('recording_gap').selectAll().orderBy('started_at').execute()).map((row) => [
    row.started_at.getTime() - START_MS,
    row.ended_at === null ? null : row.ended_at.getTime() - START_MS,
    row.cause,
  ]);

test('an open gap of a holder that lost the camera is refused, one of the present holder ends what was left open', async () => {
  await database.pool.query(`insert into camera_lease (camera_id, epoch) values ('gate', 2)
    on conflict (camera_id) do update set epoch = 2`);
  await save(gap(0, null, { epoch: 1 }));
  expect(await rows()).toEqual([]);
  await database.pool.query('update camera_lease set epoch = 1');
  await save(gap(0, null, { epoch: 1 }));
  await database.pool.query('update camera_lease set epoch = 2');
  await save(gap(9_000, null, { epoch: 2, cause: 'camera-offline' }));
  expect(await rows()).toEqual([
    [0, 9_000, 'network-cut'],
    [9_000, null, 'camera-offline'],
  ]);
});

test('a gap of a camera that was deleted is passed over, without hurting the others', async () => {
  const lost = parseCameraId('lost') as CameraId;
  await repository.save(
    [
      { row: gap(0, 1_000, { cameraId: lost }), alarm: null },
      { row: gap(2_000, 3_000), alarm: null },
    ],
    [],
  );
  expect(await rows()).toEqual([[2_000, 3_000, 'network-cut']]);
});

test('an alarm goes to the outbox with the row, what people must know in it, and no second time by itself', async () => {
  const row = gap(0, null, { alarmedAtMs: START_MS + 10_000 });
  await save(row, 'open');
  await save({ ...row, endedAtMs: START_MS + 20_000 }, 'closed');
  const outbox = await database.db.selectFrom('outbox').selectAll().orderBy('id').execute();
  expect(outbox.map(({ kind, payload }) => [kind, payload])).toMatchObject([
    ['recording.gap', { state: 'open', gapId: row.id, cameraId: 'gate', cause: 'network-cut', endedAt: null }],
    ['recording.gap', { state: 'closed', gapId: row.id, endedAt: new Date(START_MS + 20_000).toISOString() }],
  ]);
  expect(await rows()).toEqual([[0, 20_000, 'network-cut']]);
});

test('the start of a gap that recovery trimmed is not moved back by who holds it', async () => {
  const row = gap(0, null);
  await save(row);
  await save({ ...row, startedAtMs: START_MS + 4_000 });
  await save({ ...row, endedAtMs: START_MS + 9_000 });
  // What somebody read before the end and writes after it does not open the gap again.
  await save(row);
  expect(await rows()).toEqual([[4_000, 9_000, 'network-cut']]);
});

test('switching a camera off ends its gap with the time it was wanted', async () => {
  await save(gap(0, null));
  await database.pool.query("update camera set is_enabled = false where id = 'gate'");
  const { rows: periods } = await database.pool.query('select to_at from camera_wanted');
  await save(gap(5_000, null, { cause: 'worker-moved', epoch: 1 }));
  const [row] = await rows();
  expect(row?.[0]).toBe(0);
  expect((await rows()).every(([, end]) => end !== null)).toBe(true);
  expect(periods).toHaveLength(1);
});

test('the facts of a camera are its newest recording before it was taken, its open gap, and where that ended', async () => {
  await addRecording(0, 60_000, 'node-b');
  await addRecording(90_000, 95_000);
  const open = gap(60_000, null, { alarmedAtMs: START_MS + 70_000 });
  await save(open);
  await save(gap(-9_000, -1_000));
  const at = (ms: number) => new Map([[gate, START_MS + ms]]);
  expect(await repository.facts(at(80_000))).toEqual([
    {
      cameraId: gate,
      wantedSinceMs: START_MS,
      wantedBeforeToMs: null,
      recordedToMs: START_MS + 60_000,
      recordedOnNode: 'node-b',
      lastGapEndMs: START_MS - 1_000,
      openGap: open,
      recordedSinceGapMs: null,
    },
  ]);
  expect(await repository.facts(at(99_000))).toMatchObject([{ recordedSinceGapMs: START_MS + 90_000 }]);
});

test('the reconciler cuts a gap back to what recovery left missing, and counts a hole that nothing explains', async () => {
  await addRecording(0, 60_000);
  await save(gap(50_000, 80_000, { cause: 'worker-restart' }));
  await addRecording(80_000, 100_000);
  await addRecording(110_000, 180_000);
  await database.pool.query(
    `insert into deletion_record (camera_id, recording_id, started_at, ended_at, bytes, tier, node_id, place, reason, rule)
     values ('gate', gen_random_uuid(), $1, $2, 1, 'local', 'node-a', 'x', 'age', '{}')`,
    [new Date(START_MS + 180_000), new Date(START_MS + 400_000)],
  );
  const clock = { nowMs: () => START_MS + 400_000, monotonicMs: () => 0 };
  const reconciler = new CoverageReconciler({ repository, cameraIds: () => [gate], clock, log: silentLog });
  await reconciler.check(gate);
  expect(await rows()).toEqual([
    [60_000, 80_000, 'worker-restart'],
    [100_000, 110_000, 'unknown'],
  ]);
  expect(reconciler.statistics()).toMatchObject({ unexplained: 1, trimmed: 1 });
  await reconciler.check(gate);
  expect(reconciler.statistics()).toMatchObject({ unexplained: 1, trimmed: 1 });
});

test('a gap that the database refuses for good is given up alone, those gathered with it are written', async () => {
  const warned: object[] = [];
  const log = { ...silentLog, warn: (fields: object) => void warned.push(fields) };
  const events: string[] = [];
  const publish = async (event: { type: string }): Promise<void> => void events.push(event.type);
  const writer = new GapWriter({ repository, publish, log, gatherMs: 1, retryMs: 1 });
  const dropped = gap(0, 500);
  await save(dropped);
  // PostgreSQL takes no zero character in a text of JSON: 22P05.
  const refused = gap(3_000, 4_000, { params: { detail: 'a\u0000b' } });
  writer.drop(dropped.id);
  for (const row of [gap(1_000, 2_000), refused, gap(5_000, 6_000), gap(7_000, null)]) writer.save(row);
  await writer.close();
  expect(await rows()).toEqual([
    [1_000, 2_000, 'network-cut'],
    [5_000, 6_000, 'network-cut'],
    [7_000, null, 'network-cut'],
  ]);
  expect(writer).toMatchObject({ waitingGaps: 0, refusedGaps: 1 });
  expect(warned).toMatchObject([{ cameraId: gate, gap: { id: refused.id }, err: { code: '22P05' } }]);
  expect(events.toSorted()).toEqual(['gap.closed', 'gap.closed', 'gap.opened']);
});

test('gaps wait while the database is away, also for those that were written apart', async () => {
  let isAway = true;
  let calls = 0;
  const writer = new GapWriter({
    repository: {
      save: (changes, drops) => {
        calls += 1;
        return isAway ? Promise.reject(new Error('connection refused')) : repository.save(changes, drops);
      },
    },
    publish: async () => undefined,
    log: silentLog,
    gatherMs: 1,
    retryMs: 1,
  });
  writer.save(gap(1_000, 2_000));
  writer.save(gap(3_000, 3_000));
  await vi.waitFor(() => expect(calls).toBeGreaterThan(2), { interval: 1 });
  expect(writer).toMatchObject({ waitingGaps: 2, refusedGaps: 0 });
  isAway = false;
  await writer.close();
  expect(await rows()).toEqual([[1_000, 2_000, 'network-cut']]);
  expect(writer).toMatchObject({ waitingGaps: 0, refusedGaps: 1 });
});
