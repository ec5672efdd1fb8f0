import { parseCameraId } from '@thapcanh/core/ids';
import { systemClock } from '@thapcanh/core/time/clock';
import { DiscoveryResponder } from '@thapcanh/infra/camera-sim/onvif/discovery-responder';
import { SimulatedOnvifDevice } from '@thapcanh/infra/camera-sim/onvif/simulated-onvif-device';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { createCameraRepository } from '../cameras/camera.repository.ts';
import { ANONYMOUS } from '../identity/access.ts';
import { NOW_MS, startTestApi, type TestApi } from '../testing/test-api.fixture.ts';
import { createCameraDevices } from './camera-device.ts';
import { createFindingRepository } from './finding.repository.ts';
import { createOnvifService } from './onvif.service.ts';
import { createPtzService } from './ptz.service.ts';
import { createPtzLockRepository } from './ptz-lock.repository.ts';

const ACCOUNT = { username: 'admin', password: 'mật khẩu ONVIF' };
const discoveryTargets: { address: string; port: number }[] = [];
const owned: { close(): unknown }[] = [];
let mayReachLoopback = true;
let api: TestApi;
let admin: string;
let operator: string;

beforeAll(async () => {
  api = await startTestApi({
    onvif: { mayReach: (ip) => mayReachLoopback && ip === '127.0.0.1', discoveryTargets },
  });
});
beforeEach(async () => {
  mayReachLoopback = true;
  discoveryTargets.length = 0;
  await api.reset();
  await api.addUser('sep', 'admin');
  await api.addUser('truc', 'operator');
  [admin, operator] = [await api.login('sep'), await api.login('truc')];
});
afterEach(async () => {
  for (const one of owned.splice(0)) await one.close();
});
afterAll(() => api?.close());

/** A device whose clock goes by the test's; it is off by `clockOffsetMs`. */
async function simulate(clockOffsetMs = 0): Promise<SimulatedOnvifDevice> {
  const size = { fps: 25, kbps: 4000 };
  const device = new SimulatedOnvifDevice({
    account: ACCOUNT,
    hasMedia2: true,
    hasPtz: true,
    clock: { nowMs: () => api.clock.nowMs(), monotonicMs: systemClock.monotonicMs },
    clockOffsetMs,
    profiles: [
      {
        token: 'main',
        encoding: 'H264',
        width: 1920,
        height: 1080,
        gopFrames: 100,
        streamUrl: 'rtsp://x/main',
        ...size,
      },
      { token: 'sub', encoding: 'H264', width: 640, height: 360, gopFrames: 25, streamUrl: 'rtsp://x/sub', ...size },
    ],
  });
  owned.push(device);
  await device.start();
  return device;
}

const post = (url: string, payload: object | undefined, as: string) =>
  api.call({ method: 'POST', url: `/api/v1${url}`, as, ...(payload === undefined ? {} : { payload }) });

async function addCamera(device: SimulatedOnvifDevice): Promise<void> {
  await api.database.db
    .insertInto('camera')
    .values({
      id: 'gate',
      name: 'Cổng',
      search_key: 'cong',
      main_url: 'rtsp://127.0.0.1/main',
      username: ACCOUNT.username,
      password_sealed: api.secretBox.seal(ACCOUNT.password),
      onvif_url: device.url,
    })
    .execute();
}

async function findingCodes(): Promise<string[]> {
  const answer = await api.call({ method: 'GET', url: '/api/v1/cameras/gate/findings', as: operator });
  return answer.json().items.map(({ code }: { code: string }) => code);
}

test('no method serves the anonymous, and finding and setting serve no operator', async () => {
  const cameras = createCameraRepository(api.database.db);
  const devices = createCameraDevices({ cameras, secrets: api.secretBox, clock: api.clock });
  const locks = createPtzLockRepository(api.database.db);
  const ptz = createPtzService({ devices, locks, clock: api.clock });
  const onvif = createOnvifService({
    cameras,
    findings: createFindingRepository(api.database.db),
    devices,
    publish: async () => undefined,
    clock: api.clock,
  });
  const id = parseCameraId('gate')!;
  const { signal } = new AbortController();
  const refused = { code: 'TC_SESSION_REQUIRED' };
  for (const call of [
    () => onvif.discover(ANONYMOUS, 1, signal),
    () => onvif.probe(ANONYMOUS, { address: '10.0.0.1' }, signal),
    () => onvif.check(ANONYMOUS, id, false, signal),
    () => onvif.listFindings(ANONYMOUS, id),
    () => onvif.setClock(ANONYMOUS, id, { mode: 'manual' }, signal),
    () => onvif.setGop(ANONYMOUS, id, 1, signal),
    () => ptz.move(ANONYMOUS, id, {}, signal),
    () => ptz.stop(ANONYMOUS, id, signal),
    () => ptz.home(ANONYMOUS, id, signal),
    () => ptz.goTo(ANONYMOUS, id, '1', signal),
    () => ptz.presets(ANONYMOUS, id, signal),
    () => ptz.lock(ANONYMOUS, id, 5),
  ]) {
    await expect(call()).rejects.toMatchObject(refused);
  }
  await addCamera(await simulate());
  for (const [url, payload] of [
    ['/onvif/discover', {}],
    ['/onvif/probe', { address: '10.0.0.1' }],
    ['/cameras/gate/onvif/check', {}],
    ['/cameras/gate/onvif/clock', { mode: 'ntp' }],
    ['/cameras/gate/onvif/gop', { seconds: 1 }],
  ] as const) {
    expect((await post(url, payload, operator)).json().code).toBe('TC_ACCESS_DENIED');
  }
});

test('refuses forbidden addresses, wrong accounts and cameras that are not there, each with its remedy', async () => {
  const device = await simulate();
  const probe = (payload: object) => post('/onvif/probe', payload, admin).then((answer) => answer.json().code);
  expect(await probe({ address: '169.254.169.254', ...ACCOUNT })).toBe('TC_ONVIF_ADDRESS_FORBIDDEN');
  mayReachLoopback = false;
  expect(await probe({ address: device.url, ...ACCOUNT })).toBe('TC_ONVIF_ADDRESS_FORBIDDEN');
  mayReachLoopback = true;
  const wrong = await post('/onvif/probe', { address: device.url, username: 'admin', password: 'sai rồi' }, admin);
  expect(wrong.json().code).toBe('TC_ONVIF_ACCOUNT_REFUSED');
  expect(wrong.body).not.toContain('sai rồi');
  await device.close();
  owned.length = 0;
  expect(await probe({ address: device.url, ...ACCOUNT })).toBe('TC_ONVIF_UNREACHABLE');
  expect((await post('/cameras/none/onvif/check', {}, admin)).json().code).toBe('TC_CAMERA_NOT_FOUND');
  expect((await post('/cameras/none/ptz/stop', undefined, operator)).json().code).toBe('TC_CAMERA_NOT_FOUND');
});

test('finds devices and tells which of them are cameras already', async () => {
  const device = await simulate();
  const responder = new DiscoveryResponder({
    id: device.id,
    addresses: device.url,
    scopes: 'onvif://www.onvif.org/name/Cong',
  });
  owned.push(responder);
  await responder.start();
  discoveryTargets.push({ address: '127.0.0.1', port: responder.port });
  await addCamera(device);
  const answer = await post('/onvif/discover', { seconds: 1 }, admin);
  expect(answer.json().items).toEqual([
    {
      id: device.id,
      address: '127.0.0.1',
      deviceUrl: device.url,
      name: 'Cong',
      hardware: null,
      location: null,
      cameraId: 'gate',
    },
  ]);
});

test('proposes the streams of a device', async () => {
  const device = await simulate(-60_000);
  const answer = await post('/onvif/probe', { address: `127.0.0.1:${device.port}`, ...ACCOUNT }, admin);
  expect(answer.statusCode).toBe(200);
  expect(answer.json()).toMatchObject({
    manufacturer: 'Thap Canh',
    profiles: [
      { token: 'main', encoding: 'H264', width: 1920, gopFrames: 100 },
      { token: 'sub', encoding: 'H264', width: 640, gopFrames: 25 },
    ],
    proposal: { mainUrl: 'rtsp://127.0.0.1/main', subUrl: 'rtsp://127.0.0.1/sub' },
    findings: [
      { code: 'gop-too-long', severity: 'warning' },
      { code: 'clock-off', severity: 'serious' },
    ],
  });
});

test('keeps what is wrong with a camera, sets it right and forgets it; what the stream showed stays', async () => {
  const device = await simulate(90_000);
  await addCamera(device);
  await api.database.db
    .insertInto('camera_finding')
    .values({ camera_id: 'gate', code: 'packet-loss', params: JSON.stringify({ percent: 3 }), found_by: 'stream' })
    .execute();
  expect((await post('/cameras/gate/onvif/check', {}, admin)).statusCode).toBe(200);
  expect(await findingCodes()).toEqual(['clock-off', 'gop-too-long', 'packet-loss']);
  expect(api.published).toContainEqual({ type: 'finding.changed', cameraId: 'gate' });

  const gop = await post('/cameras/gate/onvif/gop', { seconds: 1 }, admin);
  expect(gop.json().encoders).toEqual([
    { profile: 'main', before: 100, after: 25 },
    { profile: 'sub', before: 25, after: 25 },
  ]);
  expect(device.profiles.get('main')?.gopFrames).toBe(25);
  const clock = await post('/cameras/gate/onvif/clock', { mode: 'manual' }, admin);
  expect(Math.abs(clock.json().beforeMs - 90_000)).toBeLessThan(1000);
  expect(Math.abs(clock.json().afterMs)).toBeLessThan(1100);
  expect(Math.abs(device.clockMs - NOW_MS)).toBeLessThan(1100);
  expect(await findingCodes()).toEqual(['packet-loss']);
  await post('/cameras/gate/onvif/check', {}, admin);
  expect(await findingCodes()).toEqual(['packet-loss']);
});

test('an operator turns a camera, and nobody else does until ten seconds later', async () => {
  const device = await simulate();
  await addCamera(device);
  const presets = await api.call({ method: 'GET', url: '/api/v1/cameras/gate/ptz/presets', as: operator });
  expect(presets.json().items).toEqual([
    { token: '1', name: 'Cổng' },
    { token: '2', name: 'Bãi xe' },
  ]);
  expect((await post('/cameras/gate/ptz/preset', { token: '1' }, operator)).statusCode).toBe(204);
  expect(device.ptz.position).toEqual([0.5, -0.25, 0.1]);
  const other = await post('/cameras/gate/ptz/home', undefined, admin);
  expect(other.statusCode).toBe(409);
  expect(other.json()).toMatchObject({
    code: 'TC_PTZ_TAKEN',
    messages: { en: 'truc is turning this camera, for another 10 s.' },
  });
  expect((await post('/cameras/gate/ptz/move', { pan: -1, forMs: 5000 }, operator)).statusCode).toBe(204);
  expect(device.ptz.isMoving).toBe(true);
  expect((await post('/cameras/gate/ptz/stop', undefined, operator)).statusCode).toBe(204);
  expect(device.ptz.isMoving).toBe(false);
  api.clock.advance(10_001);
  expect((await post('/cameras/gate/ptz/home', undefined, admin)).statusCode).toBe(204);
  expect(device.ptz.position).toEqual([0, 0, 0]);
  expect(device.asked.filter((name) => name === 'GetProfiles')).toHaveLength(1);
});

test('a lock outlives single orders, is given back, and passes to one of many who ask at once', async () => {
  const device = await simulate();
  await addCamera(device);
  const locked = await post('/cameras/gate/ptz/lock', { seconds: 60 }, admin);
  expect(Date.parse(locked.json().until)).toBe(api.clock.nowMs() + 60_000);
  await post('/cameras/gate/ptz/stop', undefined, admin);
  api.clock.advance(50_000);
  expect((await post('/cameras/gate/ptz/stop', undefined, operator)).json().code).toBe('TC_PTZ_TAKEN');
  expect((await post('/cameras/gate/ptz/lock', { seconds: 0 }, admin)).json()).toEqual({ until: null });
  const both = await Promise.all([admin, operator].map((as) => post('/cameras/gate/ptz/lock', { seconds: 5 }, as)));
  expect(both.map(({ statusCode }) => statusCode).sort()).toEqual([200, 409]);
});

test('a camera without the preset says so, and unusable speeds are refused before it is asked', async () => {
  const device = await simulate();
  await addCamera(device);
  expect((await post('/cameras/gate/ptz/move', { pan: 2 }, operator)).json().code).toBe('TC_REQUEST_INVALID');
  expect((await post('/cameras/gate/ptz/preset', { token: 'none' }, operator)).json().code).toBe('TC_ONVIF_REFUSED');
  expect(device.ptz.position).toEqual([0, 0, 0]);
});
