import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { PURPOSES } from '@thapcanh/core/people/purpose';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { registeredRoutes } from '../testing/route-table.fixture.ts';
import { NOW_MS, startTestApi, type TestApi } from '../testing/test-api.fixture.ts';
import { listen } from './listen.ts';

/** Somebody with every permission that one ward can give: what they may not reach is out of its place, not of its kind. */
let as: string;
let api: TestApi;
let port: number;

const FROM = new Date(NOW_MS - 3_600_000).toISOString();
const TO = new Date(NOW_MS - 60_000).toISOString();
const PERIOD = `?from=${FROM}&to=${TO}`;

/** The same things in both wards; `none`: ids of the right form that exist nowhere. */
const PLACES = {
  a: {
    camera: 'cam-a',
    area: 'phuong-a',
    passage: uuid(1),
    recording: uuid(2),
    hold: uuid(3),
    alarm: uuid('a'),
    mute: uuid('1a'),
    incident: uuid('2a'),
    report: uuid('3a'),
    wall: 'wall-a',
  },
  b: {
    camera: 'cam-b',
    area: 'phuong-b',
    passage: uuid(4),
    recording: uuid(5),
    hold: uuid(6),
    alarm: uuid('b'),
    mute: uuid('1b'),
    incident: uuid('2b'),
    report: uuid('3b'),
    wall: 'wall-b',
  },
  none: {
    camera: 'cam-x',
    area: 'phuong-x',
    passage: uuid(7),
    recording: uuid(8),
    hold: uuid(9),
    alarm: uuid('c'),
    mute: uuid('1c'),
    incident: uuid('2c'),
    report: uuid('3c'),
    wall: 'wall-x',
  },
} as const;
type Place = keyof typeof PLACES;

function uuid(digits: number | string): string {
  return `${String(digits).padEnd(8, '0')}-0000-4000-8000-000000000000`;
}

/** What makes a call of the route complete, so that nothing but the id decides. */
const CALLS: Readonly<Record<string, { query?: string; payload?: object | string; headers?: Record<string, string> }>> =
  {
    'DELETE /cameras/:id': {},
    'DELETE /cameras/:id/owner': {},
    'PUT /cameras/:id/owner': {
      payload: { name: 'Chủ nhà', contact: '', agreementNumber: '', validUntil: null },
    },
    'GET /alarms/:id': {},
    'GET /areas/:id': {},
    'GET /cameras/:id': {},
    'GET /cameras/:id/coverage': { query: PERIOD },
    'GET /cameras/:id/findings': {},
    'GET /cameras/:id/live/:stream/:file': {},
    'GET /cameras/:id/picture': { query: `?at=${FROM}` },
    'GET /cameras/:id/playback.m3u8': { query: PERIOD },
    'GET /cameras/:id/ptz/presets': {},
    'GET /cameras/:id/recordings': { query: PERIOD },
    'GET /cameras/:id/snapshot': {},
    'GET /incidents/:id': {},
    'GET /reports/:id': {},
    'GET /reports/:id/photo': {},
    'GET /reports/:id/result': {},
    'POST /reports/:id/incident': {},
    'POST /reports/:id/steps': { payload: { to: 'accepted', version: 1 } },
    'PUT /reports/:id/result': {},
    'GET /cameras/:id/marks': {},
    'GET /walls/:id': {},
    'GET /incidents/:id/minutes.pdf': {},
    'GET /passages/:id': {},
    'GET /passages/:id/crop': {},
    'GET /passages/:id/scene': {},
    'GET /recordings/:id/media': {},
    'PATCH /cameras/:id': { payload: { name: 'Mới' }, headers: { 'if-match': '"1"' } },
    'POST /alarm-mutes/:id/end': {},
    'POST /alarms/:id/acknowledge': { payload: {} },
    'POST /alarms/:id/close': { payload: {} },
    'POST /alarms/:id/escalate': { payload: {} },
    'DELETE /incidents/:id/assignments/:assignmentId': {},
    'DELETE /incidents/:id/cameras/:cameraId': {},
    'PATCH /incidents/:id': { payload: { title: 'Mới' }, headers: { 'if-match': '"1"' } },
    'POST /incidents/:id/assignments': { payload: { teamId: uuid(7) } },
    'POST /incidents/:id/assignments/:assignmentId/acknowledge': {},
    'POST /incidents/:id/cameras': { payload: { cameraId: 'cam-a' } },
    'POST /incidents/:id/merge': { payload: { into: uuid('2a') } },
    'POST /incidents/:id/notes': { payload: { text: 'Ghi chú' } },
    'POST /incidents/:id/read': {},
    'POST /incidents/:id/state': { payload: { to: 'verified' } },
    'PUT /incidents/:id/checklist/:item': { payload: { isDone: true } },
    'POST /cameras/:id/live/:stream/whep': { payload: 'v=0', headers: { 'content-type': 'application/sdp' } },
    'POST /cameras/:id/marks': { payload: { kind: 'bookmark', at: FROM } },
    'POST /walls/:id/preset': { payload: { number: 1 } },
    'POST /walls/:id/panels/:panel/push': { payload: { content: { kind: 'map' } } },
    'POST /walls/:id/panels/:panel/lock': { payload: { seconds: 5 } },
    'POST /walls/:id/panels/:panel/return': { payload: {} },
    'POST /cameras/:id/onvif/check': { payload: {} },
    'POST /cameras/:id/onvif/clock': { payload: { mode: 'manual' } },
    'POST /cameras/:id/onvif/gop': { payload: { seconds: 1 } },
    'POST /cameras/:id/ptz/home': {},
    'POST /cameras/:id/ptz/move': { payload: { pan: 1 } },
    'POST /cameras/:id/ptz/preset': { payload: { token: '1' } },
    'POST /cameras/:id/ptz/stop': {},
    'POST /cameras/:id/ptz/lock': { payload: { seconds: 5 } },
    'POST /holds/:id/release': { payload: { reason: 'Xong việc' } },
  };

/**
 * Not about cameras: whoever has no more than a ward is refused as a whole, or has only what is their own, or it is for
 * everybody who holds the token of a report.
 */
const WHOLE = /^\/(users|teams|grants|keys|roles|public|map|operating-areas|camera-groups|sessions)\//;
const OWN = new Set([
  'DELETE /cameras/:id/live/:stream/whep/:session',
  'PATCH /areas/:id',
  'DELETE /areas/:id',
  'PATCH /walls/:id',
  'DELETE /walls/:id',
  'GET /walls/:id/keys',
  'POST /walls/:id/keys',
  'DELETE /walls/:id/keys/:key',
  'PUT /console/layouts/:number',
  'DELETE /console/layouts/:number',
  // Within the scope of its control room: `shift-log.test.ts`.
  'POST /shift-log/:entryId/take',
]);

function addressOf(pattern: string, place: Place): string {
  const ids = PLACES[place];
  return `/api/v1${pattern}`
    .replace('/cameras/:id', `/cameras/${ids.camera}`)
    .replace('/areas/:id', `/areas/${ids.area}`)
    .replace('/passages/:id', `/passages/${ids.passage}`)
    .replace('/recordings/:id', `/recordings/${ids.recording}`)
    .replace('/holds/:id', `/holds/${ids.hold}`)
    .replace('/alarms/:id', `/alarms/${ids.alarm}`)
    .replace('/alarm-mutes/:id', `/alarm-mutes/${ids.mute}`)
    .replace('/incidents/:id', `/incidents/${ids.incident}`)
    .replace('/reports/:id', `/reports/${ids.report}`)
    .replace(':assignmentId', uuid(8))
    .replace(':cameraId', 'cam-a')
    .replace(':item', 'seen')
    .replace('/walls/:id', `/walls/${ids.wall}`)
    .replace(':panel', '1')
    .replace(':stream', 'main')
    .replace(':file', 'index.m3u8');
}

beforeAll(async () => {
  api = await startTestApi({ heartbeatMs: 50, liveSocketTiming: { beatMs: 200, checkMs: 40 } });
  port = await listen(api.app, { host: '127.0.0.1', port: 0 });
  const { db } = api.database;
  await db.insertInto('area').values({ id: 'tinh', kind: 'province', name: 'Tỉnh', search_key: 'tinh' }).execute();
  for (const place of ['a', 'b'] as const) {
    const { camera, area, passage, recording, hold, alarm, mute, incident, report, wall } = PLACES[place];
    await db
      .insertInto('area')
      .values({ id: area, parent_id: 'tinh', kind: 'ward', name: area, search_key: area })
      .execute();
    const row = {
      id: camera,
      name: camera,
      search_key: camera,
      main_url: 'rtsp://10.0.0.1/',
      area_id: area,
      latitude: 10.7,
      longitude: 105.1,
    };
    await db
      .insertInto('camera')
      .values({ ...row, created_at: new Date(NOW_MS - 86_400_000) })
      .execute();
    const panels = [{ number: 1, x: 0, y: 0, width: 1, height: 1, reserve: null }];
    const tiles = [{ panel: 1, content: { kind: 'camera', cameraId: camera } }];
    await db
      .insertInto('wall')
      .values({
        ...{ id: wall, name: wall, search_key: wall, area_id: area, preset: 1 },
        screens: JSON.stringify([{ id: 's1', name: 'S1', layout: '1', panels }]),
        presets: JSON.stringify([{ number: 1, name: 'P1', tiles }]),
      })
      .execute();
    const key = `crop-${place}`;
    const ledger = { key, sha256: Buffer.alloc(32, 1), bytes: 4, content_type: 'image/jpeg' };
    await db.insertInto('object_ledger').values(ledger).execute();
    api.objects.contents.set(key, Buffer.alloc(4));
    const at = new Date(NOW_MS - 600_000);
    await db
      .insertInto('passage')
      .values({
        ...{ id: passage, camera_id: camera, track_key: 't', started_at: at, ended_at: at, best_at: at },
        ...{ object_class: 'car', crop_key: key, scene_key: key },
      })
      .execute();
    const end = new Date(at.getTime() + 60_000);
    await db
      .insertInto('recording')
      .values({
        ...{
          id: recording,
          camera_id: camera,
          started_at: at,
          ended_at: end,
          state: 'finished',
          path: `${camera}.mp4`,
        },
        ...{ bytes: 4, init_bytes: 1, codec: 'avc1.64001f', width: 1, height: 1, fragments: '[]' },
      })
      .execute();
    await db
      .insertInto('recording_hold')
      .values({ id: hold, camera_id: camera, from_at: at, to_at: end, reason: 'Vụ 1' })
      .execute();
    await db
      .insertInto('alarm')
      .values({ id: alarm, kind: 'device.input', severity: 2, camera_id: camera, first_at: at, last_at: at })
      .execute();
    await db
      .insertInto('alarm_mute')
      .values({ id: mute, camera_id: camera, until: new Date(NOW_MS + 3_600_000), reason: 'Bảo trì' })
      .execute();
    await db
      .insertInto('incident')
      .values({ id: incident, kind: 'other', severity: 2, title: 'Vụ việc', occurred_at: at })
      .execute();
    await db.insertInto('incident_camera').values({ incident_id: incident, camera_id: camera, position: 0 }).execute();
    const due = { occurred_at: at, received_at: at, accept_due_at: end, resolve_due_at: end, updated_at: at };
    await db
      .insertInto('citizen_report')
      .values({
        ...{ id: report, token_hash: Buffer.from(report), category: 'other', description: 'Phản ánh', ...due },
        ...{ latitude: 10.7, longitude: 105.1 },
      })
      .execute();
    await db
      .insertInto('citizen_report_camera')
      .values({ report_id: report, camera_id: camera, position: 0, distance_m: 12 })
      .execute();
  }
  const userId = await api.addUser('phuong', null);
  const id = crypto.randomUUID();
  await db
    .insertInto('access_grant')
    .values({ id, user_id: userId, role: 'admin', is_everything: false, purposes: [...PURPOSES] })
    .execute();
  await db.insertInto('access_grant_part').values({ grant_id: id, area_id: 'phuong-a' }).execute();
  as = await api.login('phuong');
});
afterAll(() => api?.close());

const ofRoute = (text: string): [string, string] => {
  const [method = '', pattern = ''] = text.split(' ');
  return [method, pattern];
};

async function ask(route: string, place: Place): Promise<{ status: number; text: string }> {
  const [method, pattern] = ofRoute(route);
  const { query = '', payload, headers = {} } = CALLS[route] ?? {};
  const url = addressOf(pattern, place) + query;
  const answer = await api.call({ method: method as 'GET', url, as, headers, ...(payload && { payload }) });
  const ids = Object.values(PLACES[place]).reduce((text, id) => text.replaceAll(id, '#'), answer.body);
  return { status: answer.statusCode, text: ids.replace(/"traceId":"[^"]*"/, '') };
}

test('every route that takes an id is either tried below or not about cameras', () => {
  const withId = registeredRoutes(api.app)
    .filter(({ method, pattern }) => pattern.includes('/:') && method !== 'HEAD')
    .map(({ method, pattern }) => `${method} ${pattern.replace('/api/v1', '')}`)
    .filter((route) => !WHOLE.test(ofRoute(route)[1]) && !OWN.has(route));
  expect(new Set(withId)).toEqual(new Set(Object.keys(CALLS)));
});

test.each(Object.keys(CALLS))('%s answers an id of another ward as one that does not exist', async (route) => {
  const other = await ask(route, 'b');
  expect(other.status).toBe(404);
  expect(other).toEqual(await ask(route, 'none'));
  // And the ward's own id is not refused for its place; removing it would take it from the tests that follow.
  if (!/^(DELETE|POST \/(holds|alarms|alarm-mutes|incidents))/.test(route)) {
    expect((await ask(route, 'a')).text).not.toMatch(
      /TC_(WALL|CAMERA|AREA|PASSAGE|RECORDING|HOLD|ALARM|MUTE|INCIDENT|REPORT)_NOT_FOUND/,
    );
  }
});

test.each([
  ['/cameras', 'cam-a'],
  ['/areas', 'phuong-a'],
  ['/walls', 'wall-a'],
  ['/passages', PLACES.a.passage],
  ['/passages?cameraId=cam-b', null],
  ['/reports', PLACES.a.report],
  ['/cameras.geojson', 'cam-a'],
  ['/cameras/health', 'cam-a'],
  ['/cameras/export.csv', 'cam-a'],
  ['/holds', PLACES.a.hold],
  ['/holds?cameraId=cam-b', null],
  ['/alarms', PLACES.a.alarm],
  ['/alarms?state=all&cameraId=cam-b', null],
  ['/alarm-mutes', PLACES.a.mute],
  ['/incidents?state=all', PLACES.a.incident],
  [`/coverage?day=${FROM.slice(0, 10)}`, 'cam-a'],
])('the list %s holds nothing of another ward', async (path, own) => {
  const answer = await api.call({ method: 'GET', url: `/api/v1${path}`, as });
  expect(answer.statusCode).toBe(200);
  if (own !== null) expect(answer.body).toContain(own);
  for (const id of Object.values(PLACES.b)) expect(answer.body).not.toContain(id);
});

test('a hold cannot be put on a camera of another ward', async () => {
  const payload = { cameraId: 'cam-b', from: FROM, to: TO, reason: 'Vụ 2' };
  const answer = await api.call({ method: 'POST', url: '/api/v1/holds', as, payload });
  expect(answer.json()).toMatchObject({ status: 404, code: 'TC_CAMERA_NOT_FOUND' });
});

test.each([
  ['/alarms', { kind: 'khac.bao-chay', title: 'Báo cháy', cameraId: 'cam-b' }],
  ['/alarms', { kind: 'khac.bao-chay', title: 'Báo cháy' }],
  ['/incidents', { cameraId: 'cam-b' }],
  ['/alarm-mutes', { cameraId: 'cam-b', until: new Date(NOW_MS + 60_000).toISOString(), reason: 'Bảo trì' }],
  ['/alarm-mutes', { kind: 'device.input', until: new Date(NOW_MS + 60_000).toISOString(), reason: 'Bảo trì' }],
])('POST %s of %j reaches nothing beyond the ward', async (path, payload) => {
  const answer = await api.call({ method: 'POST', url: `/api/v1${path}`, as, payload });
  expect(answer.json()).toMatchObject({ status: 404, code: 'TC_CAMERA_NOT_FOUND' });
});

test('live events tell nothing of another ward', async () => {
  const outgoing = request(`http://127.0.0.1:${port}/api/v1/events`, { headers: { cookie: as } });
  outgoing.end();
  const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
  let text = '';
  response.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  const recordingId = uuid(1);
  for (const cameraId of ['cam-b', 'cam-x', 'cam-a']) {
    api.emit({ type: 'camera.changed', cameraId });
    api.emit({ type: 'recording.finished', cameraId, recordingId });
    api.emit({ type: 'passage.created', cameraId, passageId: recordingId });
  }
  await vi.waitFor(() => expect(text.match(/cam-a/g)).toHaveLength(3));
  expect(text).not.toMatch(/cam-b|cam-x/);
  response.destroy();
});

test('a live wall shows a camera of another ward as one that does not exist, and a tile ends when its camera moves away', async () => {
  const origin = `http://127.0.0.1:${port}`;
  const socket = new WebSocket(`ws://127.0.0.1:${port}/api/v1/live/socket`, { headers: { cookie: as, origin } });
  const notices: { tile: number; state: string }[] = [];
  socket.on('message', (data) => {
    const { op, tile, state } = JSON.parse(String(data));
    if (op === 'tile') notices.push({ tile, state });
  });
  await once(socket, 'open');
  for (const [tile, cameraId] of ['cam-a', 'cam-b', 'cam-x'].entries()) {
    socket.send(JSON.stringify({ op: 'open', tile, cameraId, stream: 'sub' }));
  }
  const of = (tile: number) => notices.filter((notice) => notice.tile === tile).map(({ state }) => state);
  await vi.waitFor(() => expect(of(2)).toEqual(['not-found']));
  expect(of(1)).toEqual(['not-found']);
  await vi.waitFor(() => expect(of(0)).toContain('opening'));
  expect(of(0)).not.toContain('not-found');
  await api.database.db.updateTable('camera').set({ area_id: 'phuong-b' }).where('id', '=', 'cam-a').execute();
  api.clock.advance(1_000);
  await vi.waitFor(() => expect(of(0).at(-1)).toBe('not-found'));
  socket.terminate();
});

test('whoever adds a camera to a ward does not learn which ids other wards have', async () => {
  const add = (payload: object) =>
    api.call({
      ...{ method: 'POST', url: '/api/v1/cameras', as },
      payload: { mainUrl: 'rtsp://10.0.0.9/a', profile: 'none', areaId: 'phuong-a', ...payload },
    });
  const refusal = async (id: string) => {
    const answer = await add({ name: 'x', id });
    expect(answer.statusCode).toBe(422);
    return answer.json().messages.vi;
  };
  expect(await refusal('cam-b')).toBe(await refusal('cam-x'));
  const free = (await add({ name: 'Cam X' })).json().id;
  const taken = (await add({ name: 'Cam B' })).json().id;
  expect(free).toMatch(/^cam-x-[0-9a-f]{8}$/);
  expect(taken).toMatch(/^cam-b-[0-9a-f]{8}$/);
});
