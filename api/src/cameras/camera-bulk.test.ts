import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startTestApi, type TestApi } from '../testing/test-api.fixture.ts';

let api: TestApi;
let admin: string;
let ward: string;
beforeAll(async () => {
  api = await startTestApi();
});
beforeEach(async () => {
  await api.reset();
  await api.addUser('sep', 'admin');
  admin = await api.login('sep');
  const { db } = api.database;
  for (const [id, kind, parent_id] of [
    ['tinh', 'province', null],
    ['phuong-a', 'ward', 'tinh'],
    ['phuong-b', 'ward', 'tinh'],
  ] as const) {
    await db.insertInto('area').values({ id, kind, parent_id, name: id, search_key: id }).execute();
  }
  for (const [id, area_id] of [
    ['cam-a1', 'phuong-a'],
    ['cam-a2', 'phuong-a'],
    ['cam-b1', 'phuong-b'],
  ] as const) {
    await db.insertInto('camera').values({ id, name: id, search_key: id, main_url: 'rtsp://a/', area_id }).execute();
  }
  const userId = await api.addUser('phuong', null);
  const id = crypto.randomUUID();
  await db
    .insertInto('access_grant')
    .values({ id, user_id: userId, role: 'admin', is_everything: false, purposes: ['public-order'] })
    .execute();
  await db.insertInto('access_grant_part').values({ grant_id: id, area_id: 'phuong-a' }).execute();
  ward = await api.login('phuong');
});
afterAll(() => api?.close());

function edit(ids: readonly string[], changes: object, as = admin, version = 1) {
  const payload = { cameras: ids.map((id) => ({ id, version })), changes };
  return api.call({ method: 'PATCH', url: '/api/v1/cameras', as, payload });
}
const versions = async () =>
  (await api.database.db.selectFrom('camera').select('version').orderBy('id').execute()).map((row) => row.version);

test('an operator edits nothing, and an edit of nothing or of other fields is refused', async () => {
  await api.addUser('truc', 'operator');
  const operator = await api.login('truc');
  expect((await edit(['cam-a1'], { profile: 'none' }, operator)).json().code).toBe('TC_ACCESS_DENIED');
  for (const [ids, changes] of [
    [['cam-a1'], {}],
    [[], { profile: 'none' }],
    [['cam-a1'], { name: 'x' }],
    [['cam-a1', 'cam-a1'], { profile: 'none' }],
  ] as const) {
    expect((await edit(ids, changes)).json().code).toBe('TC_REQUEST_INVALID');
  }
});

test('one camera that somebody edited meanwhile, that is gone, or a place that is not there stops the whole edit', async () => {
  await api.database.db.updateTable('camera').set({ version: 2 }).where('id', '=', 'cam-a2').execute();
  const changed = await edit(['cam-a1', 'cam-a2'], { profile: 'none' });
  expect(changed.json()).toMatchObject({ status: 409, code: 'TC_BULK_CHANGED' });
  expect(changed.json().messages.vi).toContain('1 camera');
  expect((await edit(['cam-a1', 'cam-x'], { profile: 'none' })).json().code).toBe('TC_CAMERA_NOT_FOUND');
  expect((await edit(['cam-a1'], { areaId: 'khong-co' })).json().code).toBe('TC_AREA_NOT_FOUND');
  expect((await edit(['cam-a1'], { groupId: 'khong-co' })).json().code).toBe('TC_GROUP_NOT_FOUND');
  expect(await versions()).toEqual([1, 2, 1]);
  expect(api.published).toEqual([]);
});

test('whoever manages one ward meets a camera of another as one that does not exist, and moves none out of it', async () => {
  const other = await edit(['cam-a1', 'cam-b1'], { isEnabled: false }, ward);
  const none = await edit(['cam-a1', 'cam-x1'], { isEnabled: false }, ward);
  expect(other.json().code).toBe('TC_CAMERA_NOT_FOUND');
  expect(other.json().messages.vi.replace('cam-b1', '#')).toBe(none.json().messages.vi.replace('cam-x1', '#'));
  expect((await edit(['cam-a1'], { areaId: 'phuong-b' }, ward)).json().code).toBe('TC_PLACE_REFUSED');
  expect(await versions()).toEqual([1, 1, 1]);
});

test('many cameras change at once, each with an entry of its own', async () => {
  const changes = { areaId: null, purposes: ['traffic'], profile: 'street', isEnabled: false };
  expect((await edit(['cam-a1', 'cam-b1'], changes)).json()).toEqual({ changed: 2 });
  expect(await versions()).toEqual([2, 1, 2]);
  const row = await api.database.db.selectFrom('camera').selectAll().where('id', '=', 'cam-b1').executeTakeFirst();
  expect(row).toMatchObject({ area_id: null, purposes: ['traffic'], profile: 'street', is_enabled: false });
  const entries = await api.database.db
    .selectFrom('audit_entry')
    .select(['camera_id', 'details'])
    .where('kind', '=', 'camera.changed')
    .orderBy('id', 'desc')
    .limit(2)
    .execute();
  expect(entries.map((entry) => entry.camera_id)).toEqual(['cam-b1', 'cam-a1']);
  expect(entries[0]?.details).toMatchObject({ version: 1, after: { area_id: null, profile: 'street' } });
  expect(api.published.map((event) => event.type)).toEqual(['camera.changed', 'camera.changed']);
});
