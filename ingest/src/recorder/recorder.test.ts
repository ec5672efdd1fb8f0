import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type CameraId, parseCameraId } from '@thapcanh/core/ids';
import type { Clock } from '@thapcanh/core/time/clock';
import { startTestDatabase, type TestDatabase } from '@thapcanh/infra/testing/test-database';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { readFromBuffer, scanFragments } from '../fmp4/fragment-scan.ts';
import type { MediaPart, SessionLog } from '../media/media-types.ts';
import { silentLog, testDescription, testParts } from '../worker/test-media.fixture.ts';
import { Recorder } from './recorder.ts';
import { createRecordingRepository } from './recording.repository.ts';
import { RecordingLedger } from './recording-ledger.ts';
import { recoverRecordings } from './recovery.ts';

const gate = parseCameraId('gate') as CameraId;
const START_MS = Date.parse('2026-11-22T01:02:57.500Z');
let database: TestDatabase;
let recordingsDir: string;

beforeAll(async () => {
  database = await startTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.pool.query('truncate camera cascade');
  await database.pool.query(
    "insert into camera (id, name, search_key, main_url) values ('gate', 'Cổng', 'cong', 'rtsp://x/y')",
  );
  recordingsDir = await mkdtemp(path.join(tmpdir(), 'tc-rec-'));
  return () => rm(recordingsDir, { recursive: true });
});

class FakeClock implements Clock {
  atMs = START_MS;
  nowMs = (): number => this.atMs;
  monotonicMs = (): number => this.atMs;
}

function setUp(options: { maxQueuedBytes?: number; log?: SessionLog } = {}) {
  const clock = new FakeClock();
  const repository = createRecordingRepository(database.db);
  const finished: string[] = [];
  const publish = async (event: { type: string }): Promise<void> => {
    finished.push(event.type);
  };
  const ledger = new RecordingLedger({ repository, publish, log: silentLog, retryMs: 10 });
  const recorder = new Recorder({ cameraId: gate, recordingsDir, ledger, clock, log: silentLog, ...options });
  const record = async (parts: readonly MediaPart[]): Promise<void> => {
    for (const part of parts) {
      const before = recorder.statistics();
      clock.atMs = part.startsAtMs;
      recorder.push(part);
      await vi.waitFor(
        () => {
          const now = recorder.statistics();
          expect(now.recordedParts + now.skippedParts).toBe(before.recordedParts + before.skippedParts + 1);
        },
        { interval: 1 },
      );
    }
  };
  const finish = async (): Promise<void> => {
    await recorder.close();
    await ledger.close();
  };
  return { clock, repository, ledger, recorder, record, finish, finished };
}

const rows = () => database.db.selectFrom('recording').selectAll().orderBy('started_at').execute();

test('an unwritable directory is a fault of the camera, and recording comes back by itself', async () => {
  const blocker = path.join(recordingsDir, 'gate');
  await writeFile(blocker, 'a file where the directory must be');
  const said: [object, string][] = [];
  const log = { ...silentLog, warn: (fields: object, message: string) => void said.push([fields, message]) };
  const { recorder, record, finish } = setUp({ log });
  await record(testParts(START_MS, 2_000));
  expect(recorder.state.isRecording).toBe(false);
  expect(recorder.state.fault).toEqual({
    code: 'TC_CAMERA_STORAGE_FAILED',
    params: { detail: expect.stringMatching(/^(ENOTDIR|EEXIST): /) },
  });
  const remedies = [expect.stringContaining('sửa quyền ghi'), expect.stringContaining('mend the write permission')];
  expect(said).toEqual([[expect.objectContaining({ cameraId: 'gate', vi: remedies[0] }), remedies[1]]]);
  await rm(blocker);
  const later = testParts(START_MS + 6_000, 2_000);
  await record(later);
  expect(recorder.state).toEqual({ isRecording: true, fault: null });
  await finish();
  expect(recorder.statistics()).toMatchObject({ storageFailures: 1, recordedParts: later.length });
  expect((await rows()).map((row) => row.started_at.getTime())).toEqual([START_MS + 6_000]);
});

test('files are cut at the first key frame after each wall minute and adjoin without a gap', async () => {
  const { record, finish, finished } = setUp();
  const parts = testParts(START_MS, 65_000);
  await record(parts);
  await finish();
  const recorded = await rows();
  expect(recorded.map((row) => row.path)).toEqual([
    `gate/2026/11/22/01/02-${START_MS}.mp4`,
    `gate/2026/11/22/01/03-${START_MS + 3_000}.mp4`,
    `gate/2026/11/22/01/04-${START_MS + 63_000}.mp4`,
  ]);
  expect(recorded.map((row) => row.state)).toEqual(['finished', 'finished', 'finished']);
  expect(recorded.map((row) => [row.started_at.getTime() - START_MS, row.ended_at.getTime() - START_MS])).toEqual([
    [0, 3_000],
    [3_000, 63_000],
    [63_000, 65_000],
  ]);
  expect(finished).toEqual(Array(3).fill('recording.finished'));
  const { initSegment } = parts[0]!.description;
  const whole = await Promise.all(recorded.map((row) => readFile(path.join(recordingsDir, row.path))));
  const media = whole.map((bytes) => bytes.subarray(initSegment.length));
  expect(whole.every((bytes) => bytes.subarray(0, initSegment.length).equals(initSegment))).toBe(true);
  expect(Buffer.concat(media).equals(Buffer.concat(parts.map((part) => part.data)))).toBe(true);
});

test('the index has one run a key frame, in step with the bytes of the file', async () => {
  const { record, finish } = setUp();
  await record(testParts(START_MS, 2_600));
  await finish();
  const [row] = await rows();
  const bytes = await readFile(path.join(recordingsDir, row!.path));
  const scan = await scanFragments(readFromBuffer(bytes), bytes.length);
  const keyFrames = scan.fragments.filter((fragment) => fragment.startsWithKeyFrame);
  expect(row!.fragments.map(([offset, , offsetMs, durationMs]) => [offset, offsetMs, durationMs])).toEqual([
    [keyFrames[0]!.offset, 0, 1_000],
    [keyFrames[1]!.offset, 1_000, 1_000],
    [keyFrames[2]!.offset, 2_000, 600],
  ]);
  expect(row!.fragments.reduce((sum, [, size]) => sum + size, row!.init_bytes)).toBe(bytes.length);
  expect(row).toMatchObject({ bytes: bytes.length, width: 320, height: 180, codec: scan.initBytes ? row!.codec : '' });
});

test('a discontinuity and a new description start a new file, and lost time is a gap', async () => {
  const { record, finish } = setUp();
  await record(testParts(START_MS - 30_000, 1_000));
  await record(testParts(START_MS - 27_000, 1_000));
  const [first, ...others] = testParts(START_MS - 26_000, 1_000, testDescription());
  await record([{ ...first!, isDiscontinuity: false }, ...others]);
  await finish();
  const spans = (await rows()).map((row) => [row.started_at.getTime() - START_MS, row.ended_at.getTime() - START_MS]);
  expect(spans).toEqual([
    [-30_000, -29_000],
    [-27_000, -26_000],
    [-26_000, -25_000],
  ]);
});

test('a disk that stands still costs one gap between whole groups of pictures', async () => {
  const parts = testParts(START_MS - 30_000, 6_000);
  const { recorder, finish } = setUp({ maxQueuedBytes: parts.slice(0, 8).reduce((sum, p) => sum + p.data.length, 0) });
  for (const part of parts) recorder.push(part);
  expect(recorder.state.fault?.code).toBe('TC_CAMERA_STORAGE_FAILED');
  const dropped = recorder.statistics().droppedParts;
  expect(dropped).toBeGreaterThan(0);
  await vi.waitFor(() => expect(recorder.statistics().queuedBytes).toBe(0));
  for (const part of testParts(START_MS - 20_000, 1_000)) recorder.push(part);
  await finish();
  expect(recorder.state.fault).toBeNull();
  expect(recorder.statistics().recordedParts + dropped).toBe(parts.length + 5);
  expect(await rows()).toHaveLength(2);
});

test('an open row is written every 5 s, only of synced bytes', async () => {
  const { record, recorder, ledger } = setUp();
  await record(testParts(START_MS - 30_000, 5_600));
  await vi.waitFor(async () => expect(await rows()).toMatchObject([{ state: 'open' }]));
  const [row] = await rows();
  expect(row!.ended_at.getTime() - row!.started_at.getTime()).toBe(5_200);
  await recorder.close();
  await ledger.close();
});

test('after a crash the torn file is cut to whole fragments and its row finished; missing files keep their rows', async () => {
  const crashed = setUp();
  await crashed.record(testParts(START_MS - 30_000, 7_000));
  await vi.waitFor(async () => expect(await rows()).toMatchObject([{ state: 'open' }]));
  const [open] = await rows();
  const file = path.join(recordingsDir, open!.path);
  const written = await readFile(file);
  await crashed.recorder.close();
  await vi.waitFor(async () => expect(await rows()).toMatchObject([{ state: 'finished' }]));
  // As the kill left it: half a fragment at the end, an open row; a second file that never got a row; a lost file.
  const { fragments } = await scanFragments(readFromBuffer(written), written.length);
  await writeFile(file, written.subarray(0, fragments.at(-1)!.offset + 150));
  await database.pool.query("update recording set state = 'open'");
  const orphan = file.replace(/\d+\.mp4$/, `${START_MS - 10_000}.mp4`);
  await writeFile(orphan, written);
  const empty = file.replace(/\d+\.mp4$/, `${START_MS - 9_000}.mp4`);
  await writeFile(empty, written.subarray(0, 20));
  await database.pool.query(`insert into recording (id, camera_id, started_at, ended_at, state, path, bytes, init_bytes,
    codec, width, height, fragments) select gen_random_uuid(), camera_id, started_at - interval '1 hour', ended_at, 'open',
    'gate/2026/11/22/00/02-${START_MS - 3_600_000}.mp4', bytes, init_bytes, codec, width, height, fragments from recording`);

  const { repository, ledger } = setUp();
  const signal = new AbortController().signal;
  const options = { recordingsDir, repository, ledger, nowMs: START_MS, log: silentLog, signal };
  expect(await recoverRecordings(options)).toEqual({ recovered: 2, missing: 1, empty: 1, failed: 0 });
  await ledger.close();
  const recovered = await rows();
  expect(recovered.map((row) => row.state)).toEqual(['open', 'finished', 'finished']);
  const [, torn, whole] = recovered;
  const bytes = await readFile(file);
  const scan = await scanFragments(readFromBuffer(bytes), bytes.length);
  expect(scan.wholeBytes).toBe(bytes.length);
  expect(torn).toMatchObject({ id: open!.id, bytes: bytes.length, width: 320, height: 180, codec: open!.codec });
  expect(torn!.ended_at.getTime() - torn!.started_at.getTime()).toBe(6_800);
  expect(torn!.fragments.slice(0, 5)).toEqual(open!.fragments.slice(0, 5));
  expect(whole).toMatchObject({ path: path.relative(recordingsDir, orphan), bytes: written.length });
  expect(await readdir(path.dirname(file))).not.toContain(path.basename(empty));
  const again = setUp();
  expect(await recoverRecordings({ ...options, ledger: again.ledger })).toMatchObject({ recovered: 0, missing: 1 });
});

test('rows wait while the database is away', async () => {
  const repository = createRecordingRepository(database.db);
  let isAway = true;
  const upsert: typeof repository.upsert = (row) =>
    isAway ? Promise.reject(new Error('connection refused')) : repository.upsert(row);
  const publish = (): Promise<void> => Promise.resolve();
  const ledger = new RecordingLedger({ repository: { ...repository, upsert }, publish, log: silentLog, retryMs: 5 });
  const recorder = new Recorder({ cameraId: gate, recordingsDir, ledger, clock: new FakeClock(), log: silentLog });
  for (const part of testParts(START_MS, 4_000)) recorder.push(part);
  await recorder.close();
  expect(await rows()).toEqual([]);
  isAway = false;
  await ledger.close();
  expect(await rows()).toMatchObject([{ state: 'finished' }, { state: 'finished' }]);
});
