import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseCameraId, parseRecordingId } from '@thapcanh/core/ids';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { ANONYMOUS } from '../identity/access.ts';
import { NOW_MS, startTestApi, type TestApi } from '../testing/test-api.fixture.ts';
import { createRecordingRepository } from './recording.repository.ts';
import { createRecordingService } from './recording.service.ts';

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
    })
    .execute();
  return id;
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
    recordingsDir: api.dir,
    clock: api.clock,
  });
  const camera = parseCameraId('gate-car')!;
  const period = { from: new Date(START_MS).toISOString(), to: new Date(NOW_MS).toISOString() };
  const refused = { code: 'TC_SESSION_REQUIRED' };
  await expect(service.timeline(ANONYMOUS, camera, period)).rejects.toMatchObject(refused);
  await expect(service.playlist(ANONYMOUS, camera, period)).rejects.toMatchObject(refused);
  const id = parseRecordingId(crypto.randomUUID())!;
  await expect(service.media(ANONYMOUS, id, undefined)).rejects.toMatchObject(refused);
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
      { startedAt: at(START_MS + 62_500), endedAt: at(NOW_MS - 10_000) },
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
