import { LIVE_EVENT_CHANNEL } from '@thapcanh/core/events/live-event';
import { sql } from 'kysely';
import { Registry } from 'prom-client';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { raiseAlarm } from '../alarms/raise-alarm.ts';
import { createLogger } from '../telemetry/logger.ts';
import { startTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import { type AlarmJobs, createAlarmJobs } from './alarm-jobs.ts';

const START_MS = Date.parse('2026-11-22T10:00:00Z');
let database: TestDatabase;
let nowMs = START_MS;
const clock = { nowMs: () => nowMs, monotonicMs: () => nowMs };

beforeAll(async () => {
  database = await startTestDatabase();
});
afterAll(() => database?.close());

let jobs: AlarmJobs;
beforeEach(async () => {
  nowMs = START_MS;
  await sql`truncate camera, alarm, alarm_mute, outbox cascade`.execute(database.db);
  for (const id of ['gate', 'lake']) {
    await database.db
      .insertInto('camera')
      .values({ id, name: id, search_key: id, main_url: 'rtsp://10.0.0.1/' })
      .execute();
  }
  jobs = newJobs();
});

const newJobs = () =>
  createAlarmJobs({ db: database.db, clock, log: createLogger('silent', 'test'), metrics: new Registry() });
const tell = (kind: string, payload: object, atMs = nowMs) =>
  database.db
    .insertInto('outbox')
    .values({ kind, payload: JSON.stringify(payload), created_at: new Date(atMs), done_at: null })
    .execute();
const tamper = (topic = 'GlobalSceneChange', cameraId = 'gate') =>
  tell('camera.event', { cameraId, event: 'tamper', topic, isActive: true, at: new Date(nowMs).toISOString() });
const alarms = () => database.db.selectFrom('alarm').selectAll().orderBy('first_at').orderBy('id').execute();
const states = async () => (await alarms()).map(({ kind, state, count }) => `${kind} ${state} ${count}`);
const setStatus = (state: 'live' | 'offline' | 'stale', fault: string | null = null) =>
  database.db
    .insertInto('camera_status')
    .values({ camera_id: 'gate', state, fault_code: fault, fault_params: '{"host":"10.0.0.1","detail":"x"}' })
    .onConflict((conflict) => conflict.column('camera_id').doUpdateSet({ state, fault_code: fault }))
    .execute();
const mute = (columns: { camera_id?: string; kind?: string; untilMs: number }) =>
  database.db
    .insertInto('alarm_mute')
    .values({
      id: crypto.randomUUID(),
      camera_id: columns.camera_id ?? null,
      kind: columns.kind ?? null,
      until: new Date(columns.untilMs),
      reason: 'Bảo trì',
      created_at: new Date(nowMs),
    })
    .execute();

test('events of a camera that is gone, motion, and rows of others make no alarm', async () => {
  await tamper('x', 'nowhere');
  await tell('camera.event', { cameraId: 'gate', event: 'motion', topic: 'm', isActive: true });
  await tell('passage.created', { cameraId: 'gate' });
  await jobs.look();
  expect(await states()).toEqual([]);
  const left = await database.db.selectFrom('outbox').select('kind').where('done_at', 'is', null).execute();
  expect(left).toEqual([{ kind: 'passage.created' }]);
});

test('a storm of one camera and kind is one alarm with a counter; another camera or another time is another', async () => {
  for (let n = 0; n < 30; n++) await tamper();
  await tamper('GlobalSceneChange', 'lake');
  await jobs.look();
  expect(await states()).toEqual(expect.arrayContaining(['device.tamper open 30', 'device.tamper open 1']));
  nowMs += 121_000;
  await tamper();
  await jobs.look();
  expect(await alarms()).toHaveLength(3);
});

test('two that raise the same at once make one', async () => {
  const raise = () =>
    database.db
      .transaction()
      .execute((tx) => raiseAlarm(tx, { kind: 'device.input', cameraId: 'gate', subject: 'in1', atMs: nowMs }));
  await Promise.all([raise(), raise(), raise(), raise()]);
  expect(await states()).toEqual(['device.input open 4']);
});

test('a camera that goes offline raises one alarm, which closes by itself when it is back and opens again when it flaps', async () => {
  await setStatus('offline', 'TC_CAMERA_UNREACHABLE');
  await jobs.look();
  await jobs.look();
  expect(await states()).toEqual(['camera.offline open 1']);
  expect((await alarms())[0]?.params).toMatchObject({ fault: 'TC_CAMERA_UNREACHABLE', host: '10.0.0.1' });
  await setStatus('live');
  await jobs.look();
  expect(await states()).toEqual(['camera.offline closed 1']);
  nowMs += 60_000;
  await setStatus('offline');
  await jobs.look();
  expect(await states()).toEqual(['camera.offline open 2']);
  nowMs += 400_000;
  await jobs.look();
  expect(await states()).toEqual(['camera.offline open 2']);
});

test('what a person closed does not come back while the same state lasts', async () => {
  const userId = crypto.randomUUID();
  const user = { id: userId, username: userId, username_key: userId, display_name: 'A', password_hash: '' };
  await database.db.insertInto('app_user').values(user).execute();
  await setStatus('stale');
  await jobs.look();
  await database.db.updateTable('alarm').set({ state: 'closed', closed_by: userId, closed_at: new Date() }).execute();
  await jobs.look();
  expect(await states()).toEqual(['camera.stale closed 1']);
  await setStatus('live');
  await jobs.look();
  await setStatus('stale');
  await jobs.look();
  expect(await states()).toEqual(expect.arrayContaining(['camera.stale closed 1', 'camera.stale open 1']));
});

test('a gap is an alarm until it ends, and a serious finding until it is mended', async () => {
  await tell('recording.gap', { state: 'open', gapId: 'g', cameraId: 'gate', cause: 'network-cut' });
  await database.db
    .insertInto('camera_finding')
    .values([
      { camera_id: 'gate', code: 'clock-off', params: '{"offsetS":90}', found_by: 'stream' },
      { camera_id: 'gate', code: 'audio-dropped', params: '{}', found_by: 'stream' },
    ])
    .execute();
  await jobs.look();
  expect(await states()).toEqual(expect.arrayContaining(['recording.gap open 1', 'camera.finding open 1']));
  await tell('recording.gap', { state: 'closed', gapId: 'g', cameraId: 'gate', cause: 'network-cut' });
  await database.db.deleteFrom('camera_finding').execute();
  await jobs.look();
  expect(await states()).toEqual(expect.arrayContaining(['recording.gap closed 1', 'camera.finding closed 1']));
  await database.db.deleteFrom('camera_finding').execute();
});

test('what a mute covers is kept closed and counted; when it is over, a state that still lasts comes up', async () => {
  await mute({ camera_id: 'gate', untilMs: nowMs + 600_000 });
  await mute({ kind: 'device.tamper', untilMs: nowMs + 600_000 });
  await setStatus('offline');
  await tamper();
  await tamper('GlobalSceneChange', 'lake');
  await jobs.look();
  expect((await states()).sort()).toEqual([
    'camera.offline closed 1',
    'device.tamper closed 1',
    'device.tamper closed 1',
  ]);
  const suppressed = await database.db.selectFrom('alarm_mute').select('suppressed').execute();
  expect(suppressed.reduce((sum, row) => sum + row.suppressed, 0)).toBe(3);
  nowMs += 600_001;
  await jobs.look();
  expect((await states()).sort()).toEqual([
    'camera.offline open 1',
    'device.tamper closed 1',
    'device.tamper closed 1',
  ]);
});

test('an event in the outbox is an open alarm that listeners have heard of within a second', async () => {
  const client = await database.pool.connect();
  const heard: string[] = [];
  client.on('notification', ({ payload }) => heard.push(payload ?? ''));
  await client.query(`listen ${LIVE_EVENT_CHANNEL}`);
  const stop = new AbortController();
  const running = newJobs().run(stop.signal);
  const toldAt = performance.now();
  await tamper();
  await vi.waitFor(() => expect(heard.some((text) => text.includes('alarm.changed'))).toBe(true), { timeout: 3_000 });
  expect(performance.now() - toldAt).toBeLessThan(1_000);
  expect(await states()).toEqual(['device.tamper open 1']);
  stop.abort();
  await running;
  client.release(true);
});
