import { PURPOSES } from '@thapcanh/core/people/purpose';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { NOW_MS, startTestApi, type TestApi } from '../testing/test-api.fixture.ts';
import { distanceM } from './nearest-cameras.ts';

let api: TestApi;
let operator: string;
let lead: string;
let auditedBefore = 0;

const HERE = { latitude: 10.7, longitude: 105.12 };
const METRES_A_DEGREE = 111_195;

beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api?.close());
beforeEach(async () => {
  await api.reset();
  await sql`truncate incident, control_room, shift_log_entry cascade`.execute(api.database.db);
  const head = await api.database.db.selectFrom('audit_head').select('id').executeTakeFirstOrThrow();
  auditedBefore = head.id;
  await api.addUser('truc-ban', 'operator');
  await api.addUser('truong-ca', 'shift-lead');
  await addCamera('gate', 0);
  operator = await api.login('truc-ban');
  lead = await api.login('truong-ca');
});

const addCamera = (id: string, northM: number | null, more: object = {}) =>
  api.database.db
    .insertInto('camera')
    .values({
      ...{ id, name: `Camera ${id}`, search_key: id, main_url: 'rtsp://10.0.0.1/' },
      ...(northM !== null && { latitude: HERE.latitude + northM / METRES_A_DEGREE, longitude: HERE.longitude }),
      ...more,
    })
    .execute();
const send = (
  method: 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  payload?: object,
  as = operator,
  headers = {},
) => api.call({ method, url: `/api/v1${path}`, as, headers, ...(payload && { payload }) });
const get = async (path: string, as = operator) =>
  (await api.call({ method: 'GET', url: `/api/v1${path}`, as })).json();
const create = async (body: object = { cameraId: 'gate' }, as = operator) => {
  const answer = await send('POST', '/incidents', body, as);
  expect(answer.statusCode).toBe(201);
  return answer.json();
};
const move = async (id: string, to: string, note?: string, as = operator) =>
  (await send('POST', `/incidents/${id}/state`, { to, ...(note && { note }) }, as)).json();
const audited = async () =>
  (
    await api.database.db
      .selectFrom('audit_entry')
      .select('kind')
      .where('id', '>', auditedBefore)
      .orderBy('id')
      .execute()
  )
    .map(({ kind }) => kind)
    .filter((kind) => kind.startsWith('incident.') || kind.startsWith('hold'));

test.each([
  [{ cameraId: 'nowhere' }, 404, 'TC_CAMERA_NOT_FOUND'],
  [{ alarmId: '00000000-0000-4000-8000-000000000000' }, 404, 'TC_ALARM_NOT_FOUND'],
  [{ latitude: 10 }, 422, 'TC_INCIDENT_INVALID'],
  [{ kind: 'party' }, 400, 'TC_REQUEST_INVALID'],
  [{ severity: 0 }, 400, 'TC_REQUEST_INVALID'],
])('an incident of %j is refused', async (body, status, code) => {
  expect((await send('POST', '/incidents', body)).json()).toMatchObject({ status, code });
  expect((await get('/incidents?state=all')).items).toEqual([]);
  expect(await audited()).toEqual([]);
});

test('the camera itself comes first, then the nearest eight within half a kilometre, and all are held in the same moment', async () => {
  for (let n = 1; n <= 10; n++) await addCamera(`near-${n}`, n * 40);
  await addCamera('far', 700);
  await addCamera('unplaced', null);
  await addCamera('off', 5, { is_enabled: false });
  const at = new Date(NOW_MS - 60_000).toISOString();
  const incident = await create({ cameraId: 'gate', at, kind: 'accident', title: 'Va chạm' });
  const order = ['gate', ...Array.from({ length: 8 }, (_, n) => `near-${n + 1}`)];
  expect(incident.cameraIds).toEqual(order);
  expect(incident.cameras[2]).toMatchObject({ distanceM: 80 });
  const holds = await api.database.db.selectFrom('recording_hold').selectAll().execute();
  expect(holds).toHaveLength(9);
  for (const hold of holds) {
    expect([hold.from_at.getTime(), hold.to_at.getTime()]).toEqual([NOW_MS - 360_000, NOW_MS + 240_000]);
    expect(hold.reason).toBe(`Vụ việc #${incident.number}: Va chạm`);
  }
  expect(await audited()).toEqual([...Array(9).fill('hold-placed'), 'incident.created']);
});

test('the same key makes one incident, and one of the future is dated now', async () => {
  const body = { cameraId: 'gate', at: '2031-01-01T00:00:00Z' };
  const headers = { 'idempotency-key': 'k1' };
  const first = await send('POST', '/incidents', body, operator, headers);
  const again = await send('POST', '/incidents', body, operator, headers);
  expect([first.statusCode, again.statusCode]).toEqual([201, 200]);
  expect(again.json().id).toBe(first.json().id);
  expect(first.json().occurredAt).toBe(new Date(NOW_MS).toISOString());
  expect(await api.database.db.selectFrom('recording_hold').select('id').execute()).toHaveLength(1);
});

test('an alarm gives camera, time, gravity and title, and is acknowledged with it', async () => {
  const id = crypto.randomUUID();
  const at = new Date(NOW_MS - 90_000);
  await api.database.db
    .insertInto('alarm')
    .values({ id, kind: 'device.tamper', severity: 3, camera_id: 'gate', first_at: at, last_at: at })
    .execute();
  const incident = await create({ alarmId: id });
  expect(incident).toMatchObject({
    source: 'alarm',
    sourceRef: id,
    severity: 3,
    title: 'Camera báo bị che, xoay hoặc phá',
    occurredAt: at.toISOString(),
    cameraIds: ['gate'],
    alarmIds: [id],
  });
  expect((await get(`/alarms/${id}`)).alarm).toMatchObject({ state: 'acknowledged', incidentId: incident.id });
});

test.each(['new', 'dispatched', 'on-scene', 'resolved'])('a new incident does not go to %s', async (to) => {
  const { id } = await create();
  expect(await move(id, to)).toMatchObject({ status: 409, code: 'TC_INCIDENT_STEP_INVALID' });
});

test('a way back is refused to an operator and without a reason, and kept with who went it', async () => {
  const { id } = await create();
  await move(id, 'verified');
  expect(await move(id, 'new', 'Nhầm')).toMatchObject({ code: 'TC_INCIDENT_STEP_INVALID' });
  expect(await move(id, 'new', undefined, lead)).toMatchObject({ code: 'TC_REASON_REQUIRED' });
  const back = await move(id, 'new', 'Xem lại hình', lead);
  expect(back).toMatchObject({ state: 'new', times: { verifyS: 0 } });
  expect(back.events.at(-1)).toMatchObject({
    kind: 'state',
    author: 'truong-ca',
    text: 'Xem lại hình',
    details: { from: 'verified', to: 'new' },
  });
  expect(await move(id, 'closed')).toMatchObject({ code: 'TC_REASON_REQUIRED' });
  expect(await move(id, 'closed', 'Báo nhầm')).toMatchObject({ state: 'closed' });
});

test('the way from new to closed leaves its times, and the first ones stand', async () => {
  const { id } = await create();
  const waits = { verified: 20, dispatched: 40, 'on-scene': 300, resolved: 900, closed: 60 };
  for (const [to, seconds] of Object.entries(waits)) {
    api.clock.advance(seconds * 1_000);
    expect(await move(id, to)).toMatchObject({ state: to });
  }
  expect(await get(`/incidents/${id}`)).toMatchObject({
    state: 'closed',
    times: { verifyS: 20, dispatchS: 60, arriveS: 360, resolveS: 1_260 },
    nextStates: [],
  });
  expect((await get('/incidents')).items).toEqual([]);
  expect((await get('/incidents?state=closed')).items).toHaveLength(1);
});

test('an edit of an old version is refused, and search finds title, place and number without diacritics', async () => {
  const incident = await create({ cameraId: 'gate', title: 'Đua xe', place: 'Bờ hồ' });
  const edit = (version: number, body: object) =>
    send('PATCH', `/incidents/${incident.id}`, body, operator, { 'if-match': `"${version}"` });
  expect((await edit(incident.version, { title: 'Đua xe máy', severity: 4 })).json()).toMatchObject({ severity: 4 });
  expect((await edit(incident.version, { title: 'x' })).json()).toMatchObject({ code: 'TC_VERSION_CONFLICT' });
  expect((await edit(incident.version + 1, { title: '  ' })).json()).toMatchObject({ code: 'TC_INCIDENT_INVALID' });
  for (const q of ['dua xe may', 'bo ho', `${incident.number}`, `%23${incident.number}`]) {
    expect((await get(`/incidents?q=${q}`)).items).toHaveLength(1);
  }
  for (const q of ['100%25', '_', '999999']) expect((await get(`/incidents?q=${q}`)).items).toHaveLength(0);
});

test('a tenth camera is refused; one that is taken away stays held', async () => {
  const { id } = await create();
  for (let n = 1; n <= 9; n++) await addCamera(`later-${n}`, null);
  const add = async (cameraId: string) => (await send('POST', `/incidents/${id}/cameras`, { cameraId })).json();
  expect(await add('nowhere')).toMatchObject({ code: 'TC_CAMERA_NOT_FOUND' });
  for (let n = 1; n <= 8; n++) expect((await add(`later-${n}`)).cameraIds).toHaveLength(n + 1);
  expect((await add('later-1')).cameraIds).toHaveLength(9);
  expect(await add('later-9')).toMatchObject({ code: 'TC_INCIDENT_CAMERA_LIMIT' });
  expect((await send('DELETE', `/incidents/${id}/cameras/gate`)).statusCode).toBe(204);
  expect((await send('DELETE', `/incidents/${id}/cameras/gate`)).json()).toMatchObject({ code: 'TC_CAMERA_NOT_FOUND' });
  expect((await get(`/incidents/${id}`)).cameraIds).not.toContain('gate');
  const held = api.database.db.selectFrom('recording_hold').select('id').where('released_at', 'is', null);
  expect(await held.execute()).toHaveLength(9);
});

test('whoever was sent sees the incident although its cameras are out of their reach, and only they acknowledge', async () => {
  const { db } = api.database;
  const officerId = await api.addUser('can-bo', null);
  const grant = crypto.randomUUID();
  await db
    .insertInto('access_grant')
    .values({ id: grant, user_id: officerId, role: 'ward-officer', is_everything: false, purposes: [...PURPOSES] })
    .execute();
  const officer = await api.login('can-bo');
  const teamId = crypto.randomUUID();
  await db.insertInto('team').values({ id: teamId, name: 'Tổ 1', name_key: 'to 1' }).execute();
  await db.insertInto('team_member').values({ team_id: teamId, user_id: officerId }).execute();
  const { id } = await create();
  const assign = async (body: object) => (await send('POST', `/incidents/${id}/assignments`, body)).json();
  expect(await assign({})).toMatchObject({ code: 'TC_UNIT_NOT_FOUND' });
  expect(await assign({ teamId, userId: officerId })).toMatchObject({ code: 'TC_UNIT_NOT_FOUND' });
  // Nothing was granted to the team: nobody in it could read the incident as its member.
  expect(await assign({ teamId })).toMatchObject({ code: 'TC_UNIT_NOT_FOUND' });
  expect(await get(`/incidents/${id}`, officer)).toMatchObject({ code: 'TC_INCIDENT_NOT_FOUND' });
  const { assignments } = await assign({ userId: officerId });
  expect(assignments).toMatchObject([{ name: 'can-bo', acknowledgedAt: null, isMine: false }]);
  const path = `/incidents/${id}/assignments/${assignments[0].id}`;
  expect((await send('POST', `${path}/acknowledge`)).json()).toMatchObject({ code: 'TC_ASSIGNMENT_NOT_FOUND' });
  expect((await get('/incidents?isMine=true', officer)).items).toMatchObject([{ id, cameraIds: [], isUnread: true }]);
  expect((await send('POST', `${path}/acknowledge`, undefined, officer)).json()).toMatchObject({
    assignments: [{ acknowledgedBy: 'can-bo', isMine: true }],
  });
  expect((await send('DELETE', path)).statusCode).toBe(204);
  expect(await get(`/incidents/${id}`, officer)).toMatchObject({ code: 'TC_INCIDENT_NOT_FOUND' });
});

test('an item that its kind does not have is refused; a ticked one says who and when, and can be taken back', async () => {
  const { id } = await create({ cameraId: 'gate', kind: 'fire' });
  const check = async (item: string, isDone: boolean) =>
    (await send('PUT', `/incidents/${id}/checklist/${item}`, { isDone, note: 'Đã gọi' })).json();
  expect(await check('no-chase', true)).toMatchObject({ code: 'TC_CHECK_ITEM_NOT_FOUND' });
  const done = (await check('call-114', true)).checklist[0];
  expect(done).toMatchObject({ item: 'call-114', doneBy: 'truc-ban', note: 'Đã gọi' });
  expect((await check('call-114', false)).checklist[0]).toMatchObject({ doneAt: null, doneBy: null });
});

test('a duplicate takes its cameras and alarms along, is closed, and refuses every change afterwards', async () => {
  await addCamera('other', null);
  const alarmId = crypto.randomUUID();
  const at = new Date(NOW_MS);
  await api.database.db
    .insertInto('alarm')
    .values({ id: alarmId, kind: 'device.input', severity: 2, camera_id: 'other', first_at: at, last_at: at })
    .execute();
  const main = await create({ cameraId: 'gate', title: 'Chính' });
  const double = await create({ alarmId });
  const merge = async (id: string, into: string) => (await send('POST', `/incidents/${id}/merge`, { into })).json();
  expect(await merge(main.id, main.id)).toMatchObject({ code: 'TC_INCIDENT_MERGE_INVALID' });
  expect(await merge(double.id, main.id)).toMatchObject({
    id: main.id,
    cameraIds: ['gate', 'other'],
    alarmIds: [alarmId],
    merged: [{ id: double.id, number: double.number }],
  });
  expect(await get(`/incidents/${double.id}`)).toMatchObject({ state: 'closed', mergedInto: main.id, nextStates: [] });
  expect(await move(double.id, 'new', 'Mở lại', lead)).toMatchObject({ code: 'TC_INCIDENT_MERGED' });
  expect(await merge(double.id, main.id)).toMatchObject({ code: 'TC_INCIDENT_MERGED' });
});

test('two that merge each into the other do not wait for one another', async () => {
  const [a, b] = [await create(), await create()];
  const answers = await Promise.all([
    send('POST', `/incidents/${a.id}/merge`, { into: b.id }),
    send('POST', `/incidents/${b.id}/merge`, { into: a.id }),
  ]);
  expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 409]);
});

test('a note is unread for others until they read it, and never for its author', async () => {
  const { id } = await create();
  await send('POST', `/incidents/${id}/read`, undefined, lead);
  const at = new Date(NOW_MS - 5_000).toISOString();
  await send('POST', `/incidents/${id}/notes`, { text: 'Xe chạy về hướng cầu', at });
  expect((await get('/incidents', lead)).items).toMatchObject([{ isUnread: true }]);
  expect((await get('/incidents')).items).toMatchObject([{ isUnread: false }]);
  await send('POST', `/incidents/${id}/read`, undefined, lead);
  expect((await get('/incidents', lead)).items).toMatchObject([{ isUnread: false }]);
  expect((await get(`/incidents/${id}`)).events.at(-1)).toMatchObject({ at, author: 'truc-ban' });
  expect(await audited()).toEqual(['hold-placed', 'incident.created', 'incident.changed']);
});

test('listeners hear of every camera of an incident when it is committed', async () => {
  const client = await api.database.pool.connect();
  const heard: unknown[] = [];
  client.on('notification', ({ payload }) => heard.push(JSON.parse(payload ?? '')));
  await client.query('listen tc_live_events');
  await addCamera('near', 30);
  const { id } = await create();
  await client.query('select 1');
  expect(heard).toEqual([
    { type: 'incident.changed', cameraId: 'gate', incidentId: id },
    { type: 'incident.changed', cameraId: 'near', incidentId: id },
  ]);
  client.release(true);
});

test('a degree of latitude is 111 km', () => {
  expect(distanceM(HERE, { ...HERE, latitude: HERE.latitude + 1 })).toBeCloseTo(111_195, -2);
});
