import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { CameraSource } from '@thapcanh/core/camera/camera';
import { type CameraId, parseCameraId } from '@thapcanh/core/ids';
import { systemClock } from '@thapcanh/core/time/clock';
import { createRtspSimulator, type RtspSimulator } from '@thapcanh/infra/camera-sim/rtsp-simulator';
import { createFrameStore } from '@thapcanh/infra/frames/file-frame-store';
import { startTestDatabase, type TestDatabase } from '@thapcanh/infra/testing/test-database';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { Admission } from '../admission/admission.ts';
import { createCoverageRepository } from '../coverage/coverage.repository.ts';
import { CoverageLedger } from '../coverage/coverage-ledger.ts';
import { SlabPool } from '../media/slab.ts';
import { DiskPacer } from '../recorder/disk-pacer.ts';
import { createRecordingRepository } from '../recorder/recording.repository.ts';
import { RecordingLedger } from '../recorder/recording-ledger.ts';
import { directSockets } from '../sockets/direct-sockets.ts';
import { CameraFleet } from './camera-fleet.ts';
import { silentLog, TEST_CLIP } from './test-media.fixture.ts';

const CAMERAS = ['gate', 'school', 'yard'];
const PATIENCE_MS = 2_500;
let database: TestDatabase;
let simulator: RtspSimulator;
let dir: string;

beforeAll(async () => {
  simulator = createRtspSimulator({ streams: CAMERAS.map((name) => ({ path: name, file: TEST_CLIP })) });
  [database, dir] = await Promise.all([startTestDatabase(), mkdtemp(path.join(tmpdir(), 'tc-fleet-'))]);
  await simulator.start();
  for (const id of CAMERAS) {
    await database.pool.query(
      `insert into camera (id, name, search_key, main_url) values ('${id}', '${id}', '${id}', 'rtsp://x/')`,
    );
  }
});
afterAll(async () => {
  await simulator.close();
  await database.close();
  await rm(dir, { recursive: true });
});

function held(id: string, changes: Partial<CameraSource> = {}) {
  const source: CameraSource = {
    id: parseCameraId(id) as CameraId,
    name: id,
    mainUrl: simulator.url(id),
    subUrl: null,
    username: null,
    password: null,
    profile: 'none',
    source: 'rtsp',
    transport: 'tcp',
    site: '',
    motionFps: null,
    ...changes,
  };
  return { source, epoch: 1, hasWorked: false };
}

function setUp() {
  const warned: object[] = [];
  const log = { ...silentLog, warn: (fields: object) => void warned.push(fields) };
  const publish = async (): Promise<void> => undefined;
  const shared = { publish, clock: systemClock, log: silentLog };
  const pacer = new DiskPacer({ clock: systemClock, maxSyncs: 1 });
  const ledger = new RecordingLedger({ ...shared, repository: createRecordingRepository(database.db) });
  const coverage = new CoverageLedger({ ...shared, repository: createCoverageRepository(database.db), nodeId: 'a' });
  const surroundings = {
    nodeId: 'a',
    recordingsDir: path.join(dir, crypto.randomUUID()),
    ledger,
    pacer,
    slabs: new SlabPool(),
    sockets: directSockets,
    coverage,
    store: createFrameStore(path.join(dir, 'frames')),
    queue: () => null,
    decoder: () => null,
    admission: new Admission({}),
    clock: systemClock,
    log,
  };
  const fleet = new CameraFleet(surroundings, () => undefined, PATIENCE_MS);
  const recording = () =>
    fleet.workers
      .filter(({ isRecording }) => isRecording)
      .map(({ source }) => source.id)
      .toSorted();
  /** The only turn to sync never ends, as on a disk that hangs. */
  const hang = (): (() => void) => {
    let release = (): void => undefined;
    const hanging = new Promise<void>((resolve) => {
      release = resolve;
    });
    void pacer.sync(() => hanging);
    return release;
  };
  const close = async (): Promise<void> => {
    await fleet.close();
    await Promise.all([ledger.close(), coverage.close()]);
    await surroundings.store.close();
  };
  return { fleet, recording, hang, warned, close };
}

const patient = { timeout: 15_000, interval: 20 };

test('cameras whose disk hangs are closed side by side within the patience, said by name, and started again when they are closed', async () => {
  const { fleet, recording, hang, warned, close } = setUp();
  await fleet.apply([held('gate'), held('school')]);
  await vi.waitFor(() => expect(recording()).toEqual(['gate', 'school']), patient);
  const release = hang();
  const edited = [held('gate', { username: 'x' }), held('school', { username: 'x' }), held('yard')];
  const beforeMs = performance.now();
  await fleet.apply(edited);
  expect(performance.now() - beforeMs).toBeLessThan(PATIENCE_MS * 1.8);
  expect(fleet.workers.map(({ source }) => source.id)).toEqual(['yard']);
  expect(fleet.lateCloses).toBe(2);
  expect(warned).toMatchObject([{ cameraId: 'gate' }, { cameraId: 'school' }]);
  // Until the old recording is finished the camera is not started again, however often it is asked for.
  await fleet.apply(edited);
  expect(fleet.workers).toHaveLength(1);
  release();
  await vi.waitFor(async () => {
    await fleet.apply(edited);
    expect(recording()).toEqual(CAMERAS);
  }, patient);
  await close();
}, 40_000);

test('a fleet on a disk that hangs closes within the patience', async () => {
  const { fleet, recording, hang, warned, close } = setUp();
  await fleet.apply(CAMERAS.map((id) => held(id)));
  await vi.waitFor(() => expect(recording()).toEqual(CAMERAS), patient);
  const release = hang();
  const beforeMs = performance.now();
  await fleet.close();
  expect(performance.now() - beforeMs).toBeLessThan(PATIENCE_MS * 1.8);
  expect(fleet.lateCloses).toBe(3);
  expect(warned.map((fields) => 'cameraId' in fields && fields.cameraId).toSorted()).toEqual(CAMERAS);
  release();
  await close();
}, 40_000);
