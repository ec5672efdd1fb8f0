import { systemClock } from '@thapcanh/core/time/clock';
import { panelRects } from '@thapcanh/core/walls/wall-layout';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { createLiveEventListener, type LiveEventListener, publishLiveEvent } from '../events/live-events.ts';
import { createLogger } from '../telemetry/logger.ts';
import { startTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import { runWallAlarms } from './wall-alarms.ts';

const log = createLogger('silent', 'test');
let database: TestDatabase;
let listener: LiveEventListener;
let stop: AbortController;
let running: Promise<void>;
const events: string[] = [];

beforeAll(async () => {
  database = await startTestDatabase();
  listener = createLiveEventListener({ databaseUrl: database.url }, log);
  await listener.start();
  listener.subscribe(({ type }) => events.push(type));
});
afterAll(async () => {
  await listener?.close();
  await database?.close();
});
beforeEach(async () => {
  const { db, pool } = database;
  await pool.query('truncate wall, alarm, camera cascade');
  events.length = 0;
  await db.insertInto('camera').values({ id: 'cam', name: 'cam', search_key: 'cam', main_url: 'rtsp://x/' }).execute();
  const panels = panelRects('4').map((rect, index) => ({
    number: index + 1,
    ...rect,
    reserve: index === 3 ? { severity: 3, showS: null } : null,
  }));
  const screens = JSON.stringify([{ id: 's1', name: 'S', layout: '4', panels }]);
  await db.insertInto('wall').values({ id: 'tuong', name: 'T', search_key: 't', screens, presets: '[]' }).execute();
  stop = new AbortController();
  const { subscribe } = listener;
  running = runWallAlarms({ db, log, clock: systemClock, subscribe, lookEveryMs: 60_000 }, stop.signal);
});
afterEach(async () => {
  stop.abort();
  await running;
});

async function raise(severity: 1 | 2 | 3 | 4): Promise<string> {
  const id = crypto.randomUUID();
  const at = new Date();
  await database.db
    .insertInto('alarm')
    .values({ id, kind: 'camera.lost', severity, camera_id: 'cam', first_at: at, last_at: at })
    .execute();
  await publishLiveEvent(database.db, { type: 'alarm.changed', cameraId: 'cam', alarmId: id });
  return id;
}
const shown = async () =>
  (
    await database.db.selectFrom('wall_alarm').select(['alarm_id', 'panel']).where('panel', 'is not', null).execute()
  ).map(({ alarm_id, panel }) => [alarm_id, panel]);
const waiting = async () =>
  (await database.db.selectFrom('wall').select('alarms_waiting').executeTakeFirstOrThrow()).alarms_waiting;

test('an alarm below the severity of every panel is not shown', async () => {
  await raise(2);
  const id = await raise(3);
  await vi.waitFor(async () => expect(await shown()).toEqual([[id, 4]]));
  expect(await waiting()).toBe(0);
});

test('an alarm is on the wall within a second, announced and written down, and goes when it is acknowledged', async () => {
  const begunAtMs = performance.now();
  const id = await raise(4);
  await vi.waitFor(async () => expect(await shown()).toEqual([[id, 4]]), { timeout: 2_000, interval: 10 });
  expect(performance.now() - begunAtMs).toBeLessThan(1_000);
  await vi.waitFor(() => expect(events).toContain('wall.changed'));
  const entry = await database.db.selectFrom('audit_entry').selectAll().where('kind', '=', 'wall.alarm').execute();
  expect(entry.at(-1)?.details).toEqual({ wall: 'tuong', alarms: [{ alarm: id, panel: 4 }] });
  await database.db.updateTable('alarm').set({ state: 'acknowledged' }).execute();
  await publishLiveEvent(database.db, { type: 'alarm.changed', cameraId: 'cam', alarmId: id });
  await vi.waitFor(async () => expect(await shown()).toEqual([]));
});

test('alarms beyond the room are counted, and a locked panel is left alone', async () => {
  await raise(3);
  await raise(3);
  await vi.waitFor(async () => expect(await waiting()).toBe(1));
  const content = JSON.stringify({ kind: 'camera', cameraId: 'cam' });
  const push = { wall_id: 'tuong', panel: 4, content, user_id: crypto.randomUUID(), user_name: 'Hoa' };
  const at = new Date();
  await database.db
    .insertInto('wall_push')
    .values({ ...push, pushed_at: at, locked_until: new Date(at.getTime() + 60_000) })
    .execute();
  await publishLiveEvent(database.db, { type: 'wall.changed', cameraId: null, wallId: 'tuong' });
  await vi.waitFor(async () => expect(await shown()).toEqual([]));
});
