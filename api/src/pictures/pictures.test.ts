import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { parseCameraId } from '@thapcanh/core/ids';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createAuditRecorder } from '../audit/audit-recorder.ts';
import { ANONYMOUS } from '../identity/access.ts';
import { startTestApi, type TestApi } from '../testing/test-api.fixture.ts';
import { createPictureService } from './picture.service.ts';
import { createPictureWorkerRepository } from './picture-worker.repository.ts';

const AT = '2026-09-30T17:00:05.250Z';
const AT_MS = Date.parse(AT);
const JPEG = Buffer.from('ffd8ffd9', 'hex');

let api: TestApi;
let as: string;
let holder: Server;
let other: Server;
let answer: (incoming: IncomingMessage, outgoing: ServerResponse) => void;
let otherAsked: string[];

const givePicture = (outgoing: ServerResponse): void => {
  const headers = {
    'x-picture-at': String(AT_MS - 40),
    'x-picture-source': 'recording',
    'content-length': JPEG.length,
  };
  outgoing.writeHead(200, { 'content-type': 'image/jpeg', ...headers }).end(JPEG);
};
const refuse = (outgoing: ServerResponse, status: number, code: string): void => {
  outgoing.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ code }));
};

beforeAll(async () => {
  api = await startTestApi({ nodeId: 'node-a' });
  holder = createServer((incoming, outgoing) => answer(incoming, outgoing));
  other = createServer((incoming, outgoing) => {
    otherAsked.push(incoming.url ?? '');
    givePicture(outgoing);
  });
  holder.listen(join(api.dir, 'holder.sock'));
  other.listen(join(api.dir, 'other.sock'));
  await Promise.all([once(holder, 'listening'), once(other, 'listening')]);
});
beforeEach(async () => {
  await api.reset();
  otherAsked = [];
  await api.addUser('truc', 'operator');
  as = await api.login('truc');
  const { db } = api.database;
  await db
    .insertInto('camera')
    .values({ id: 'gate', name: 'gate', search_key: 'gate', main_url: 'rtsp://x/' })
    .execute();
});
afterAll(async () => {
  await api?.close();
  for (const server of [holder, other]) {
    server?.closeAllConnections();
    server?.close();
  }
});

async function holdCamera(): Promise<void> {
  const live_endpoint = `unix:${join(api.dir, 'holder.sock')}`;
  await api.database.db
    .insertInto('camera_status')
    .values({ camera_id: 'gate', state: 'live', live_endpoint })
    .execute();
}

async function startWorker(nodeId: string): Promise<void> {
  const place = { live_endpoint: `unix:${join(api.dir, 'other.sock')}`, media_address: null };
  const worker = { id: crypto.randomUUID(), node_id: nodeId, slot: 0, capacity: 1, ...place };
  await api.database.db.insertInto('ingest_worker').values(worker).execute();
}

const ask = (query = `at=${AT}`) => api.call({ method: 'GET', url: `/api/v1/cameras/gate/picture?${query}`, as });

test('the picture service does not serve the anonymous', async () => {
  const workers = createPictureWorkerRepository(api.database.db);
  const audit = createAuditRecorder({ db: api.database.db, clock: api.clock });
  const service = createPictureService({ workers, audit, nodeId: null, mediaToken: null });
  const wanted = { cameraId: parseCameraId('gate')!, stream: 'main' as const, atMs: AT_MS };
  const refusal = service.pictureAt(ANONYMOUS, wanted, AbortSignal.timeout(1_000));
  await expect(refusal).rejects.toMatchObject({ code: 'TC_SESSION_REQUIRED' });
  service.close();
});

test.each(['', 'at=yesterday', `at=${AT}&stream=third`, `at=${AT}&x=1`])('the query "%s" is refused', async (query) => {
  expect((await ask(query)).json()).toMatchObject({ status: 400, code: 'TC_REQUEST_INVALID' });
});

test('an unknown camera, and no worker at all, are told apart', async () => {
  const unknown = await api.call({ method: 'GET', url: `/api/v1/cameras/khong-co/picture?at=${AT}`, as });
  expect(unknown.json()).toMatchObject({ status: 404, code: 'TC_CAMERA_NOT_FOUND' });
  expect((await ask()).json()).toMatchObject({ status: 503, code: 'TC_PICTURE_NO_WORKER', retryable: true });
});

test('the picture comes from the worker that holds the camera, with its exact time', async () => {
  await holdCamera();
  let asked = '';
  answer = (incoming, outgoing) => {
    asked = incoming.url ?? '';
    givePicture(outgoing);
  };
  const response = await ask(`at=${AT}&stream=sub`);
  expect(asked).toBe(`/live/gate/sub/picture.jpg?at=${AT_MS}`);
  expect(response.rawPayload).toEqual(JPEG);
  expect(response.headers).toMatchObject({
    'content-type': 'image/jpeg',
    'x-picture-at': '2026-09-30T17:00:05.210Z',
    'x-picture-source': 'recording',
    'cache-control': 'no-store',
  });
});

test.each([
  [404, 'TC_PICTURE_NONE'],
  [410, 'TC_PICTURE_FILE_MISSING'],
  [502, 'TC_PICTURE_UNDECODABLE'],
  [503, 'TC_PICTURE_BUSY'],
  [504, 'TC_PICTURE_TIMEOUT'],
])('the refusal %s %s of the worker reaches the client in both languages', async (status, code) => {
  await holdCamera();
  await startWorker('node-a');
  answer = (_incoming, outgoing) => refuse(outgoing, status, code);
  const problem = (await ask()).json();
  expect(problem).toMatchObject({ status, code });
  expect(problem.messages.vi).not.toBe(problem.messages.en);
  expect(otherAsked).toEqual([]);
});

test('a worker that is gone, answers nonsense or has it elsewhere is passed over for another one of the node', async () => {
  await holdCamera();
  await startWorker('node-a');
  for (const act of [
    (outgoing: ServerResponse) => outgoing.destroy(),
    (outgoing: ServerResponse) => outgoing.writeHead(500).end('<html>'),
    (outgoing: ServerResponse) => refuse(outgoing, 503, 'TC_PICTURE_ELSEWHERE'),
  ]) {
    answer = (_incoming, outgoing) => void act(outgoing);
    expect((await ask()).statusCode).toBe(200);
  }
  expect(otherAsked).toHaveLength(3);
});

test('a camera that is switched off still has pictures of its recordings', async () => {
  await api.database.db.updateTable('camera').set({ is_enabled: false }).execute();
  await holdCamera();
  await startWorker('node-a');
  expect((await ask()).statusCode).toBe(200);
});
