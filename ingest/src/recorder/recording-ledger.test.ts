import { startTestDatabase, type TestDatabase } from '@thapcanh/infra/testing/test-database';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { silentLog, testParts } from '../worker/test-media.fixture.ts';
import { DiskPacer } from './disk-pacer.ts';
import { FakeClock, gate, RecorderBed, START_MS } from './recorder.fixture.ts';
import { Recorder } from './recorder.ts';
import { createRecordingRepository } from './recording.repository.ts';
import { RecordingLedger } from './recording-ledger.ts';

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

test('a row that the database refuses does not hold up those gathered with it', async () => {
  const { record, recorder, repository, finish } = bed.begin();
  await record(testParts(START_MS, 1_000));
  await finish();
  const [row] = await bed.rows();
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
  expect((await bed.rows()).map((each) => each.audio_codec)).toEqual([null, 'mp4a.40.2', 'mp4a.40.2']);
  expect(recorder.statistics().storageFailures).toBe(0);
});

test('rows wait while the database is away', async () => {
  const repository = createRecordingRepository(bed.database.db);
  let isAway = true;
  const upsert: typeof repository.upsert = (all) =>
    isAway ? Promise.reject(new Error('connection refused')) : repository.upsert(all);
  const publish = (): Promise<void> => Promise.resolve();
  const ledger = new RecordingLedger({ repository: { ...repository, upsert }, publish, log: silentLog, retryMs: 5 });
  const clock = new FakeClock();
  const pacer = new DiskPacer({ clock });
  const recorder = new Recorder({
    cameraId: gate,
    recordingsDir: bed.recordingsDir,
    ledger,
    pacer,
    clock,
    log: silentLog,
  });
  for (const part of testParts(START_MS, 4_000)) recorder.push(part);
  await recorder.close();
  expect(await bed.rows()).toEqual([]);
  isAway = false;
  await ledger.close();
  expect(await bed.rows()).toMatchObject([{ state: 'finished' }]);
});
