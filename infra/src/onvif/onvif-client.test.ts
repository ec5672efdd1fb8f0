import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { systemClock } from '@thapcanh/core/time/clock';
import { Cam } from 'onvif/promises/index.js';
import { afterEach, expect, test } from 'vitest';
import { DiscoveryResponder } from '../camera-sim/onvif/discovery-responder.ts';
import type { SimulatedOnvifOptions } from '../camera-sim/onvif/simulated-device-options.ts';
import { SimulatedOnvifDevice } from '../camera-sim/onvif/simulated-onvif-device.ts';
import { createRtspSimulator } from '../camera-sim/rtsp-simulator.ts';
import { RtspTestClient } from '../camera-sim/rtsp-test-client.fixture.ts';
import { enteredAddresses, privateAddresses } from './address-policy.ts';
import { OnvifDevice } from './onvif-device.ts';
import { listenToEvents, type OnvifEvent } from './onvif-events.ts';
import { OnvifMedia } from './onvif-media.ts';
import { OnvifPtz } from './onvif-ptz.ts';
import { probeDevice } from './probe-device.ts';
import { discoverDevices } from './ws-discovery.ts';

const ACCOUNT = { username: 'admin', password: 'mật & khẩu <1>' };
const MAIN = {
  token: 'main',
  encoding: 'H265',
  width: 1920,
  height: 1080,
  fps: 25,
  kbps: 4000,
  gopFrames: 100,
} as const;
const SUB = { token: 'sub', encoding: 'H264', width: 640, height: 360, fps: 10, kbps: 400, gopFrames: 10 } as const;
const owned: { close(): unknown }[] = [];

afterEach(async () => {
  for (const one of owned.splice(0).reverse()) await one.close();
});

async function simulate(options: Partial<SimulatedOnvifOptions> = {}): Promise<SimulatedOnvifDevice> {
  const device = new SimulatedOnvifDevice({
    account: ACCOUNT,
    hasMedia2: true,
    hasPtz: true,
    profiles: [
      { ...MAIN, streamUrl: 'rtsp://admin:secret@10.9.8.7:554/main?x=1', audio: 'G711' },
      { ...SUB, streamUrl: 'rtsp://10.9.8.7:554/sub' },
    ],
    ...options,
  });
  owned.push(device);
  await device.start();
  return device;
}

const anywhere = { mayReach: () => true, clock: systemClock, timeoutMs: 2000 };

function clientOf(device: SimulatedOnvifDevice, account: typeof ACCOUNT | null = ACCOUNT): OnvifDevice {
  return new OnvifDevice({ deviceUrl: new URL(device.url), account, ...anywhere });
}

test('asks no address that the policy refuses, also not under a name or as IPv6', async () => {
  for (const ip of [
    '127.0.0.1',
    '169.254.169.254',
    '8.8.8.8',
    '0.0.0.0',
    '::1',
    '::ffff:127.0.0.1',
    'fe80::1',
    '2001:db8::1',
    'x',
  ]) {
    expect(privateAddresses(ip)).toBe(false);
  }
  for (const ip of ['10.0.0.5', '192.168.1.9', '172.31.0.1', '100.100.1.1', 'fd00::5', '::ffff:10.0.0.1']) {
    expect(privateAddresses(ip)).toBe(true);
  }
  for (const ip of [
    '127.0.0.1',
    '169.254.169.254',
    '0.0.0.0',
    '239.0.0.1',
    '::1',
    '::ffff:127.0.0.1',
    'fe80::1',
    'ff02::1',
  ]) {
    expect(enteredAddresses(ip)).toBe(false);
  }
  expect(enteredAddresses('8.8.8.8')).toBe(true);
  const device = await simulate();
  const options = { ...anywhere, mayReach: privateAddresses, account: ACCOUNT };
  for (const address of [device.url, `localhost:${device.port}`, `[::1]:${device.port}`]) {
    await expect(probeDevice({ ...options, address })).rejects.toMatchObject({ failure: 'forbidden-address' });
  }
  expect(device.asked).toEqual([]);
});

test('says what is wrong: no device, wrong account, silence, nonsense, bombs, redirects', async () => {
  const failureOf = async (device: SimulatedOnvifDevice, account: typeof ACCOUNT | null = ACCOUNT) =>
    probeDevice({ ...anywhere, account, address: device.url }).then(
      () => null,
      (error: { failure: string; message: string }) => {
        expect(error.message).not.toContain(ACCOUNT.password);
        return error.failure;
      },
    );
  for (const authentication of ['ws', 'digest', 'basic'] as const) {
    const device = await simulate({ authentication });
    expect(await failureOf(device, { username: 'admin', password: 'wrong' })).toBe('authentication');
    expect(await failureOf(device, null)).toBe('authentication');
  }
  const bodies = {
    '<html>': 'bad-answer',
    '': 'bad-answer',
    '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>': 'bad-answer',
    [`${'<a>'.repeat(1000)}`]: 'bad-answer',
    [`<a>${' '.repeat(600 * 1024)}</a>`]: 'bad-answer',
    [`<a>${'<b/>'.repeat(30_000)}</a>`]: 'bad-answer',
  };
  for (const [body, failure] of Object.entries(bodies)) {
    expect(await failureOf(await simulate({ rawAnswer: { status: 200, body } }))).toBe(failure);
  }
  const moved = await simulate({ rawAnswer: { status: 302, headers: { location: 'http://10.0.0.1/' }, body: '' } });
  expect(await failureOf(moved)).toBe('bad-answer');
  expect(moved.asked).toEqual([]);
  const closed = await simulate();
  await closed.close();
  owned.pop();
  expect(await failureOf(closed)).toBe('unreachable');
});

test('a device that accepts the connection and says nothing costs its time limit, or nothing when aborted', async () => {
  const mute = createServer(() => {}).listen(0, '127.0.0.1');
  owned.push({ close: () => mute.close() });
  await new Promise((resolve) => mute.once('listening', resolve));
  const address = mute.address();
  const port = typeof address === 'object' ? address!.port : 0;
  const options = { ...anywhere, account: ACCOUNT, address: `127.0.0.1:${port}` };
  await expect(probeDevice({ ...options, timeoutMs: 100 })).rejects.toMatchObject({ failure: 'timeout' });
  const reason = new Error('nobody waits any more');
  await expect(probeDevice({ ...options, signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
});

test('takes in a device: its profiles, reachable addresses without credentials, a proposal and findings', async () => {
  const device = await simulate({ clockOffsetMs: 35_000, reportedHost: '203.0.113.9:8080' });
  const probe = await probeDevice({ ...anywhere, account: ACCOUNT, address: `127.0.0.1:${device.port}` });
  expect(probe.information).toMatchObject({ manufacturer: 'Thap Canh', model: 'Simulated camera' });
  expect(probe.profiles.map(({ token, video, hasPtz }) => [token, video?.encoding, video?.gopFrames, hasPtz])).toEqual([
    ['main', 'H265', 100, true],
    ['sub', 'H264', 10, true],
  ]);
  expect(probe.proposal).toEqual({ mainUrl: 'rtsp://127.0.0.1:554/main?x=1', subUrl: 'rtsp://127.0.0.1:554/sub' });
  expect(probe.findings).toEqual([
    { code: 'gop-too-long', params: { gopS: 4 } },
    { code: 'clock-off', params: { offsetS: 35 } },
    { code: 'audio-dropped', params: { codec: 'G711' } },
  ]);
});

test('speaks Media 1 to devices that know neither Media 2 nor GetServices, and digest to those that want it', async () => {
  const device = await simulate({ hasMedia2: false, authentication: 'digest' });
  const probe = await probeDevice({ ...anywhere, account: ACCOUNT, address: device.url });
  expect(probe.profiles.map(({ token, video }) => [token, video?.gopFrames])).toEqual([['sub', 10]]);
  expect(probe.proposal).toEqual({ mainUrl: 'rtsp://127.0.0.1:554/sub', subUrl: null });
});

test('what it proposes plays', async () => {
  const file = fileURLToPath(new URL('../camera-sim/fixtures/test-pattern.mp4', import.meta.url));
  const cameras = createRtspSimulator({ streams: [{ path: 'main', file }] });
  owned.push(cameras);
  await cameras.start();
  const streamUrl = cameras.url('main').replace('127.0.0.1', '10.9.8.7');
  const device = await simulate({ profiles: [{ ...SUB, streamUrl }] });
  const { proposal } = await probeDevice({ ...anywhere, account: ACCOUNT, address: device.url });
  expect(proposal).toEqual({ mainUrl: cameras.url('main'), subUrl: null });
  const viewer = new RtspTestClient(cameras.port);
  owned.push(viewer);
  await viewer.play(proposal.mainUrl!);
  await viewer.until(() => viewer.rtp.length > 3);
});

test('tries shipped passwords only when told to, and few', async () => {
  const account = { username: 'admin', password: '12345' };
  const device = await simulate({ manufacturer: 'HIKVISION', account });
  const own = { ...anywhere, address: device.url };
  expect((await probeDevice({ ...own, account })).findings.map(({ code }) => code)).toContain('default-password');
  const guarded = await simulate({ manufacturer: 'Dahua' });
  const before = { ...own, address: guarded.url, account: ACCOUNT };
  const codes = (await probeDevice({ ...before, doesTryDefaults: true })).findings.map(({ code }) => code);
  expect(codes).not.toContain('default-password');
  expect(guarded.asked.filter((name) => name === 'GetUsers')).toHaveLength(2);
  await probeDevice(before);
  expect(guarded.asked.filter((name) => name === 'GetUsers')).toHaveLength(2);
});

test('sets the key-frame distance and leaves the rest of the configuration alone', async () => {
  for (const hasMedia2 of [true, false]) {
    const device = await simulate({ hasMedia2 });
    const media = new OnvifMedia(clientOf(device));
    await media.setGop('encoder-sub', 20);
    expect(device.profiles.get('sub')).toEqual({ ...SUB, streamUrl: 'rtsp://10.9.8.7:554/sub', gopFrames: 20 });
    await expect(media.setGop('encoder-sub', 4000)).rejects.toMatchObject({ failure: 'refused' });
    await expect(media.setGop('encoder-none', 20)).rejects.toMatchObject({ failure: 'refused' });
  }
});

test('reads a wrong clock, signs with it, and sets it right or by a time server', async () => {
  const device = await simulate({ clockOffsetMs: -86_400_000 });
  const client = clientOf(device);
  const { offsetMs, source } = await client.readClock();
  expect(Math.abs(offsetMs + 86_400_000)).toBeLessThan(700);
  expect(source).toBe('manual');
  await client.setClock({ kind: 'manual' });
  expect(Math.abs(device.clockMs - Date.now())).toBeLessThan(300);
  await client.readClock();
  await client.setClock({ kind: 'ntp', server: 'vn.pool.ntp.org' });
  expect([device.clockSource, device.ntpServer]).toEqual(['NTP', 'vn.pool.ntp.org']);
});

test('moves, stops, knows presets and refuses others', async () => {
  const device = await simulate();
  const ptz = new OnvifPtz(clientOf(device), 'main');
  expect((await ptz.presets()).map(({ name }) => name)).toEqual(['Cổng', 'Bãi xe']);
  await ptz.goTo('2');
  expect(await ptz.status()).toEqual({ pan: -0.75, tilt: 0, zoom: 0.6, isMoving: false });
  await expect(ptz.goTo('"><x>')).rejects.toMatchObject({ failure: 'refused' });
  await ptz.move({ pan: 1, tilt: 0, zoom: 0 }, 60_000);
  expect((await ptz.status()).isMoving).toBe(true);
  await ptz.stop();
  expect((await ptz.status()).isMoving).toBe(false);
  expect(device.ptz.position[0]).toBeGreaterThan(-0.75);
  await ptz.home();
  expect(device.ptz.position).toEqual([0, 0, 0]);
  const fixed = await simulate({ hasPtz: false });
  await expect(new OnvifPtz(clientOf(fixed), 'main').stop()).rejects.toMatchObject({ failure: 'not-supported' });
});

test('hears motion and tampering by pull point, corrected in time, and unsubscribes', async () => {
  const device = await simulate({ clockOffsetMs: 50_000, reportedHost: '203.0.113.9' });
  const client = clientOf(device);
  await client.readClock();
  const stop = new AbortController();
  const heard: OnvifEvent[] = [];
  const listening = (async () => {
    for await (const event of listenToEvents(client, stop.signal)) {
      heard.push(event);
      if (heard.length === 2) stop.abort();
    }
  })();
  while (device.pullPoint.subscriptionCount === 0) await new Promise((resolve) => setImmediate(resolve));
  device.emit({
    topic: 'tns1:RuleEngine/CellMotionDetector/Motion',
    source: { Rule: '1' },
    data: { IsMotion: 'true' },
  });
  device.emit({ topic: 'tns1:VideoSource/GlobalSceneChange/AnalyticsService', data: { State: 'false' } });
  await listening;
  expect(heard.map(({ kind, isActive, topic }) => [kind, isActive, topic])).toEqual([
    ['motion', true, 'RuleEngine/CellMotionDetector/Motion'],
    ['tamper', false, 'VideoSource/GlobalSceneChange/AnalyticsService'],
  ]);
  expect(heard[0]!.source).toEqual({ Rule: '1' });
  expect(Math.abs(heard[0]!.atMs! - Date.now())).toBeLessThan(2000);
  expect(device.pullPoint.subscriptionCount).toBe(0);
});

test('finds devices once each and ignores answers to others and nonsense', async () => {
  const scopes = 'onvif://www.onvif.org/name/C%E1%BB%95ng onvif://www.onvif.org/hardware/SIM-1 http://elsewhere/';
  const responders = ['urn:uuid:a', 'urn:uuid:b'].map(
    (id) => new DiscoveryResponder({ id, scopes, addresses: `http://10.1.1.1/x http://127.0.0.1:81/${id}`, times: 3 }),
  );
  const odd = new DiscoveryResponder({ id: 'urn:uuid:c', addresses: 'ftp://127.0.0.1/ javascript:1' });
  for (const responder of [...responders, odd]) {
    owned.push(responder);
    await responder.start();
  }
  const targets = [...responders, odd].map(({ port }) => ({ address: '127.0.0.1', port }));
  const found = await discoverDevices({ timeoutMs: 500, targets });
  expect(found.sort((a, b) => a.id.localeCompare(b.id))).toEqual(
    ['urn:uuid:a', 'urn:uuid:b'].map((id) => ({
      id,
      deviceUrl: `http://127.0.0.1:81/${id}`,
      address: '127.0.0.1',
      name: 'Cổng',
      hardware: 'SIM-1',
      location: null,
    })),
  );
  await expect(discoverDevices({ targets, signal: AbortSignal.abort() })).rejects.toThrow();
});

test('the simulated device is one that another client understands', async () => {
  const account = { username: 'admin', password: 'ascii-only' };
  const device = await simulate({ account });
  const cam = new Cam({ hostname: '127.0.0.1', port: device.port, timeout: 3000, ...account });
  await cam.connect();
  expect(await cam.getDeviceInformation()).toMatchObject({ manufacturer: 'Thap Canh', serialNumber: 'SIM-0001' });
  expect(device.asked).toEqual(expect.arrayContaining(['GetServices', 'GetProfiles']));
});
