import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { NOW_MS, startTestApi, type TestApi } from '../testing/test-api.fixture.ts';

let api: TestApi;
let operator: string;
let lead: string;
let auditedBefore = 0;

beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api?.close());
beforeEach(async () => {
  await api.reset();
  const newest = api.database.db.selectFrom('audit_head').select('id');
  auditedBefore = (await newest.executeTakeFirstOrThrow()).id;
  await api.addUser('truc-ban', 'operator');
  await api.addUser('truong-ca', 'shift-lead');
  await api.database.db
    .insertInto('camera')
    .values({ id: 'gate', name: 'Cổng', search_key: 'cong', main_url: 'rtsp://10.0.0.1/' })
    .execute();
  operator = await api.login('truc-ban');
  lead = await api.login('truong-ca');
});

const post = (path: string, payload: object, as = operator, headers: Record<string, string> = {}) =>
  api.call({ method: 'POST', url: `/api/v1${path}`, as, payload, headers });
const get = async (path: string, as = operator) =>
  (await api.call({ method: 'GET', url: `/api/v1${path}`, as })).json();
const raise = async (more: object = {}): Promise<string> => {
  const answer = await post('/alarms', { kind: 'bao-chay.khoi', title: 'Khói tầng 2', cameraId: 'gate', ...more });
  expect(answer.statusCode).toBe(201);
  return answer.json().id;
};
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
    .filter((kind) => kind.startsWith('alarm.'));

test.each([
  [{ kind: 'camera.offline', title: 'Giả' }, 422, 'TC_ALARM_KIND_INVALID'],
  [{ kind: 'a.b', title: '   ' }, 422, 'TC_ALARM_KIND_INVALID'],
  [{ kind: 'A B', title: 'x' }, 400, 'TC_REQUEST_INVALID'],
  [{ kind: 'a.b', title: 'x', severity: 5 }, 400, 'TC_REQUEST_INVALID'],
  [{ kind: 'a.b', title: 'x', cameraId: 'nowhere' }, 404, 'TC_CAMERA_NOT_FOUND'],
])('the alarm %j of another system is refused', async (payload, status, code) => {
  expect((await post('/alarms', payload)).json()).toMatchObject({ status, code });
  expect(await get('/alarms?state=all')).toMatchObject({ items: [] });
});

test('the same key with the same body makes nothing twice, with another body it is refused', async () => {
  const body = { kind: 'bao-chay.khoi', title: 'Khói tầng 2', cameraId: 'gate' };
  const headers = { 'idempotency-key': 'panel-1-4711' };
  const first = await post('/alarms', body, operator, headers);
  const again = await post('/alarms', body, operator, headers);
  expect([first.statusCode, again.statusCode]).toEqual([201, 200]);
  expect(again.json()).toMatchObject({ id: first.json().id, count: 1 });
  const other = await post('/alarms', { ...body, title: 'Khác' }, operator, headers);
  expect(other.json()).toMatchObject({ status: 422, code: 'TC_IDEMPOTENCY_CONFLICT' });
  // Another caller's keys are their own.
  expect((await post('/alarms', body, lead, headers)).json()).toMatchObject({ id: first.json().id, count: 2 });
});

test('an alarm of the future is dated now', async () => {
  await raise({ at: '2031-01-01T00:00:00Z' });
  expect((await get('/alarms')).items[0].lastAt).toBe(new Date(NOW_MS).toISOString());
});

test('what was done cannot be done again, and who did it stands in the history and the audit log', async () => {
  const id = await raise();
  expect((await post(`/alarms/${id}/acknowledge`, { note: 'Đang gọi' })).json()).toMatchObject({
    state: 'acknowledged',
    acknowledgedBy: 'truc-ban',
  });
  expect((await post(`/alarms/${id}/acknowledge`, {}, lead)).json()).toMatchObject({ code: 'TC_ALARM_STATE' });
  expect((await post(`/alarms/${id}/escalate`, {})).json()).toMatchObject({ severity: 3, escalatedBy: 'truc-ban' });
  expect((await get('/alarms?isEscalated=true', lead)).items).toHaveLength(1);
  expect((await post(`/alarms/${id}/close`, {}, lead)).json()).toMatchObject({
    state: 'closed',
    closedBy: 'truong-ca',
  });
  expect((await post(`/alarms/${id}/close`, {})).json()).toMatchObject({ status: 409, code: 'TC_ALARM_STATE' });
  const { events } = await get(`/alarms/${id}`);
  expect(events.map(({ kind, by, note }: Record<string, string>) => [kind, by, note])).toEqual([
    ['raised', null, null],
    ['acknowledged', 'truc-ban', 'Đang gọi'],
    ['escalated', 'truc-ban', null],
    ['closed', 'truong-ca', null],
  ]);
  expect(await audited()).toEqual(['alarm.raised', 'alarm.acknowledged', 'alarm.escalated', 'alarm.closed']);
});

test('unread is each person’s own, and a repeat makes it unread again', async () => {
  const id = await raise();
  expect(await get('/alarms/summary')).toMatchObject({ open: 1, unread: 1, highestUnread: 2 });
  await post('/alarms/read', { ids: [id] });
  expect(await get('/alarms/summary')).toMatchObject({ open: 1, unread: 0, highestUnread: null });
  expect(await get('/alarms/summary', lead)).toMatchObject({ unread: 1 });
  api.clock.advance(5_000);
  await raise();
  expect(await get('/alarms/summary')).toMatchObject({ open: 1, unread: 1 });
  await post('/alarms/read', {});
  expect((await get('/alarms')).items).toMatchObject([{ id, count: 2, isUnread: false }]);
});

test.each([
  [{ untilS: 60, reason: 'Bảo trì' }, 'TC_MUTE_INVALID'],
  [{ cameraId: 'gate', untilS: -60, reason: 'Bảo trì' }, 'TC_MUTE_INVALID'],
  [{ cameraId: 'gate', untilS: 40 * 86_400, reason: 'Bảo trì' }, 'TC_MUTE_INVALID'],
  [{ cameraId: 'gate', untilS: 60, reason: '   ' }, 'TC_REASON_REQUIRED'],
  [{ cameraId: 'nowhere', untilS: 60, reason: 'Bảo trì' }, 'TC_CAMERA_NOT_FOUND'],
])('the mute %j is refused', async ({ untilS, ...mute }, code) => {
  const until = new Date(NOW_MS + (untilS as number) * 1_000).toISOString();
  expect((await post('/alarm-mutes', { ...mute, until })).json()).toMatchObject({ code });
});

test('a mute takes open alarms of its camera away, keeps others from coming up, and ends when a person says so', async () => {
  await raise();
  const until = new Date(NOW_MS + 3_600_000).toISOString();
  const mute = (await post('/alarm-mutes', { cameraId: 'gate', until, reason: 'Sửa cột' })).json();
  expect((await get('/alarms')).items).toEqual([]);
  await post('/alarms', { kind: 'bao-chay.khoi', title: 'Khói', cameraId: 'gate' });
  expect((await get('/alarms')).items).toEqual([]);
  expect((await get('/alarm-mutes')).items).toMatchObject([{ id: mute.id, reason: 'Sửa cột', suppressed: 1 }]);
  expect((await post(`/alarm-mutes/${mute.id}/end`, {})).statusCode).toBe(204);
  expect((await post(`/alarm-mutes/${mute.id}/end`, {})).json()).toMatchObject({ code: 'TC_MUTE_NOT_FOUND' });
  await raise();
  expect((await get('/alarms')).items).toHaveLength(1);
  expect(await audited()).toEqual(['alarm.raised', 'alarm.muted', 'alarm.raised', 'alarm.unmuted', 'alarm.raised']);
});

test('pages follow one another without a gap, and a made-up cursor is refused', async () => {
  for (let n = 0; n < 5; n++) {
    api.clock.advance(1_000);
    await raise({ subject: `s${n}` });
  }
  const seen: string[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const page: { items: { id: string }[]; next: string | null } = await get(
      `/alarms?limit=2${cursor && `&cursor=${cursor}`}`,
    );
    seen.push(...page.items.map(({ id }) => id));
    cursor = page.next;
  }
  expect(new Set(seen).size).toBe(5);
  expect(await get('/alarms?cursor=eA')).toMatchObject({ code: 'TC_CURSOR_INVALID' });
});
