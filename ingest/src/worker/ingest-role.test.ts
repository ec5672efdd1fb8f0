import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { get } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type CameraId, parseCameraId } from '@thapcanh/core/ids';
import { systemClock } from '@thapcanh/core/time/clock';
import { createRtspSimulator, type RtspSimulator } from '@thapcanh/infra/camera-sim/rtsp-simulator';
import type { Config } from '@thapcanh/infra/config/config';
import { publishLiveEvent } from '@thapcanh/infra/events/live-events';
import { createFrameStore } from '@thapcanh/infra/frames/file-frame-store';
import { migrateQueue } from '@thapcanh/infra/queue/migrate-queue';
import type { RoleContext, RunningRole } from '@thapcanh/infra/roles/run-role';
import { createSecretBox } from '@thapcanh/infra/secrets/secret-box';
import { createLogger } from '@thapcanh/infra/telemetry/logger';
import { startTestDatabase, type TestDatabase } from '@thapcanh/infra/testing/test-database';
import { Registry } from 'prom-client';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { readFromBuffer, scanFragments } from '../fmp4/fragment-scan.ts';
import { type IngestOptions, startIngest } from './ingest-role.ts';
import { buildDecoderChild, buildReaderThread, TEST_CLIP } from './test-media.fixture.ts';

const SECRET = '7'.repeat(64);
const auth = { username: 'demo', password: 'dung-mat-khau' };
const gate = parseCameraId('gate') as CameraId;
const patient = { timeout: 15_000, interval: 50 };

let database: TestDatabase;
let simulator: RtspSimulator;
let programs: Pick<IngestOptions, 'decoderChildPath' | 'readerProgramPath'>;
let dir: string;
let metrics: Registry;
let role: RunningRole | null = null;
const otherRoles: RunningRole[] = [];

beforeAll(async () => {
  const streams = ['gate/main', 'gate/sub'].map((name) => ({ path: name, file: TEST_CLIP, auth }));
  simulator = createRtspSimulator({ streams });
  const [started, decoderChildPath, readerProgramPath] = await Promise.all([
    startTestDatabase(),
    buildDecoderChild(),
    buildReaderThread(),
    simulator.start(),
  ]);
  database = started;
  programs = { decoderChildPath, readerProgramPath };
  await migrateQueue({ redisUrl: null }, database.pool);
});
afterAll(async () => {
  await simulator.close();
  await database.close();
});
beforeEach(async () => {
  await database.pool.query('truncate camera, ingest_worker cascade');
  dir = await mkdtemp(path.join(tmpdir(), 'tc-ing-'));
});
afterEach(async () => {
  await role?.close();
  role = null;
  for (const other of otherRoles.splice(0)) await other.close();
  await rm(dir, { recursive: true });
});

function contextOf(nodeId = 'node-1', workers: Partial<Config> = {}): RoleContext {
  const config: Config = {
    dataDir: dir,
    runDir: path.join(dir, nodeId === 'node-1' ? 'run' : nodeId),
    http: { host: '127.0.0.1', port: 0, isPortChosen: false },
    databaseUrl: database.url,
    redisUrl: null,
    objects: { kind: 'file-system', dir: path.join(dir, 'objects') },
    framesDir: path.join(dir, 'frames'),
    recordingsDir: path.join(dir, 'recordings'),
    secretKey: SECRET,
    nodeId,
    workerCount: 1,
    workerSlot: 0,
    mediaAddress: null,
    cameras: [],
    isDemoAllowed: false,
    roles: ['ingest'],
    logLevel: 'error',
    ...workers,
  };
  metrics = new Registry();
  const { signal } = new AbortController();
  const { db, pool } = database;
  return {
    config,
    nodeId: 'node-1',
    log: createLogger('silent', 'ingest'),
    db,
    pool,
    metrics,
    clock: systemClock,
    signal,
  };
}

const start = async (): Promise<void> => {
  role = await startIngest(contextOf(), programs);
};

interface CameraWish {
  readonly id?: string;
  readonly mainUrl?: string;
  readonly hasSub?: boolean;
  readonly subUrl?: string;
  readonly password?: string;
  readonly profile?: 'plate-gate' | 'street' | 'none';
}

async function addCamera(wish: CameraWish = {}): Promise<void> {
  const id = wish.id ?? 'gate';
  await database.db
    .insertInto('camera')
    .values({
      id,
      name: id,
      search_key: id,
      main_url: wish.mainUrl ?? simulator.url('gate/main'),
      sub_url: wish.subUrl ?? (wish.hasSub ? simulator.url('gate/sub') : null),
      username: auth.username,
      password_sealed: createSecretBox(SECRET).seal(wish.password ?? auth.password),
      profile: wish.profile ?? 'none',
      removed_at: null,
    })
    .execute();
}

const statusOf = (id: string) =>
  database.db.selectFrom('camera_status').selectAll().where('camera_id', '=', id).executeTakeFirst();
const recordingsOf = (id: string) =>
  database.db.selectFrom('recording').selectAll().where('camera_id', '=', id).orderBy('started_at').execute();

function fetchLive(file: string): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    get({ socketPath: path.join(dir, 'run', 'ingest-0.sock'), path: `/live/${file}` }, (response) => {
      let text = '';
      response.setEncoding('latin1').on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
    }).on('error', reject);
  });
}

test('a wrong password and a dead host are named in the status while another camera runs', async () => {
  const silent = createServer();
  silent.listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const address = silent.address();
  const deadPort = typeof address === 'object' && address !== null ? address.port : 0;
  silent.close();
  await addCamera({ id: 'dead', mainUrl: `rtsp://127.0.0.1:${deadPort}/x` });
  await addCamera({ id: 'locked', password: 'sai' });
  await addCamera({ id: 'lost', mainUrl: simulator.url('khong-co') });
  await addCamera();
  await start();
  await vi.waitFor(async () => {
    expect(await statusOf('gate')).toMatchObject({ state: 'live', fault_code: null, is_recording: true });
    expect(await statusOf('locked')).toMatchObject({ state: 'offline', fault_code: 'TC_CAMERA_AUTH_FAILED' });
    expect(await statusOf('dead')).toMatchObject({ state: 'offline', fault_code: 'TC_CAMERA_UNREACHABLE' });
    expect(await statusOf('lost')).toMatchObject({ state: 'offline', fault_code: 'TC_CAMERA_PATH_NOT_FOUND' });
  }, patient);
  expect(await statusOf('dead')).toMatchObject({ is_recording: false, fault_params: { port: deadPort } });
  expect((await fetchLive('locked/main/index.m3u8')).status).toBe(503);
});

test('a camera plays live, is recorded without gaps and its frames reach store and queue', async () => {
  await addCamera({ hasSub: true, profile: 'plate-gate' });
  const startedAtMs = Date.now();
  await start();
  const [, msn = ''] = await vi.waitFor(async () => {
    const { text } = await fetchLive('gate/main/index.m3u8');
    return /seg-(\d+)\.m4s/.exec(text) ?? expect.fail('no segment yet');
  }, patient);
  const next = await fetchLive(`gate/main/index.m3u8?_HLS_msn=${Number(msn) + 1}&_HLS_part=0`);
  expect(next.text).toContain(`part-${Number(msn) + 1}-0.m4s`);
  expect((await fetchLive('gate/main/init-1.mp4')).text).toContain('avcC');
  expect((await fetchLive('gate/sub/index.m3u8')).status).toBe(200);
  await vi.waitFor(async () => {
    const status = await statusOf('gate');
    expect(status).toMatchObject({ state: 'live', width: 320, height: 180, gop_ms: 1_000 });
    expect(status?.live_endpoint).toBe(`unix:${path.join(dir, 'run', 'ingest-0.sock')}`);
    expect(status?.fps).toBeGreaterThan(5);
  }, patient);
  const store = createFrameStore(path.join(dir, 'frames'));
  const newest = await vi.waitFor(async () => (await store.newest(gate)) ?? expect.fail('no frame yet'), patient);
  expect(newest.ref).toMatchObject({ cameraId: 'gate', stream: 'main', width: 320, height: 180 });
  expect(newest.ref.capturedAtMs).toBeGreaterThan(startedAtMs - 5_000);
  await vi.waitFor(async () => {
    const text = await metrics.metrics();
    expect(text).toMatch(/tc_frames_offered_total\{camera="gate"\} [1-9]/);
    expect(text).toContain('tc_camera_up{camera="gate",stream="main"} 1');
  }, patient);

  await role?.close();
  const rows = await recordingsOf('gate');
  expect(rows.length).toBeGreaterThan(0);
  expect(rows.every((row) => row.state === 'finished')).toBe(true);
  rows.slice(1).forEach((row, n) => {
    expect(row.started_at).toEqual(rows[n]!.ended_at);
  });
  for (const row of rows) {
    const bytes = await readFile(path.join(dir, 'recordings', row.path));
    expect((await scanFragments(readFromBuffer(bytes), bytes.length)).wholeBytes).toBe(row.bytes);
    row.fragments.slice(1).forEach(([offset, , offsetMs], n) => {
      const [before = 0, size = 0, beforeMs = 0, durationMs = 0] = row.fragments[n] ?? [];
      expect([offset, offsetMs]).toEqual([before + size, beforeMs + durationMs]);
    });
  }
});

test('either stream works while the other does not: the main one records, the small one is shown', async () => {
  const missing = simulator.url('khong-co');
  await addCamera({ id: 'no-sub', subUrl: missing });
  await addCamera({ id: 'no-main', mainUrl: missing, hasSub: true });
  await start();
  const fault_code = 'TC_CAMERA_PATH_NOT_FOUND';
  await vi.waitFor(async () => {
    expect(await statusOf('no-sub')).toMatchObject({ state: 'live', is_recording: true, fault_code });
    expect(await statusOf('no-main')).toMatchObject({ state: 'offline', is_recording: false, fault_code });
    expect((await fetchLive('no-main/sub/index.m3u8')).status).toBe(200);
  }, patient);
  expect((await fetchLive('no-main/main/index.m3u8')).status).toBe(503);
  await vi.waitFor(async () => expect((await statusOf('no-main'))?.sub_codec).toMatch(/^avc1/), patient);
});

test('cameras are added, edited and removed while the others stay at work', async () => {
  await addCamera();
  await start();
  await vi.waitFor(async () => expect(await statusOf('gate')).toMatchObject({ state: 'live' }), patient);
  const accepted = simulator.stats().connectionsAccepted;
  await addCamera({ id: 'second', password: 'sai' });
  await publishLiveEvent(database.db, { type: 'camera.changed', cameraId: 'second' });
  await vi.waitFor(async () => expect(await statusOf('second')).toMatchObject({ state: 'offline' }), patient);
  const sealed = createSecretBox(SECRET).seal(auth.password);
  await database.db.updateTable('camera').set({ password_sealed: sealed }).where('id', '=', 'second').execute();
  await publishLiveEvent(database.db, { type: 'camera.changed', cameraId: 'second' });
  await vi.waitFor(async () => expect(await statusOf('second')).toMatchObject({ state: 'live' }), patient);
  await database.db.updateTable('camera').set({ is_enabled: false }).where('id', '=', 'second').execute();
  await publishLiveEvent(database.db, { type: 'camera.changed', cameraId: 'second' });
  await vi.waitFor(async () => {
    expect(await statusOf('second')).toMatchObject({ state: 'disabled', is_recording: false, live_endpoint: null });
    expect((await recordingsOf('second')).map((row) => row.state)).toEqual(['finished']);
  }, patient);
  expect((await fetchLive('second/main/index.m3u8')).status).toBe(404);
  expect(await statusOf('gate')).toMatchObject({ state: 'live', is_recording: true });
  expect(simulator.stats().connectionsAccepted - accepted).toBeLessThanOrEqual(4);
  expect((await recordingsOf('gate')).filter((row) => row.state === 'finished').length).toBeLessThanOrEqual(1);
});

test('a worker that is stopped has said so in the ledger of gaps when it is gone', async () => {
  await addCamera();
  await start();
  await vi.waitFor(async () => expect(await statusOf('gate')).toMatchObject({ is_recording: true }), patient);
  await role?.close();
  const gaps = await database.db.selectFrom('recording_gap').select(['cause', 'ended_at']).execute();
  expect(gaps.filter(({ ended_at }) => ended_at === null)).toEqual([{ cause: 'system-stopped', ended_at: null }]);
});

test('a storage that refuses is shown as a fault, live goes on, and recording comes back', async () => {
  await mkdir(path.join(dir, 'recordings'), { recursive: true });
  await writeFile(path.join(dir, 'recordings', 'gate'), 'in the way');
  await addCamera();
  await start();
  await vi.waitFor(async () => {
    const status = await statusOf('gate');
    expect(status).toMatchObject({ state: 'live', is_recording: false, fault_code: 'TC_CAMERA_STORAGE_FAILED' });
  }, patient);
  expect((await fetchLive('gate/main/index.m3u8')).status).toBe(200);
  await rm(path.join(dir, 'recordings', 'gate'));
  await vi.waitFor(
    async () => expect(await statusOf('gate')).toMatchObject({ is_recording: true, fault_code: null }),
    patient,
  );
});

test('two workers of a node share the cameras, each live on its own socket, and one takes over what the other gives back', async () => {
  for (const id of ['gate', 'second', 'third', 'fourth']) await addCamera({ id });
  const workers = [0, 1].map((workerSlot) => contextOf('node-1', { workerCount: 2, workerSlot }));
  const [first, second] = await Promise.all(workers.map((worker) => startIngest(worker, programs)));
  otherRoles.push(...[first, second].filter((one) => one !== undefined));
  const endpoints = async (): Promise<Record<string, number>> => {
    const rows = await database.db
      .selectFrom('camera_status')
      .select('live_endpoint')
      .where('state', '=', 'live')
      .execute();
    return countOf(rows.map((row) => path.basename(row.live_endpoint ?? '')));
  };
  await vi.waitFor(async () => expect(await endpoints()).toEqual({ 'ingest-0.sock': 2, 'ingest-1.sock': 2 }), patient);
  const closedAtMs = performance.now();
  await first?.close();
  await vi.waitFor(async () => expect(await endpoints()).toEqual({ 'ingest-1.sock': 4 }), patient);
  console.log(`given back and live again after ${Math.round(performance.now() - closedAtMs)} ms`);
  const rows = await database.db.selectFrom('recording').select(['node_id', 'epoch', 'camera_id']).execute();
  expect(rows.every((row) => row.node_id === 'node-1' && row.epoch >= 1)).toBe(true);
});

test('a second node takes over the cameras of one that died', async () => {
  await addCamera();
  await addCamera({ id: 'second' });
  await start();
  await vi.waitFor(async () => expect(await statusOf('second')).toMatchObject({ state: 'live' }), patient);
  otherRoles.push(await startIngest(contextOf('node-2'), programs));
  const before = await statusOf('gate');
  await role?.close();
  // As if it had been killed: it never said that it ends, and its heart has not beaten for 7 s.
  await database.pool.query(
    "update ingest_worker set stopped_at = null, heartbeat_at = now() - interval '7 seconds' where node_id = 'node-1'",
  );
  await vi.waitFor(async () => {
    for (const id of ['gate', 'second']) {
      const status = await statusOf(id);
      expect(status).toMatchObject({
        state: 'live',
        live_endpoint: `unix:${path.join(dir, 'node-2', 'ingest-0.sock')}`,
      });
      expect(status?.worker_id).not.toBe(before?.worker_id);
    }
  }, patient);
  expect((await recordingsOf('gate')).map((row) => row.node_id)).toContain('node-1');
});

function countOf(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
