import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { parseCameraId, parseRecordingId, parseUserId } from '@thapcanh/core/ids';
import { PURPOSES } from '@thapcanh/core/people/purpose';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createAuditRecorder } from '../audit/audit-recorder.ts';
import { ANONYMOUS } from '../identity/access.ts';
import { EVERYTHING } from '../identity/camera-scope.ts';
import { NOW_MS, startTestApi, type TestApi } from '../testing/test-api.fixture.ts';
import { createRecordingRepository } from './recording.repository.ts';
import { createRecordingService } from './recording.service.ts';
import { createRecordingSource } from './recording-source.ts';

const START_MS = NOW_MS - 3_600_000;
const FRAGMENTS: [number, number, number, number][] = [
  [100, 400, 0, 1000],
  [500, 300, 1000, 1000],
  [800, 200, 2000, 500],
];
const BYTES = Buffer.from(Array.from({ length: 1000 }, (_, index) => index % 251));

let api: TestApi;
let as: string;
beforeAll(async () => {
  api = await startTestApi();
});
beforeEach(async () => {
  await api.reset();
  await api.addUser('truc', 'operator');
  as = await api.login('truc');
  await api.database.db
    .insertInto('camera')
    .values({ id: 'gate-car', name: 'Cổng', search_key: 'cong', main_url: 'rtsp://x/', created_at: new Date(0) })
    .execute();
});
afterAll(() => api?.close());

async function addRecording(recording: {
  startMs: number;
  durationMs?: number;
  path?: string;
  width?: number;
  state?: 'open' | 'finished';
  audioCodec?: string;
  nodeId?: string;
}): Promise<string> {
  const id = crypto.randomUUID();
  const path = recording.path ?? `gate-car/${id}.mp4`;
  await mkdir(join(api.dir, 'gate-car'), { recursive: true });
  if (!path.startsWith('..') && !path.startsWith('/')) await writeFile(join(api.dir, path), BYTES);
  await api.database.db
    .insertInto('recording')
    .values({
      id,
      camera_id: 'gate-car',
      started_at: new Date(recording.startMs),
      ended_at: new Date(recording.startMs + (recording.durationMs ?? 2500)),
      state: recording.state ?? 'finished',
      path,
      bytes: 1000,
      init_bytes: 100,
      codec: 'avc1.64001f',
      width: recording.width ?? 1280,
      height: 720,
      fragments: JSON.stringify(FRAGMENTS),
      audio_codec: recording.audioCodec ?? null,
      node_id: recording.nodeId ?? '',
    })
    .execute();
  return id;
}

const SIGNAL = new AbortController().signal;

/** As the API of `nodeId` has it; null: an installation of one node. */
function sourceOf(nodeId: string | null) {
  return createRecordingSource({
    recordingsDir: api.dir,
    objects: api.objects,
    nodeId,
    mediaToken: 'token',
    mediaAddresses: createRecordingRepository(api.database.db).mediaAddresses,
    log: api.app.log,
  });
}

/** What the archiver does: the object first, then the row, the file last. */
async function move(id: string): Promise<void> {
  const object_key = `recordings/gate-car/${id}.mp4`;
  const sha256 = Buffer.alloc(32);
  api.objects.contents.set(object_key, BYTES);
  const { db } = api.database;
  await db
    .insertInto('object_ledger')
    .values({ key: object_key, sha256, bytes: BYTES.length, content_type: 'video/mp4' })
    .execute();
  await db.updateTable('recording').set({ tier: 'object', object_key, sha256 }).where('id', '=', id).execute();
  await rm(join(api.dir, 'gate-car', `${id}.mp4`));
}

function get(path: string, fromMs?: number, toMs?: number, headers: Record<string, string> = {}) {
  const query =
    fromMs === undefined || toMs === undefined
      ? ''
      : `?from=${new Date(fromMs).toISOString()}&to=${new Date(toMs).toISOString()}`;
  return api.call({ method: 'GET', url: `/api/v1${path}${query}`, as, headers });
}

test('no method of the recording service serves the anonymous', async () => {
  const service = createRecordingService({
    recordings: createRecordingRepository(api.database.db),
    source: sourceOf(null),
    audit: createAuditRecorder({ db: api.database.db, clock: api.clock }),
    clock: api.clock,
  });
  const camera = parseCameraId('gate-car')!;
  const period = { from: new Date(START_MS).toISOString(), to: new Date(NOW_MS).toISOString() };
  const refused = { code: 'TC_SESSION_REQUIRED' };
  await expect(service.timeline(ANONYMOUS, camera, period)).rejects.toMatchObject(refused);
  await expect(service.playlist(ANONYMOUS, camera, period)).rejects.toMatchObject(refused);
  const id = parseRecordingId(crypto.randomUUID())!;
  await expect(service.media(ANONYMOUS, id, undefined, SIGNAL)).rejects.toMatchObject(refused);
});

test('the timeline merges neighbours, shows gaps and does not call the future one', async () => {
  await addRecording({ startMs: START_MS });
  await addRecording({ startMs: START_MS + 2580 });
  await addRecording({ startMs: START_MS + 60_000 });
  const answer = await get('/cameras/gate-car/recordings', START_MS - 1000, NOW_MS + 3_600_000);
  const at = (ms: number) => new Date(ms).toISOString();
  expect(answer.json()).toEqual({
    spans: [
      { startedAt: at(START_MS), endedAt: at(START_MS + 5080) },
      { startedAt: at(START_MS + 60_000), endedAt: at(START_MS + 62_500) },
    ],
    gaps: [
      { startedAt: at(START_MS - 1000), endedAt: at(START_MS) },
      { startedAt: at(START_MS + 5080), endedAt: at(START_MS + 60_000) },
      { startedAt: at(START_MS + 62_500), endedAt: at(NOW_MS - 20_000) },
    ],
  });
});

test('the time before a camera was known is no gap', async () => {
  await api.database.db
    .updateTable('camera')
    .set({ created_at: new Date(START_MS) })
    .where('id', '=', 'gate-car')
    .execute();
  await addRecording({ startMs: START_MS });
  const answer = await get('/cameras/gate-car/recordings', START_MS - 600_000, START_MS + 2_000);
  expect(answer.json().gaps).toEqual([]);
});

test('a period that is turned round, too long or no time at all is refused', async () => {
  expect((await get('/cameras/gate-car/recordings', NOW_MS, START_MS)).json().code).toBe('TC_PERIOD_INVALID');
  const tooLong = await get('/cameras/gate-car/playback.m3u8', NOW_MS - 25 * 3_600_000, NOW_MS);
  expect(tooLong.json()).toMatchObject({ status: 422, code: 'TC_PERIOD_INVALID' });
  const noTime = await api.call({ method: 'GET', url: '/api/v1/cameras/gate-car/recordings?from=x&to=y', as });
  expect(noTime.json()).toMatchObject({ status: 400, code: 'TC_REQUEST_INVALID' });
  expect((await get('/cameras/khong-co/recordings', START_MS, NOW_MS)).json().code).toBe('TC_CAMERA_NOT_FOUND');
});

test('the playlist names the byte ranges of whole fragments and breaks at gaps and at another picture size', async () => {
  const a = await addRecording({ startMs: START_MS });
  const b = await addRecording({ startMs: START_MS + 2500 });
  const c = await addRecording({ startMs: START_MS + 60_000 });
  const d = await addRecording({ startMs: START_MS + 62_500, width: 640 });
  const answer = await get('/cameras/gate-car/playback.m3u8', START_MS + 1000, START_MS + 63_000);
  expect(answer.headers['content-type']).toContain('application/vnd.apple.mpegurl');
  const uri = (id: string) => `../../recordings/${id}/media`;
  const time = (ms: number) => `#EXT-X-PROGRAM-DATE-TIME:${new Date(ms).toISOString()}`;
  const map = (id: string) => `#EXT-X-MAP:URI="${uri(id)}",BYTERANGE="100@0"`;
  const fragments = (id: string) => [
    ...['#EXTINF:1.000,', '#EXT-X-BYTERANGE:400@100', uri(id)],
    ...['#EXTINF:1.000,', '#EXT-X-BYTERANGE:300@500', uri(id)],
    ...['#EXTINF:0.500,', '#EXT-X-BYTERANGE:200@800', uri(id)],
  ];
  expect(answer.body.split('\n')).toEqual([
    '#EXTM3U',
    '#EXT-X-VERSION:7',
    '#EXT-X-TARGETDURATION:1',
    '#EXT-X-PLAYLIST-TYPE:VOD',
    '#EXT-X-MEDIA-SEQUENCE:0',
    '#EXT-X-INDEPENDENT-SEGMENTS',
    map(a),
    time(START_MS + 1000),
    ...fragments(a).slice(3),
    map(b),
    time(START_MS + 2500),
    ...fragments(b),
    '#EXT-X-DISCONTINUITY',
    map(c),
    time(START_MS + 60_000),
    ...fragments(c),
    '#EXT-X-DISCONTINUITY',
    map(d),
    time(START_MS + 62_500),
    ...fragments(d).slice(0, 3),
    '#EXT-X-ENDLIST',
    '',
  ]);
});

test('nothing recorded is a problem that says so, not an empty playlist', async () => {
  const answer = await get('/cameras/gate-car/playback.m3u8', START_MS, NOW_MS);
  expect(answer.json()).toMatchObject({ status: 404, code: 'TC_RECORDING_NONE' });
});

test.each([
  ['bytes=100-499', 206, 'bytes 100-499/1000', [100, 500]],
  ['bytes=990-', 206, 'bytes 990-999/1000', [990, 1000]],
  ['bytes=-10', 206, 'bytes 990-999/1000', [990, 1000]],
  ['bytes=0-99999', 206, 'bytes 0-999/1000', [0, 1000]],
  ['bytes=1-2,5-6', 200, undefined, [0, 1000]],
  ['lines=1-2', 200, undefined, [0, 1000]],
  ['bytes=9-2', 200, undefined, [0, 1000]],
] as const)('range %s is answered %i %s', async (range, status, contentRange, [from, to]) => {
  const id = await addRecording({ startMs: START_MS });
  const answer = await get(`/recordings/${id}/media`, undefined, undefined, { range });
  expect(answer.statusCode).toBe(status);
  expect(answer.headers['content-range']).toBe(contentRange);
  expect(answer.headers['content-length']).toBe(String(to - from));
  expect(answer.rawPayload.equals(BYTES.subarray(from, to))).toBe(true);
});

test('a range past what the index covers is not satisfiable, though an open file may be longer', async () => {
  const id = await addRecording({ startMs: START_MS, state: 'open' });
  await writeFile(join(api.dir, 'gate-car', `${id}.mp4`), Buffer.concat([BYTES, Buffer.alloc(500)]));
  const past = await get(`/recordings/${id}/media`, undefined, undefined, { range: 'bytes=1000-1200' });
  expect(past.json()).toMatchObject({ status: 416, code: 'TC_RANGE_NOT_SATISFIABLE' });
  expect(past.headers['content-range']).toBe('bytes */1000');
  expect((await get(`/recordings/${id}/media`)).rawPayload).toHaveLength(1000);
});

test('a file that is missing, cut short, or outside the recordings directory is refused', async () => {
  const missing = await addRecording({ startMs: START_MS });
  await rm(join(api.dir, 'gate-car', `${missing}.mp4`));
  const short = await addRecording({ startMs: START_MS + 1 });
  await writeFile(join(api.dir, 'gate-car', `${short}.mp4`), BYTES.subarray(0, 999));
  const outside = await addRecording({ startMs: START_MS + 2, path: '../../etc/passwd' });
  const absolute = await addRecording({ startMs: START_MS + 3, path: '/etc/passwd' });
  const linked = await addRecording({ startMs: START_MS + 4 });
  await rm(join(api.dir, 'gate-car', `${linked}.mp4`));
  await symlink('/etc/passwd', join(api.dir, 'gate-car', `${linked}.mp4`));
  for (const id of [missing, short, outside, absolute, linked]) {
    const answer = await get(`/recordings/${id}/media`);
    expect(answer.json()).toMatchObject({ status: 410, code: 'TC_RECORDING_FILE_MISSING' });
  }
  const unknown = await get(`/recordings/${crypto.randomUUID()}/media`);
  expect(unknown.json()).toMatchObject({ status: 404, code: 'TC_RECORDING_NOT_FOUND' });
});

test('a recording is played on while it moves to the object store and after', async () => {
  const id = await addRecording({ startMs: START_MS });
  const recordings = createRecordingRepository(api.database.db);
  const source = sourceOf(null);
  const media = await recordings.findMedia(parseRecordingId(id)!, EVERYTHING);
  const begun = await source.open(media!, { start: 100, end: 899 }, SIGNAL);
  await move(id);
  expect((await buffer(begun!)).equals(BYTES.subarray(100, 900))).toBe(true);
  const after = await get(`/recordings/${id}/media`, undefined, undefined, { range: 'bytes=500-799' });
  expect(after.statusCode).toBe(206);
  expect(after.headers['content-range']).toBe('bytes 500-799/1000');
  expect(after.rawPayload.equals(BYTES.subarray(500, 800))).toBe(true);
  expect((await get(`/recordings/${id}/media`)).rawPayload.equals(BYTES)).toBe(true);
});

test('a recording that moves between the look at its row and at its file is found where it went', async () => {
  const id = await addRecording({ startMs: START_MS });
  const source = sourceOf(null);
  let moves = 0;
  const moving: typeof source = {
    open: async (...args) => {
      if (moves++ === 0) await move(id);
      return source.open(...args);
    },
  };
  const recordings = createRecordingRepository(api.database.db);
  const service = createRecordingService({
    ...{ recordings, source: moving, clock: api.clock },
    audit: createAuditRecorder({ db: api.database.db, clock: api.clock }),
  });
  const identity = { userId: parseUserId(crypto.randomUUID())!, username: 'truc', displayName: 'truc' };
  const grants = [{ id: crypto.randomUUID(), role: 'operator' as const, isEverything: true, purposes: PURPOSES }];
  const auth = {
    kind: 'user' as const,
    identity: { ...identity, mustChangePassword: false, mustAddFactor: false, grants },
    sessionHash: Buffer.alloc(0),
    origin: { address: '10.0.0.7', purpose: null, caseNumber: null },
  };
  const answer = await service.media(auth, parseRecordingId(id)!, 'bytes=0-9', SIGNAL);
  expect((await buffer(answer.body)).equals(BYTES.subarray(0, 10))).toBe(true);
  expect(moves).toBe(2);
});

test('a recording whose object is gone is refused, and one deleted meanwhile is not found', async () => {
  const id = await addRecording({ startMs: START_MS });
  await move(id);
  api.objects.contents.clear();
  expect((await get(`/recordings/${id}/media`)).json().code).toBe('TC_RECORDING_FILE_MISSING');
  await api.database.db.deleteFrom('recording').where('id', '=', id).execute();
  expect((await get(`/recordings/${id}/media`)).json().code).toBe('TC_RECORDING_NOT_FOUND');
});

test('a recording of another node comes from its media address, with our token', async () => {
  const id = await addRecording({ startMs: START_MS, nodeId: 'node-b' });
  const media = (await createRecordingRepository(api.database.db).findMedia(parseRecordingId(id)!, EVERYTHING))!;
  const source = sourceOf('node-a');
  const away = { code: 'TC_RECORDING_NODE_AWAY' };
  await expect(source.open(media, { start: 0, end: 9 }, SIGNAL)).rejects.toMatchObject(away);
  const asked: { url: string | undefined; headers: IncomingHttpHeaders }[] = [];
  let status = 206;
  const server: Server = createServer(({ url, headers }, response) => {
    asked.push({ url, headers });
    response.writeHead(status, { 'content-length': 300 }).end(BYTES.subarray(500, 800));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await api.database.db
    .insertInto('ingest_worker')
    .values(
      ['http://127.0.0.1:9', `http://127.0.0.1:${port}`].map((media_address, slot) => ({
        ...{ id: crypto.randomUUID(), node_id: 'node-b', slot, live_endpoint: 'unix:/x', media_address, capacity: 1 },
        heartbeat_at: new Date(NOW_MS - slot),
      })),
    )
    .execute();
  try {
    const body = await source.open(media, { start: 500, end: 799 }, SIGNAL);
    expect((await buffer(body!)).equals(BYTES.subarray(500, 800))).toBe(true);
    expect(asked).toMatchObject([
      { url: `/recordings/${media.path}`, headers: { authorization: 'Bearer token', range: 'bytes=500-799' } },
    ]);
    expect(await source.open(media, { start: 0, end: 9 }, SIGNAL)).toBeNull();
    status = 404;
    expect(await source.open(media, { start: 500, end: 799 }, SIGNAL)).toBeNull();
    status = 401;
    await expect(source.open(media, { start: 500, end: 799 }, SIGNAL)).rejects.toMatchObject(away);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await api.database.db.deleteFrom('ingest_worker').execute();
  }
});

test('a player is told when the sound begins or ends', async () => {
  await addRecording({ startMs: START_MS });
  await addRecording({ startMs: START_MS + 2500, audioCodec: 'mp4a.40.2' });
  await addRecording({ startMs: START_MS + 5000, audioCodec: 'mp4a.40.2' });
  const answer = await get('/cameras/gate-car/playback.m3u8', START_MS, START_MS + 8000);
  expect(answer.body.match(/#EXT-X-DISCONTINUITY/g)).toHaveLength(1);
  expect(answer.body.match(/#EXT-X-MAP/g)).toHaveLength(3);
});
