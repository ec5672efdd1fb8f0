import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { parseCameraId } from '@thapcanh/core/ids';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createAuditRecorder } from '../audit/audit-recorder.ts';
import { createCameraRepository } from '../cameras/camera.repository.ts';
import { listen } from '../http/listen.ts';
import { ANONYMOUS } from '../identity/access.ts';
import { createCameraReach } from '../identity/camera-reach.ts';
import { NOW_MS, startTestApi, type TestApi } from '../testing/test-api.fixture.ts';
import { createLiveService } from './live.service.ts';

let api: TestApi;
let as: string;
let port: number;
let worker: Server;
let answer: (incoming: IncomingMessage, outgoing: ServerResponse) => void;

beforeAll(async () => {
  api = await startTestApi();
  port = await listen(api.app, { host: '127.0.0.1', port: 0 });
  worker = createServer((incoming, outgoing) => answer(incoming, outgoing));
  worker.listen(join(api.dir, 'worker.sock'));
  await once(worker, 'listening');
});
beforeEach(async () => {
  await api.reset();
  await api.addUser('truc', 'operator');
  as = await api.login('truc');
  await addCamera('gate-car', `unix:${join(api.dir, 'worker.sock')}`);
});
afterAll(async () => {
  await api?.close();
  worker?.closeAllConnections();
  worker?.close();
});

async function addCamera(id: string, endpoint: string | null): Promise<void> {
  const { db } = api.database;
  await db.insertInto('camera').values({ id, name: id, search_key: id, main_url: 'rtsp://x/' }).execute();
  await db.insertInto('camera_status').values({ camera_id: id, state: 'live', live_endpoint: endpoint }).execute();
}

function live(path: string) {
  return api.call({ method: 'GET', url: `/api/v1/cameras/${path}`, as });
}

test('no method of the live service serves the anonymous', async () => {
  const service = createLiveService({
    cameras: createCameraRepository(api.database.db),
    reach: createCameraReach({ db: api.database.db, clock: api.clock }),
    audit: createAuditRecorder({ db: api.database.db, clock: api.clock }),
    frames: api.frames,
    clock: api.clock,
  });
  const cameraId = parseCameraId('gate-car')!;
  const file = { cameraId, stream: 'main' as const, name: 'index.m3u8', query: {} };
  const refused = { code: 'TC_SESSION_REQUIRED' };
  await expect(service.open(ANONYMOUS, file, AbortSignal.timeout(1000))).rejects.toMatchObject(refused);
  await expect(service.snapshot(ANONYMOUS, cameraId)).rejects.toMatchObject(refused);
  service.close();
});

test('a playlist request goes to the worker with its delivery directives and comes back as it is', async () => {
  let asked = '';
  answer = (incoming, outgoing) => {
    asked = incoming.url ?? '';
    outgoing.writeHead(200, {
      'content-type': 'application/vnd.apple.mpegurl',
      'cache-control': 'no-store',
      'x-own': '1',
    });
    outgoing.end('#EXTM3U\n');
  };
  const response = await live('gate-car/live/sub/index.m3u8?_HLS_msn=12&_HLS_part=3');
  expect(asked).toBe('/live/gate-car/sub/index.m3u8?_HLS_msn=12&_HLS_part=3');
  expect(response.body).toBe('#EXTM3U\n');
  expect(response.headers).toMatchObject({
    'content-type': 'application/vnd.apple.mpegurl',
    'cache-control': 'no-store',
  });
  expect(response.headers['x-own']).toBeUndefined();
});

test.each(['index.html', '../../etc', 'part-1.m4s', 'seg-x.m4s', '%2e%2e%2fpasswd'])(
  'the file %s never reaches the worker',
  async (file) => {
    let isAsked = false;
    answer = (_incoming, outgoing) => {
      isAsked = true;
      outgoing.end();
    };
    expect((await live(`gate-car/live/main/${file}`)).statusCode).toBeGreaterThanOrEqual(400);
    expect(isAsked).toBe(false);
  },
);

test('a camera without a live window, with a dead worker or unknown is a clear 503', async () => {
  await addCamera('no-window', null);
  await addCamera('dead-worker', `unix:${join(api.dir, 'nobody.sock')}`);
  await addCamera('strange', 'http://10.0.0.1/');
  for (const id of ['no-window', 'dead-worker', 'strange', 'unknown']) {
    const response = await live(`${id}/live/main/index.m3u8`);
    expect(response.json()).toMatchObject({ status: 503, code: 'TC_LIVE_UNAVAILABLE', retryable: true });
  }
});

test('a part that the worker no longer holds is 404, a playlist it cannot give is 503', async () => {
  answer = (_incoming, outgoing) => outgoing.writeHead(404).end('gone');
  expect((await live('gate-car/live/main/part-1-2.m4s')).json()).toMatchObject({
    status: 404,
    code: 'TC_LIVE_FILE_GONE',
  });
  expect((await live('gate-car/live/main/index.m3u8')).json().code).toBe('TC_LIVE_UNAVAILABLE');
});

test('bytes reach the client before the worker has finished, and its leaving ends the request to the worker', async () => {
  let workerLeft: Promise<unknown> | null = null;
  answer = (_incoming, outgoing) => {
    workerLeft = once(outgoing, 'close');
    outgoing.writeHead(200, { 'content-type': 'video/mp4' });
    outgoing.write('first');
  };
  const url = `http://127.0.0.1:${port}/api/v1/cameras/gate-car/live/main/seg-1.m4s`;
  const outgoing = request(url, { headers: { cookie: as } });
  outgoing.end();
  const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
  const [chunk] = await once(response, 'data');
  expect(String(chunk)).toBe('first');
  response.on('error', () => undefined);
  response.destroy();
  await workerLeft;
});

test('the snapshot is the newest still of the frame store', async () => {
  expect((await live('gate-car/snapshot')).json()).toMatchObject({ status: 404, code: 'TC_SNAPSHOT_UNAVAILABLE' });
  expect((await live('unknown/snapshot')).json().code).toBe('TC_CAMERA_NOT_FOUND');
  const jpeg = Buffer.from([0xff, 0xd8, 1, 2, 3, 0xff, 0xd9]);
  const cameraId = parseCameraId('gate-car')!;
  await api.frames.put({ cameraId, stream: 'sub', capturedAtMs: NOW_MS, width: 640, height: 360 }, jpeg);
  const response = await live('gate-car/snapshot');
  expect(response.headers).toMatchObject({
    'content-type': 'image/jpeg',
    'cache-control': 'no-store',
    'last-modified': 'Thu, 01 Oct 2026 05:00:00 GMT',
  });
  expect(response.rawPayload.equals(jpeg)).toBe(true);
});
