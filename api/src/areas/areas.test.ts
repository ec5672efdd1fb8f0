import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { ANONYMOUS } from '../identity/access.ts';
import { startTestApi, type TestApi } from '../testing/test-api.fixture.ts';
import { createAreaRepository } from './area.repository.ts';
import { createAreaService } from './area.service.ts';
import { createOperatingAreaRepository } from './operating-area.repository.ts';
import { createOperatingAreaService } from './operating-area.service.ts';

let api: TestApi;
let admin: string;
let operator: string;
beforeAll(async () => {
  api = await startTestApi();
});
beforeEach(async () => {
  await api.reset();
  await api.addUser('sep', 'admin');
  await api.addUser('truc', 'operator');
  [admin, operator] = [await api.login('sep'), await api.login('truc')];
});
afterAll(() => api?.close());

const send = (method: 'POST' | 'PATCH' | 'DELETE', url: string, payload?: object, headers = {}) =>
  api.call({ method, url: `/api/v1${url}`, as: admin, headers, ...(payload && { payload }) });
const get = (url: string, as = admin) => api.call({ method: 'GET', url: `/api/v1${url}`, as });

/** Quảng Bình with two wards, one of which has a site. */
async function plant(): Promise<void> {
  await send('POST', '/areas', { kind: 'province', name: 'Quảng Bình' });
  await send('POST', '/areas', { kind: 'ward', name: 'Hải Đình', parentId: 'quang-binh' });
  await send('POST', '/areas', { kind: 'ward', name: 'Đồng Phú', parentId: 'quang-binh' });
  await send('POST', '/areas', { kind: 'site', name: 'Cầu Nhật Lệ', parentId: 'hai-dinh' });
}

const camera = (name: string, areaId: string | null) =>
  send('POST', '/cameras', { name, areaId, mainUrl: 'rtsp://10.0.0.5/', profile: 'none' });

test('no method of the area services serves the anonymous, and none that changes serves an operator', async () => {
  const { clock, database } = api;
  const onChanged = () => undefined;
  const areas = createAreaService({ areas: createAreaRepository(database.db), clock, onChanged });
  const sets = createOperatingAreaService({ sets: createOperatingAreaRepository(database.db), clock, onChanged });
  const refused = { code: 'TC_SESSION_REQUIRED' };
  await expect(areas.list(ANONYMOUS)).rejects.toMatchObject(refused);
  await expect(areas.get(ANONYMOUS, 'a')).rejects.toMatchObject(refused);
  await expect(areas.create(ANONYMOUS, { kind: 'province', name: 'A' })).rejects.toMatchObject(refused);
  await expect(areas.update(ANONYMOUS, 'a', 1, {})).rejects.toMatchObject(refused);
  await expect(areas.remove(ANONYMOUS, 'a')).rejects.toMatchObject(refused);
  await expect(sets.list(ANONYMOUS)).rejects.toMatchObject(refused);
  await expect(sets.get(ANONYMOUS, 'a')).rejects.toMatchObject(refused);
  await expect(sets.create(ANONYMOUS, { name: 'A', areaIds: [], groupIds: [] })).rejects.toMatchObject(refused);
  await expect(sets.update(ANONYMOUS, 'a', 1, {})).rejects.toMatchObject(refused);
  await expect(sets.remove(ANONYMOUS, 'a')).rejects.toMatchObject(refused);
  const payload = { kind: 'province', name: 'Huế' };
  const asOperator = await api.call({ method: 'POST', url: '/api/v1/areas', as: operator, payload });
  expect(asOperator.json().code).toBe('TC_ACCESS_DENIED');
});

test.each([
  ['a ward without a province', { kind: 'ward', name: 'X' }],
  ['a ward in a ward', { kind: 'ward', name: 'X', parentId: 'hai-dinh' }],
  ['a site in a province', { kind: 'site', name: 'X', parentId: 'quang-binh' }],
  ['a province in a province', { kind: 'province', name: 'X', parentId: 'quang-binh' }],
  ['a ward of a province that is none', { kind: 'ward', name: 'X', parentId: 'khong-co' }],
  ['a name of blanks', { kind: 'province', name: '   ' }],
])('%s is refused', async (_, payload) => {
  await plant();
  expect((await send('POST', '/areas', payload)).json()).toMatchObject({
    status: 422,
    code: 'TC_AREA_SETTINGS_INVALID',
  });
});

test('a second area of one name gets a number, a chosen id that is taken is refused', async () => {
  await plant();
  const second = await send('POST', '/areas', { kind: 'ward', name: 'Hải Đình', parentId: 'quang-binh' });
  expect(second.json()).toMatchObject({ id: 'hai-dinh-2', parentId: 'quang-binh', version: 1 });
  const taken = await send('POST', '/areas', { id: 'hai-dinh', kind: 'ward', name: 'X', parentId: 'quang-binh' });
  expect(taken.json().code).toBe('TC_AREA_ID_TAKEN');
});

test('an area lists the cameras of everything in it, and says how many they are', async () => {
  await plant();
  await camera('Cầu', 'cau-nhat-le');
  await camera('Chợ', 'hai-dinh');
  await camera('Ga', 'dong-phu');
  await camera('Kho', null);
  const names = async (areaId: string) =>
    (await get(`/cameras?areaId=${areaId}`, operator)).json().items.map((item: { name: string }) => item.name);
  expect(await names('quang-binh')).toEqual(['Cầu', 'Chợ', 'Ga']);
  expect(await names('hai-dinh')).toEqual(['Cầu', 'Chợ']);
  expect(await names('cau-nhat-le')).toEqual(['Cầu']);
  expect(await names('khong-co')).toEqual([]);
  const areas = (await get('/areas', operator)).json().items;
  expect(areas.map((area: { id: string; cameras: number }) => [area.id, area.cameras])).toEqual([
    ['cau-nhat-le', 1],
    ['dong-phu', 1],
    ['hai-dinh', 2],
    ['quang-binh', 3],
  ]);
});

test('a camera is moved to another area and out of all, but not to one that is none', async () => {
  await plant();
  await camera('Cầu', 'cau-nhat-le');
  const move = (areaId: string | null, version: number) =>
    send('PATCH', '/cameras/cau', { areaId }, { 'if-match': `"${version}"` });
  expect((await move('khong-co', 1)).json()).toMatchObject({ status: 404, code: 'TC_AREA_NOT_FOUND' });
  expect((await move('dong-phu', 1)).json()).toMatchObject({ areaId: 'dong-phu', version: 2 });
  expect((await move(null, 2)).json()).toMatchObject({ areaId: null });
});

test('an area is renamed and moved by its version, and removed when nothing refers to it', async () => {
  await plant();
  await camera('Cầu', 'cau-nhat-le');
  const edit = (payload: object, version: number) =>
    send('PATCH', '/areas/cau-nhat-le', payload, { 'if-match': `"${version}"` });
  expect((await edit({ parentId: 'quang-binh' }, 1)).json().code).toBe('TC_AREA_SETTINGS_INVALID');
  const moved = await edit({ parentId: 'dong-phu', name: 'Cầu Nhật Lệ 2' }, 1);
  expect(moved.json()).toMatchObject({ parentId: 'dong-phu', name: 'Cầu Nhật Lệ 2', version: 2 });
  expect((await edit({ name: 'Khác' }, 1)).json().code).toBe('TC_VERSION_CONFLICT');
  for (const id of ['dong-phu', 'cau-nhat-le']) {
    expect((await send('DELETE', `/areas/${id}`)).json().code).toBe('TC_AREA_IN_USE');
  }
  expect((await send('DELETE', '/areas/hai-dinh')).statusCode).toBe(204);
  expect((await get('/areas/hai-dinh')).json().code).toBe('TC_AREA_NOT_FOUND');
});

test('an operating area names areas and groups across the tree, and none that do not exist', async () => {
  await plant();
  await camera('Cầu', 'cau-nhat-le');
  await camera('Kho', null);
  const wrong = await send('POST', '/operating-areas', { name: 'Lễ hội', areaIds: ['khong-co'], groupIds: [] });
  expect(wrong.json().code).toBe('TC_AREA_SETTINGS_INVALID');
  const made = await send('POST', '/operating-areas', {
    name: 'Lễ hội',
    areaIds: ['dong-phu', 'cau-nhat-le', 'dong-phu'],
    groupIds: ['default'],
  });
  expect(made.json()).toEqual({
    id: 'le-hoi',
    name: 'Lễ hội',
    areaIds: ['cau-nhat-le', 'dong-phu'],
    groupIds: ['default'],
    cameras: 2,
    version: 1,
  });
  const edited = await send('PATCH', '/operating-areas/le-hoi', { groupIds: [] }, { 'if-match': '"1"' });
  expect(edited.json()).toMatchObject({ areaIds: ['cau-nhat-le', 'dong-phu'], groupIds: [], cameras: 1, version: 2 });
  expect((await send('DELETE', '/areas/dong-phu')).json().code).toBe('TC_AREA_IN_USE');
  expect((await send('DELETE', '/operating-areas/le-hoi')).statusCode).toBe(204);
  expect((await send('DELETE', '/areas/dong-phu')).statusCode).toBe(204);
});
