import { systemClock } from '@thapcanh/core/time/clock';
import { Registry } from 'prom-client';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { SimulatedOnvifOptions } from '../camera-sim/onvif/simulated-device-options.ts';
import { SimulatedOnvifDevice } from '../camera-sim/onvif/simulated-onvif-device.ts';
import { createSecretBox } from '../secrets/secret-box.ts';
import { createLogger } from '../telemetry/logger.ts';
import { startTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import { createOnvifJobs } from './onvif-jobs.ts';
import { runOnOne } from './run-on-one.ts';
import { staggerMs } from './stagger.ts';

const ACCOUNT = { username: 'admin', password: 'mật khẩu ONVIF' };
const MOTION = 'tns1:RuleEngine/CellMotionDetector/Motion';
const secrets = createSecretBox('ab'.repeat(32));
const log = createLogger('silent', 'test');
let database: TestDatabase;
const owned: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  database = await startTestDatabase();
});
afterAll(() => database?.close());
beforeEach(async () => {
  await database.pool.query('truncate camera, outbox cascade');
});
afterEach(async () => {
  for (const close of owned.splice(0).reverse()) await close();
});

async function simulate(options: Partial<SimulatedOnvifOptions> = {}): Promise<SimulatedOnvifDevice> {
  const main = { token: 'main', encoding: 'H264', width: 1920, height: 1080, fps: 25, kbps: 4000 } as const;
  const device = new SimulatedOnvifDevice({
    account: ACCOUNT,
    hasMedia2: true,
    profiles: [{ ...main, gopFrames: 100, streamUrl: 'rtsp://x/main' }],
    ...options,
  });
  owned.push(() => device.close());
  await device.start();
  return device;
}

/** Edited so long ago that its check falls due now. */
async function addCamera(id: string, onvifUrl: string, isDue = false): Promise<void> {
  const editedAt = new Date(isDue ? Date.now() - staggerMs(id, 600_000) + 200 : Date.now() - 86_400_000);
  await database.db
    .insertInto('camera')
    .values({
      id,
      name: id,
      search_key: id,
      main_url: 'rtsp://127.0.0.1/main',
      username: ACCOUNT.username,
      password_sealed: secrets.seal(ACCOUNT.password),
      onvif_url: onvifUrl,
      updated_at: editedAt,
    })
    .execute();
}

function startJobs() {
  const stop = new AbortController();
  const metrics = new Registry();
  const published: string[] = [];
  const jobs = createOnvifJobs({
    db: database.db,
    secrets,
    publish: async (event) => void published.push(event.type),
    clock: systemClock,
    log,
    metrics,
    mayReach: (ip) => ip === '127.0.0.1',
    lookEveryMs: 20,
    tickMs: 20,
    waitFactor: 0.004,
  });
  const running = jobs.run(stop.signal);
  const close = async (): Promise<void> => {
    stop.abort();
    await running;
  };
  owned.push(close);
  const metric = async (name: string, labels: Record<string, string> = {}): Promise<number> => {
    const { values = [] } = (await metrics.getSingleMetric(name)?.get()) ?? {};
    const isWanted = (given: Partial<Record<string, string | number>>): boolean =>
      Object.entries(labels).every(([key, value]) => given[key] === value);
    return values.filter((each) => isWanted(each.labels)).reduce((sum, { value }) => sum + value, 0);
  };
  return { close, metric, published };
}

const findings = async (id: string) => {
  const rows = await database.db.selectFrom('camera_finding').select('code').where('camera_id', '=', id).execute();
  return rows.map(({ code }) => code).sort();
};
const events = async () => {
  const rows = await database.db.selectFrom('outbox').selectAll().where('kind', '=', 'camera.event').execute();
  return rows.map(({ payload }) => payload as Record<string, unknown>);
};
const subscribed = (device: SimulatedOnvifDevice, count = 1): Promise<void> =>
  vi.waitFor(() => expect(device.pullPoint.subscriptionCount).toBe(count), { timeout: 10_000, interval: 10 });

test('a wrong account, a dead device and a sealed password of another key stop nobody else', async () => {
  const good = await simulate();
  const other = await simulate({ account: { username: 'admin', password: 'another' } });
  await addCamera('good', good.url, true);
  await addCamera('locked', other.url, true);
  await addCamera('dead', 'http://127.0.0.1:9/onvif/device_service', true);
  await addCamera('foreign', good.url, true);
  const foreign = createSecretBox('cd'.repeat(32)).seal('x');
  await database.db.updateTable('camera').set({ password_sealed: foreign }).where('id', '=', 'foreign').execute();
  const { metric } = startJobs();
  await vi.waitFor(async () => expect(await metric('tc_onvif_checks_total')).toBe(4), { timeout: 10_000 });
  expect(await metric('tc_onvif_checks_total', { result: 'done' })).toBe(1);
  expect(await metric('tc_onvif_checks_total', { result: 'authentication' })).toBe(1);
  expect(await metric('tc_onvif_checks_total', { result: 'unreachable' })).toBe(1);
  expect(await metric('tc_onvif_checks_total', { result: 'failed' })).toBe(1);
  await subscribed(good);
});

test('an edited camera is checked once without default passwords, and one that was found stays known', async () => {
  const device = await simulate({ clockOffsetMs: 90_000, manufacturer: 'Hikvision' });
  await addCamera('gate', device.url, true);
  await addCamera('later', device.url);
  await database.db
    .insertInto('camera_finding')
    .values(
      ['default-password', 'no-browser-stream'].map((code) => ({
        camera_id: 'gate',
        code,
        params: '{}',
        found_by: 'onvif' as const,
      })),
    )
    .execute();
  const { metric, published } = startJobs();
  await vi.waitFor(async () => expect(await metric('tc_onvif_checks_total')).toBe(1), { timeout: 10_000 });
  expect(await findings('gate')).toEqual(['clock-off', 'default-password', 'gop-too-long']);
  expect(await findings('later')).toEqual([]);
  expect(published).toEqual(['finding.changed']);
  expect(device.asked).not.toContain('GetUsers');
});

test('what a camera notices reaches the outbox in our words, and repeats do not', async () => {
  const device = await simulate({ clockOffsetMs: 3_600_000 });
  await addCamera('gate', device.url);
  const { metric } = startJobs();
  await subscribed(device);
  for (const IsMotion of ['true', 'true', 'false'])
    device.emit({ topic: MOTION, source: { Rule: '1' }, data: { IsMotion } });
  device.emit({
    topic: 'tns1:Device/Trigger/DigitalInput',
    source: { InputToken: '3' },
    data: { LogicalState: 'true' },
  });
  device.emit({ topic: 'tns1:Monitoring/ProcessorUsage', data: { Value: '20' } });
  await vi.waitFor(async () => expect(await events()).toHaveLength(3), { timeout: 10_000 });
  const [first, ...others] = await events();
  expect(first).toEqual({
    cameraId: 'gate',
    event: 'motion',
    topic: 'RuleEngine/CellMotionDetector/Motion',
    source: { Rule: '1' },
    isActive: true,
    at: expect.any(String),
  });
  expect(Math.abs(Date.parse(String(first?.at)) - Date.now())).toBeLessThan(10_000);
  expect(others.map(({ event, isActive }) => [event, isActive])).toEqual([
    ['motion', false],
    ['input', true],
  ]);
  expect(await metric('tc_camera_events_total')).toBe(3);
  await vi.waitFor(async () => expect(await metric('tc_camera_events_suppressed_total')).toBe(1));
});

test('a storm of one camera is bounded and counted', async () => {
  const device = await simulate();
  await addCamera('gate', device.url);
  const { close, metric } = startJobs();
  await subscribed(device);
  for (let n = 0; n < 400; n++) device.emit({ topic: MOTION, data: { IsMotion: String(n % 2 === 0) } });
  await vi.waitFor(async () => expect(await metric('tc_camera_events_suppressed_total')).toBeGreaterThan(300), {
    timeout: 10_000,
  });
  await close();
  expect((await events()).length).toBeLessThanOrEqual(40);
});

test('a device that forgot its subscriber is subscribed to again, and each edit moves the subscription', async () => {
  const [first, second] = [await simulate(), await simulate()];
  await addCamera('gate', first.url);
  const { metric } = startJobs();
  await subscribed(first);
  first.pullPoint.close();
  await subscribed(first);
  expect(await metric('tc_onvif_subscription_failures_total')).toBeGreaterThanOrEqual(1);
  await database.db.updateTable('camera').set({ onvif_url: second.url }).execute();
  await subscribed(second);
  await subscribed(first, 0);
  await database.db.updateTable('camera').set({ is_enabled: false }).execute();
  await subscribed(second, 0);
});

test('one process at a time does the work, and another takes over when it ends', async () => {
  const begun: string[] = [];
  const start = (name: string) => {
    const stop = new AbortController();
    const work = async (signal: AbortSignal): Promise<void> => {
      begun.push(name);
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
      begun.push(`${name} ended`);
    };
    const options = { db: database.db, log, key: 42, signal: stop.signal, askEveryMs: 20 };
    const done = runOnOne(options, work);
    const close = async (): Promise<void> => {
      stop.abort();
      await done;
    };
    owned.push(close);
    return close;
  };
  const closeFirst = start('a');
  await vi.waitFor(() => expect(begun).toEqual(['a']));
  const closeSecond = start('b');
  await closeFirst();
  await vi.waitFor(() => expect(begun).toEqual(['a', 'a ended', 'b']));
  // The lock ends with its connection: the work stops, and begins anew where the lock is got again.
  await database.pool.query(
    "select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and objid = 42 and granted",
  );
  await vi.waitFor(() => expect(begun).toEqual(['a', 'a ended', 'b', 'b ended', 'b']));
  await closeSecond();
});
