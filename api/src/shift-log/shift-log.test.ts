import { PURPOSES } from '@thapcanh/core/people/purpose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { NOW_MS, startTestApi, type TestApi } from '../testing/test-api.fixture.ts';

let api: TestApi;
let day: string;
let night: string;
let ward: string;

beforeAll(async () => {
  api = await startTestApi();
  const { db } = api.database;
  await api.addUser('ca-ngay', 'operator');
  await api.addUser('ca-dem', 'operator');
  const wardId = await api.addUser('phuong', null);
  await db.insertInto('area').values({ id: 'tinh', kind: 'province', name: 'Tỉnh', search_key: 'tinh' }).execute();
  for (const id of ['phuong-a', 'phuong-b']) {
    await db.insertInto('area').values({ id, parent_id: 'tinh', kind: 'ward', name: id, search_key: id }).execute();
    await db
      .insertInto('control_room')
      .values({ id: `phong-${id}`, name: id, area_id: id })
      .execute();
  }
  await db.insertInto('control_room').values({ id: 'phong-tinh', name: 'Tỉnh', area_id: 'tinh' }).execute();
  const grant = crypto.randomUUID();
  await db
    .insertInto('access_grant')
    .values({ id: grant, user_id: wardId, role: 'ward-officer', is_everything: false, purposes: [...PURPOSES] })
    .execute();
  await db.insertInto('access_grant_part').values({ grant_id: grant, area_id: 'phuong-a' }).execute();
  day = await api.login('ca-ngay');
  night = await api.login('ca-dem');
  ward = await api.login('phuong');
});
afterAll(() => api?.close());

const post = (path: string, payload: object, as: string) =>
  api.call({ method: 'POST', url: `/api/v1${path}`, as, payload });
const get = async (path: string, as: string) => (await api.call({ method: 'GET', url: `/api/v1${path}`, as })).json();
const write = async (text: string, kind: 'note' | 'hand-over', as = day, roomId = 'trung-tam') =>
  (await post('/shift-log', { roomId, kind, text }, as)).json();

test('a ward reads and writes in its own room only, not in another’s, nor in that of the province or the platform', async () => {
  expect((await get('/control-rooms', ward)).items.map(({ id }: { id: string }) => id)).toEqual(['phong-phuong-a']);
  for (const roomId of ['phong-phuong-b', 'phong-tinh', 'trung-tam', 'khong-co']) {
    expect(await get(`/shift-log?roomId=${roomId}`, ward)).toMatchObject({ code: 'TC_ROOM_NOT_FOUND' });
    expect(await write('x', 'note', ward, roomId)).toMatchObject({ code: 'TC_ROOM_NOT_FOUND' });
    expect((await post('/shift-log/read', { roomId }, ward)).json()).toMatchObject({ code: 'TC_ROOM_NOT_FOUND' });
  }
  expect(await write('Đêm yên tĩnh', 'note', ward, 'phong-phuong-a')).toMatchObject({ author: 'phuong' });
});

test('an empty entry is refused, and a room only an administrator adds', async () => {
  expect(await write('   ', 'note')).toMatchObject({ code: 'TC_REQUEST_INVALID' });
  expect((await post('/control-rooms', { id: 'moi', name: 'Mới' }, day)).json()).toMatchObject({
    code: 'TC_ACCESS_DENIED',
  });
  await api.addUser('quan-tri', 'admin');
  const admin = await api.login('quan-tri');
  expect((await post('/control-rooms', { id: 'moi', name: 'Mới' }, admin)).statusCode).toBe(201);
  expect((await post('/control-rooms', { id: 'moi', name: 'Mới' }, admin)).json()).toMatchObject({
    code: 'TC_ROOM_ID_TAKEN',
  });
  const lost = { id: 'lac', name: 'Lạc', areaId: 'khong-co' };
  expect((await post('/control-rooms', lost, admin)).json()).toMatchObject({ code: 'TC_AREA_NOT_FOUND' });
});

test('a hand-over keeps what is open, is unread for the next shift, and is taken once, by somebody else', async () => {
  const { db } = api.database;
  const at = new Date(NOW_MS);
  const alarm = { severity: 2 as const, first_at: at, last_at: at };
  await db
    .insertInto('alarm')
    .values([
      { id: crypto.randomUUID(), kind: 'device.input', ...alarm },
      { id: crypto.randomUUID(), kind: 'device.tamper', ...alarm, state: 'closed' },
    ])
    .execute();
  await db
    .insertInto('incident')
    .values({ id: crypto.randomUUID(), kind: 'fire', severity: 4, title: 'Cháy chợ', occurred_at: at })
    .execute();
  const entry = await write('Còn vụ cháy chợ', 'hand-over');
  expect(entry).toMatchObject({ openAlarms: [{ kind: 'device.input' }], openIncidents: [{ title: 'Cháy chợ' }] });
  const unreadOf = async (as: string) =>
    (await get('/control-rooms', as)).items.find(({ id }: { id: string }) => id === 'trung-tam').unread;
  expect([await unreadOf(day), await unreadOf(night)]).toEqual([0, 1]);
  const path = `/shift-log/${entry.id}/take`;
  expect((await post(path, {}, day)).json()).toMatchObject({ code: 'TC_HAND_OVER_NOT_FOUND' });
  expect((await post(path, {}, ward)).json()).toMatchObject({ code: 'TC_HAND_OVER_NOT_FOUND' });
  expect((await post(path, {}, night)).statusCode).toBe(204);
  expect((await post(path, {}, night)).json()).toMatchObject({ code: 'TC_HAND_OVER_NOT_FOUND' });
  await post('/shift-log/read', { roomId: 'trung-tam' }, night);
  expect(await unreadOf(night)).toBe(0);
  expect((await get('/shift-log?roomId=trung-tam', night)).items[0]).toMatchObject({
    takenBy: 'ca-dem',
    isUnread: false,
  });
});
