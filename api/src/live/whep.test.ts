import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { encodeDescription, encodeUnitHead, type LiveDescription } from '@thapcanh/core/live/live-frame';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { RTCPeerConnection, RTCRtpCodecParameters } from 'werift';
import { startTestApi, type TestApi } from '../testing/test-api.fixture.ts';
import { WHEP_LIMITS } from './whep.service.ts';

const SPS = Buffer.from([0x67, 0x42, 0, 0x1f, 1]);
const PPS = Buffer.from([0x68, 1, 2]);
const IDR = 0x65;

let api: TestApi;
let as: string;
let worker: Server;
let described: Partial<LiveDescription>;
const readers: ServerResponse[] = [];
const browsers: RTCPeerConnection[] = [];

function unit(n: number, isKey: boolean, bytes = 3_000): Buffer {
  const slice = Buffer.alloc(bytes, 7);
  slice[0] = isKey ? IDR : 0x41;
  const data = Buffer.alloc(4 + bytes);
  data.writeUInt32BE(bytes);
  slice.copy(data, 4);
  const head = { isKey, atMs: 1e12 + n * 40, decodeTime90k: n * 3_600, compositionOffset90k: 0 };
  return Buffer.concat([encodeUnitHead(head, data.length), data]);
}

beforeAll(async () => {
  api = await startTestApi({ whepTiming: { checkMs: 50, silentMs: 1_500, describedMs: 10_000 } });
  worker = createServer((_incoming, outgoing) => {
    readers.push(outgoing);
    outgoing.writeHead(200);
    const description: LiveDescription = {
      codec: 'avc1.42001f',
      audioCodec: null,
      width: 640,
      height: 360,
      videoCodec: 'h264',
      isReordered: false,
      initBytes: 0,
      parameterSets: [SPS, PPS].map((set) => set.toString('base64')),
      ...described,
    };
    outgoing.write(encodeDescription(description, new Uint8Array(0)));
    outgoing.write(unit(0, true));
    outgoing.write(unit(1, false));
  });
  worker.listen(join(api.dir, 'worker.sock'));
  await once(worker, 'listening');
});
let cameraNumber = 0;
let camera: string;
beforeEach(async () => {
  described = {};
  await api.reset();
  await api.addUser('truc', 'operator');
  as = await api.login('truc');
  // A stream lingers for a moment after its last viewer: each test has a camera of its own.
  camera = `gate-${cameraNumber++}`;
  const { db } = api.database;
  await db
    .insertInto('camera')
    .values({ id: camera, name: camera, search_key: camera, main_url: 'rtsp://x/' })
    .execute();
  const endpoint = `unix:${join(api.dir, 'worker.sock')}`;
  await db.insertInto('camera_status').values({ camera_id: camera, state: 'live', live_endpoint: endpoint }).execute();
  return async () => {
    await Promise.all(browsers.splice(0).map((browser) => browser.close()));
    readers.length = 0;
  };
});
afterAll(async () => {
  await api?.close();
  worker?.closeAllConnections();
  worker?.close();
});

const peers = async () => /tc_api_whep_peers (\d+)/.exec((await api.call({ url: '/metrics' })).body)?.[1];

async function offerOf(browser: RTCPeerConnection): Promise<string> {
  const transceiver = browser.addTransceiver('video', { direction: 'recvonly' });
  const offer = await browser.createOffer();
  for (const { connection } of browser.iceTransports) delete connection.stunServer;
  await browser.setLocalDescription(offer);
  expect(transceiver.kind).toBe('video');
  return browser.localDescription?.sdp ?? '';
}

function openBrowser(): RTCPeerConnection {
  const codec = new RTCRtpCodecParameters({
    mimeType: 'video/H264',
    clockRate: 90_000,
    parameters: 'level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f',
  });
  const browser = new RTCPeerConnection({
    codecs: { video: [codec], audio: [] },
    iceServers: [],
    iceUseIpv6: false,
    iceAdditionalHostAddresses: ['127.0.0.1'],
  });
  browsers.push(browser);
  return browser;
}

const post = (offer: string, options: { as?: string; id?: string } = {}) =>
  api.call({
    method: 'POST',
    url: `/api/v1/cameras/${options.id ?? camera}/live/main/whep`,
    headers: { 'content-type': 'application/sdp' },
    payload: offer,
    as: options.as ?? as,
  });

const OFFER = 'v=0\r\nm=video 9 UDP/TLS/RTP/SAVPF 96\r\na=ice-ufrag:x\r\na=fingerprint:y\r\n';

test('nobody watches without a session, an offer and a camera', async () => {
  expect((await post(OFFER, { as: 'tc_session=x' })).statusCode).toBe(401);
  expect((await post('hello')).json()).toMatchObject({ status: 400, code: 'TC_WHEP_OFFER_INVALID' });
  expect((await post(OFFER, { id: 'nobody' })).json()).toMatchObject({ code: 'TC_CAMERA_NOT_FOUND' });
  expect((await post(OFFER)).json()).toMatchObject({ code: 'TC_WHEP_OFFER_INVALID' });
  expect(await peers()).toBe('0');
});

test.each([
  [{ videoCodec: 'h265' as const }, /H\.265/],
  [{ isReordered: true }, /B-frame/],
])('a stream with %j is refused with its reason, so that the viewer takes another way', async (facts, reason) => {
  described = facts;
  const { code, detail } = (await post(OFFER)).json();
  expect(code).toBe('TC_WHEP_UNSUPPORTED');
  expect(detail).toMatch(reason);
});

test('a browser gets parameter sets and key frame first, then every picture, and its leaving ends it', async () => {
  const browser = openBrowser();
  const payloads: Buffer[] = [];
  browser.onTrack.subscribe((track) => {
    track.onReceiveRtp.subscribe(({ payload }) => payloads.push(payload));
  });
  const answer = await post(await offerOf(browser));
  expect(answer.statusCode).toBe(201);
  expect(answer.headers['content-type']).toBe('application/sdp');
  await browser.setRemoteDescription({ type: 'answer', sdp: answer.body });
  await vi.waitFor(() => expect(payloads.length).toBeGreaterThanOrEqual(8), { timeout: 10_000 });
  expect(payloads.slice(0, 2)).toEqual([SPS, PPS]);
  expect(payloads[2]?.subarray(0, 2)).toEqual(Buffer.from([0x7c, 0x85]));
  for (const reader of readers) reader.write(unit(2, false, 10));
  await vi.waitFor(() => expect(payloads.at(-1)).toHaveLength(10));
  const location = String(answer.headers.location);
  await api.addUser('khac', 'operator');
  const other = await api.login('khac');
  expect((await api.call({ method: 'DELETE', url: location, as: other })).json().code).toBe('TC_WHEP_GONE');
  expect((await api.call({ method: 'DELETE', url: location, as })).statusCode).toBe(204);
  expect((await api.call({ method: 'DELETE', url: location, as })).statusCode).toBe(404);
  expect(await peers()).toBe('0');
});

test('a browser that vanished without a word is forgotten', async () => {
  const browser = openBrowser();
  const answer = await post(await offerOf(browser));
  await browser.setRemoteDescription({ type: 'answer', sdp: answer.body });
  await vi.waitFor(() => expect(browser.connectionState).toBe('connected'), { timeout: 10_000 });
  expect(await peers()).toBe('1');
  // Its sockets go without a goodbye, as those of a killed process.
  for (const { connection } of browser.iceTransports) void connection.close();
  await vi.waitFor(async () => expect(await peers()).toBe('0'), { timeout: 10_000 });
});

test('a session that ends ends the watching, and nobody has more than a few', async () => {
  for (let n = 0; n < WHEP_LIMITS.peersPerUser; n++)
    expect((await post(await offerOf(openBrowser()))).statusCode).toBe(201);
  expect((await post(OFFER)).json().code).toBe('TC_BUSY');
  await api.call({ method: 'DELETE', url: '/api/v1/session', as });
  await vi.waitFor(async () => expect(await peers()).toBe('0'), { timeout: 5_000 });
});
