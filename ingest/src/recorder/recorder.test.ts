import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type CameraId, parseCameraId } from '@thapcanh/core/ids';
import type { Clock } from '@thapcanh/core/time/clock';
import { startTestDatabase, type TestDatabase } from '@thapcanh/infra/testing/test-database';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { readFromBuffer, scanFragments } from '../fmp4/fragment-scan.ts';
import type { MediaPart, SessionLog, StreamDescription } from '../media/media-types.ts';
import { silentLog, testDescription, testParts } from '../worker/test-media.fixture.ts';
import { DiskPacer } from './disk-pacer.ts';
import { FragmentIndex } from './fragment-index.ts';
import { Recorder } from './recorder.ts';
import { createRecordingRepository, type RecordingRepository } from './recording.repository.ts';
import { RecordingFile } from './recording-file.ts';
import { RecordingLedger } from './recording-ledger.ts';
import { recordingPath } from './recording-path.ts';
import type { BreakHint, RecordingWitness } from './recording-witness.ts';
import { recoverRecordings } from './recovery.ts';
import { rotationOffsetMs } from './rotation.ts';
import type { StoreVerdict } from './store-marker.ts';

const gate = parseCameraId('gate') as CameraId;
const START_MS = Date.parse('2026-11-22T01:02:57.500Z');
let database: TestDatabase;
let recordingsDir: string;

beforeAll(async () => {
  database = await startTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.pool.query('truncate camera, ingest_worker cascade');
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

interface Witnessed {
  readonly spans: [number, number, BreakHint][];
  readonly faults: (string | null)[];
}

function setUp(options: { maxQueuedBytes?: number; log?: SessionLog; refusal?: () => string | null } = {}) {
  const { refusal, ...others } = options;
  const clock = new FakeClock();
  const repository = createRecordingRepository(database.db);
  const finished: string[] = [];
  const publish = async (event: { type: string }): Promise<void> => {
    finished.push(event.type);
  };
  const ledger = new RecordingLedger({ repository, publish, log: silentLog, retryMs: 10, gatherMs: 5 });
  const pacer = new DiskPacer({ clock, ...(refusal ? { refusal } : {}) });
  const seen: Witnessed = { spans: [], faults: [] };
  const witness: RecordingWitness = {
    recorded: (fromMs, toMs, before) => void seen.spans.push([fromMs - START_MS, toMs - START_MS, before]),
    storage: (fault) => void seen.faults.push(fault === null ? null : String(fault.params.detail)),
  };
  const shared = { cameraId: gate, recordingsDir, ledger, pacer, clock, log: silentLog, witness };
  const owner = () => ({ nodeId: 'node-a', epoch: 7 });
  const recorder = new Recorder({ ...shared, owner, ...others });
  const settled = (): Promise<unknown> =>
    vi.waitFor(() => expect(recorder.statistics()).toMatchObject({ queuedBytes: 0, finishing: 0 }), { interval: 1 });
  /** As a camera sends it: time goes on with the parts, and every part finds the disk idle. */
  const record = async (parts: readonly MediaPart[]): Promise<void> => {
    for (const part of parts) {
      clock.atMs = part.startsAtMs;
      recorder.push(part);
      pacer.tick();
      if (part.startsWithKeyFrame) {
        clock.atMs += 1_000;
        pacer.tick();
        await settled();
        clock.atMs -= 1_000;
      }
    }
    clock.atMs += 1_000;
    pacer.tick();
    await settled();
  };
  const finish = async (): Promise<void> => {
    await recorder.close();
    await ledger.close();
  };
  return { clock, repository, ledger, pacer, recorder, record, finish, finished, seen };
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

test('3d rules 7 and 12: files are cut once a minute at the second of their camera and end where the next begins', async () => {
  const { record, finish, finished, seen } = setUp();
  const offsetMs = rotationOffsetMs(gate);
  const cutMs = Math.ceil((START_MS - offsetMs) / 60_000) * 60_000 + offsetMs - START_MS;
  const parts = testParts(START_MS, cutMs + 62_000);
  await record(parts);
  await finish();
  const recorded = await rows();
  const firstKeyAfter = (ms: number): number => Math.ceil(ms / 1_000) * 1_000;
  const cuts = [0, firstKeyAfter(cutMs), firstKeyAfter(cutMs + 60_000), firstKeyAfter(cutMs + 61_000)];
  expect(recorded.map((row) => row.path)).toEqual(cuts.slice(0, 3).map((cut) => recordingPath(gate, START_MS + cut)));
  expect(recorded.map((row) => row.state)).toEqual(['finished', 'finished', 'finished']);
  recorded.slice(1).forEach((row, n) => {
    expect(row.started_at).toEqual(recorded[n]!.ended_at);
  });
  expect(finished).toEqual(Array(3).fill('recording.finished'));
  expect(seen.spans.slice(1).every(([, , before]) => before === null)).toBe(true);
  const { initSegment } = parts[0]!.description;
  const whole = await Promise.all(recorded.map((row) => readFile(path.join(recordingsDir, row.path))));
  const media = whole.map((bytes) => bytes.subarray(initSegment.length));
  expect(whole.every((bytes) => bytes.subarray(0, initSegment.length).equals(initSegment))).toBe(true);
  expect(Buffer.concat(media).equals(Buffer.concat(parts.map((part) => part.data)))).toBe(true);
});

test('3d rule 12: the seconds at which a thousand cameras change files are spread over the minute', () => {
  const perSecond = Array.from({ length: 60 }, () => 0);
  for (let n = 1; n <= 1_000; n++) {
    const second = Math.floor(rotationOffsetMs(parseCameraId(`cam-${n}`) as CameraId) / 1_000);
    perSecond[second] = (perSecond[second] ?? 0) + 1;
  }
  expect(Math.max(...perSecond)).toBeLessThan(40);
  expect(Math.min(...perSecond)).toBeGreaterThan(3);
});

test('3d rule 7: a run ends exactly where the next one begins, though their times are different sums', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 40, max: 400, noNaN: true }), { minLength: 2, maxLength: 60 }),
      (durations) => {
        const index = new FragmentIndex(1_700_000_000_000.4, 10);
        let startsAtMs = 1_700_000_000_000.4;
        for (const durationMs of durations) {
          index.add({ bytes: 5, startsWithKeyFrame: true, startsAtMs: startsAtMs + 0.3, durationMs: durationMs - 0.4 });
          startsAtMs += durationMs;
        }
        const runs = index.snapshot();
        return runs.slice(1).every(([, , offsetMs], n) => offsetMs === runs[n]![2] + runs[n]![3]);
      },
    ),
  );
});

test('parts of about a second share one write, whatever their number', async () => {
  const { recorder, record, finish, seen } = setUp();
  await record(testParts(START_MS, 10_000));
  expect(recorder.statistics()).toMatchObject({ recordedParts: 50 });
  expect(recorder.statistics().writes).toBeLessThanOrEqual(21);
  await finish();
  expect(seen.spans.at(0)?.[0]).toBe(0);
  expect(seen.spans.at(-1)?.[1]).toBe(10_000);
});

test('3d rule 13: a second of pictures reaches the file without more pictures, by the tick alone', async () => {
  const { recorder, clock, pacer, ledger } = setUp();
  const parts = testParts(START_MS, 1_000);
  for (const part of parts) recorder.push(part);
  clock.atMs += 1_000;
  await vi.waitFor(() => {
    pacer.tick();
    expect(recorder.statistics()).toMatchObject({ recordedParts: parts.length, queuedBytes: 0 });
  });
  const { size } = await stat(path.join(recordingsDir, recordingPath(gate, START_MS)));
  expect(size).toBe(parts.reduce((sum, part) => sum + part.data.length, parts[0]!.description.initSegment.length));
  await recorder.close();
  await ledger.close();
});

test('3d rule 13: pushing never waits on disk, and memory is bounded for all cameras together', async () => {
  const { clock, ledger } = setUp();
  const pacer = new DiskPacer({ clock, maxQueuedBytes: 60_000 });
  const recorders = ['gate', 'b', 'c'].map((id) => {
    const cameraId = parseCameraId(id) as CameraId;
    return new Recorder({ cameraId, recordingsDir, ledger, pacer, clock, log: silentLog });
  });
  for (const part of testParts(START_MS, 8_000)) for (const recorder of recorders) recorder.push(part);
  expect(pacer.queuedBytes).toBeLessThanOrEqual(60_000);
  expect(recorders.some((recorder) => recorder.statistics().droppedParts > 0)).toBe(true);
  await Promise.all(recorders.map((recorder) => recorder.close()));
  expect(pacer.queuedBytes).toBe(0);
  await ledger.close();
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
  await record([{ ...first!, discontinuity: null }, ...others]);
  await finish();
  const spans = (await rows()).map((row) => [row.started_at.getTime() - START_MS, row.ended_at.getTime() - START_MS]);
  expect(spans).toEqual([
    [-30_000, -29_000],
    [-27_000, -26_000],
    [-26_000, -25_000],
  ]);
});

test('the witness hears why a recording does not adjoin the one before', async () => {
  const { record, finish, seen } = setUp();
  const again = (fromMs: number, discontinuity: MediaPart['discontinuity'], description?: StreamDescription) => {
    const [first, ...others] = testParts(START_MS + fromMs, 1_000, ...(description ? [description] : []));
    return record([{ ...first!, discontinuity }, ...others]);
  };
  await record(testParts(START_MS - 30_000, 1_000));
  await again(-28_000, 'loss');
  await again(-26_000, 'clock-jump');
  await again(-24_000, 'reconnect');
  await again(-22_000, 'new-description', testDescription());
  await finish();
  const reasons = seen.spans.flatMap(([, , reason]) => reason ?? []);
  expect(reasons).toEqual(['start', 'loss', 'clock-jump', 'reconnect', 'new-description']);
});

test('a disk that stands still costs one gap between whole groups of pictures', async () => {
  const parts = testParts(START_MS - 30_000, 6_000);
  const { recorder, finish, seen, clock, pacer } = setUp({
    maxQueuedBytes: parts.slice(0, 8).reduce((sum, p) => sum + p.data.length, 0),
  });
  for (const part of parts) recorder.push(part);
  expect(seen.faults).toEqual(['the disk is too slow']);
  expect(recorder.state.fault?.code).toBe('TC_CAMERA_STORAGE_FAILED');
  const dropped = recorder.statistics().droppedParts;
  expect(dropped).toBeGreaterThan(0);
  await vi.waitFor(() => {
    clock.atMs += 1_000;
    pacer.tick();
    expect(recorder.statistics().queuedBytes).toBe(0);
  });
  for (const part of testParts(START_MS - 20_000, 1_000)) recorder.push(part);
  await finish();
  expect(seen.faults).toEqual(['the disk is too slow', null]);
  expect(seen.spans.at(-1)).toEqual([-20_000, -19_000, 'overflow']);
  expect(recorder.state.fault).toBeNull();
  expect(recorder.statistics().recordedParts + dropped).toBe(parts.length + 5);
  expect(await rows()).toHaveLength(2);
});

test('pictures that are refused while nothing waits for the disk do not end recording for good', async () => {
  const parts = testParts(START_MS - 30_000, 6_000);
  const { recorder, finish, seen, clock, pacer, record } = setUp({
    maxQueuedBytes: parts.slice(0, 8).reduce((sum, p) => sum + p.data.length, 0),
  });
  for (const part of parts) recorder.push(part);
  await vi.waitFor(() => {
    clock.atMs += 1_000;
    pacer.tick();
    expect(recorder.statistics().queuedBytes).toBe(0);
  });
  // The disk is back, but the group of pictures is long: nothing fits until its end.
  for (const part of testParts(START_MS - 23_000, 3_000).filter((each) => !each.startsWithKeyFrame)) {
    clock.atMs = part.startsAtMs;
    recorder.push(part);
    pacer.tick();
  }
  await record(testParts(START_MS - 20_000, 1_000));
  await finish();
  expect(seen.spans.find(([fromMs]) => fromMs === -20_000)?.[2]).toBe('overflow');
  expect(seen.spans.at(-1)?.[1]).toBe(-19_000);
});

test('3d rule 1: an open row appears after its file and the directories to it are synced, and only of synced bytes', async () => {
  const { record, recorder, ledger } = setUp();
  await record(testParts(START_MS - 30_000, 11_000));
  await vi.waitFor(async () => expect(await rows()).toMatchObject([{ state: 'open' }]));
  const [row] = await rows();
  expect(row).toMatchObject({ node_id: 'node-a', epoch: 7, audio_codec: null });
  expect(row!.ended_at.getTime() - row!.started_at.getTime()).toBeLessThanOrEqual(11_000);
  const { size } = await stat(path.join(recordingsDir, row!.path));
  expect(row!.bytes).toBeLessThanOrEqual(size);
  await recorder.close();
  await ledger.close();
});

test('3d rule 1: a new file is named on disk by the sync of its whole directory chain, once', async () => {
  const file = await RecordingFile.create(recordingsDir, 'gate/2026/11/22/01/02-1.mp4', false);
  await file.append([Buffer.from('ab'), Buffer.from('c')]);
  expect(file.isNamed).toBe(false);
  await file.sync();
  expect(file.isNamed).toBe(true);
  await file.close();
  expect(await readFile(path.join(recordingsDir, 'gate/2026/11/22/01/02-1.mp4'), 'utf8')).toBe('abc');
});

test('a storage that is not the known one is not written, and recording comes back with it', async () => {
  let refusal: string | null = 'the recordings storage is not mounted';
  const { record, recorder, finish, seen } = setUp({ refusal: () => refusal });
  await record(testParts(START_MS, 1_000));
  expect(recorder.state).toMatchObject({ isRecording: false, fault: { code: 'TC_CAMERA_STORAGE_FAILED' } });
  expect(await readdir(recordingsDir)).toEqual([]);
  refusal = null;
  await record(testParts(START_MS + 8_000, 1_000));
  expect(recorder.state).toEqual({ isRecording: true, fault: null });
  await finish();
  expect(seen.faults.at(0)).toBe('the recordings storage is not mounted');
  expect(seen.faults.at(-1)).toBeNull();
  expect(seen.spans.at(0)?.[2]).toBe('storage');
});

test('after a crash the torn file is cut to whole fragments and its row finished; missing files keep their rows', async () => {
  const crashed = setUp();
  await crashed.record(testParts(START_MS - 30_000, 11_000));
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
  const options = recoveryOptions(repository, ledger);
  expect(await recoverRecordings(options)).toEqual({ recovered: 2, missing: 1, empty: 1, failed: 0 });
  await ledger.close();
  const recovered = await rows();
  expect(recovered.map((row) => row.state)).toEqual(['open', 'finished', 'finished']);
  const [, torn, whole] = recovered;
  const bytes = await readFile(file);
  const scan = await scanFragments(readFromBuffer(bytes), bytes.length);
  expect(scan.wholeBytes).toBe(bytes.length);
  expect(torn).toMatchObject({ id: open!.id, bytes: bytes.length, width: 320, height: 180, codec: open!.codec });
  expect(torn!.ended_at.getTime() - torn!.started_at.getTime()).toBe(10_800);
  expect(torn!.fragments.slice(0, 5)).toEqual(open!.fragments.slice(0, 5));
  expect(whole).toMatchObject({ path: path.relative(recordingsDir, orphan), bytes: written.length });
  expect(await readdir(path.dirname(file))).not.toContain(path.basename(empty));
  const again = setUp();
  expect(await recoverRecordings({ ...options, ledger: again.ledger })).toMatchObject({ recovered: 0, missing: 1 });
});

const known = async (): Promise<StoreVerdict> => ({ kind: 'known', marker: 'x' });

function recoveryOptions(repository: RecordingRepository, ledger: RecordingLedger) {
  // Files were written a moment ago by the real clock; the recordings' own time is another.
  const clock: Clock = { nowMs: () => START_MS, monotonicMs: () => START_MS };
  const { signal } = new AbortController();
  return { recordingsDir, nodeId: 'node-a', repository, ledger, clock, log: silentLog, signal, store: known };
}

test('3d rule 2: nothing is recovered, removed or changed on a storage that is not the known one', async () => {
  const { record, finish, repository, ledger } = setUp();
  await record(testParts(START_MS - 30_000, 2_000));
  await finish();
  await database.pool.query("update recording set state = 'open'");
  const store = async (): Promise<StoreVerdict> => ({ kind: 'missing' });
  const report = await recoverRecordings({ ...recoveryOptions(repository, ledger), store });
  expect(report).toEqual({ recovered: 0, missing: 0, empty: 0, failed: 0 });
  expect(await rows()).toMatchObject([{ state: 'open' }]);
});

test('recovery leaves alone what a live worker began after it took the camera', async () => {
  const { record, finish, repository } = setUp();
  await record(testParts(START_MS - 30_000, 2_000));
  await finish();
  await database.pool.query("update recording set state = 'open'");
  await database.pool.query(`insert into ingest_worker (id, node_id, slot, live_endpoint, capacity)
    values ('00000000-0000-4000-8000-000000000001', 'node-a', 1, 'unix:/x', 10)`);
  await database.pool.query(
    `insert into camera_lease (camera_id, worker_id, acquired_at)
     values ('gate', '00000000-0000-4000-8000-000000000001', $1)`,
    [new Date(START_MS - 40_000)],
  );
  const { ledger } = setUp();
  const options = recoveryOptions(repository, ledger);
  expect(await recoverRecordings(options)).toMatchObject({ recovered: 0 });
  await database.pool.query('update camera_lease set acquired_at = $1', [new Date(START_MS - 20_000)]);
  expect(await recoverRecordings(options)).toMatchObject({ recovered: 1 });
  await ledger.close();
  expect(await rows()).toMatchObject([{ state: 'finished' }]);
});

test('recovery finishes what its own worker gave up, while it holds the camera and records on', async () => {
  const { record, recorder, finish, repository, ledger } = setUp();
  await record(testParts(START_MS - 30_000, 2_000));
  await recorder.close();
  await vi.waitFor(async () => expect(await rows()).toMatchObject([{ state: 'finished' }]));
  // As a failed last sync leaves it: one recording has its open row, another none yet.
  await database.pool.query("update recording set state = 'open'");
  const [open] = await rows();
  const nameless = open!.path.replace(/\d+\.mp4$/, `${START_MS - 20_000}.mp4`);
  const underWay = open!.path.replace(/\d+\.mp4$/, `${START_MS - 10_000}.mp4`);
  const bytes = await readFile(path.join(recordingsDir, open!.path));
  for (const file of [nameless, underWay]) await writeFile(path.join(recordingsDir, file), bytes);
  ledger.hold(underWay);
  const workerId = '00000000-0000-4000-8000-000000000001';
  await database.pool.query(`insert into ingest_worker (id, node_id, slot, live_endpoint, capacity)
    values ('${workerId}', 'node-a', 1, 'unix:/x', 10)`);
  await database.pool.query(
    `insert into camera_lease (camera_id, worker_id, acquired_at) values ('gate', '${workerId}', $1)`,
    [new Date(START_MS - 40_000)],
  );
  const options = recoveryOptions(repository, ledger);
  expect(await recoverRecordings(options)).toMatchObject({ recovered: 0 });
  expect(await recoverRecordings({ ...options, workerId })).toMatchObject({ recovered: 2, failed: 0 });
  await finish();
  expect((await rows()).map(({ path: file, state }) => [file, state])).toEqual([
    [open!.path, 'finished'],
    [nameless, 'finished'],
  ]);
});

test('a row that the database refuses does not hold up those gathered with it', async () => {
  const { record, recorder, repository, finish } = setUp();
  await record(testParts(START_MS, 1_000));
  await finish();
  const [row] = await rows();
  const refused: string[] = [];
  const log = { ...silentLog, warn: (_: object, message: string) => void refused.push(message) };
  const ledger = new RecordingLedger({ repository, publish: async () => undefined, log, gatherMs: 1 });
  const row1 = {
    cameraId: gate,
    state: 'finished',
    bytes: 1,
    initBytes: 1,
    codec: 'avc1',
    audioCodec: 'mp4a.40.2',
    width: 1,
    height: 1,
    fragments: [],
    nodeId: '',
    epoch: 0,
  } as const;
  const times = (ms: number) => ({ startedAtMs: START_MS + ms, endedAtMs: START_MS + ms + 1 });
  ledger.save({ ...row1, ...times(5_000), id: crypto.randomUUID(), path: 'a' });
  ledger.save({ ...row1, ...times(6_000), id: crypto.randomUUID(), path: row!.path });
  ledger.save({ ...row1, ...times(7_000), id: crypto.randomUUID(), path: 'c' });
  await ledger.close();
  expect(refused).toEqual(['the database refuses a recording row']);
  expect((await rows()).map((each) => each.audio_codec)).toEqual([null, 'mp4a.40.2', 'mp4a.40.2']);
  expect(recorder.statistics().storageFailures).toBe(0);
});

test('rows wait while the database is away', async () => {
  const repository = createRecordingRepository(database.db);
  let isAway = true;
  const upsert: typeof repository.upsert = (all) =>
    isAway ? Promise.reject(new Error('connection refused')) : repository.upsert(all);
  const publish = (): Promise<void> => Promise.resolve();
  const ledger = new RecordingLedger({ repository: { ...repository, upsert }, publish, log: silentLog, retryMs: 5 });
  const clock = new FakeClock();
  const pacer = new DiskPacer({ clock });
  const recorder = new Recorder({ cameraId: gate, recordingsDir, ledger, pacer, clock, log: silentLog });
  for (const part of testParts(START_MS, 4_000)) recorder.push(part);
  await recorder.close();
  expect(await rows()).toEqual([]);
  isAway = false;
  await ledger.close();
  expect(await rows()).toMatchObject([{ state: 'finished' }]);
});
