import { PURPOSES, type Purpose } from '@thapcanh/core/people/purpose';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { ANONYMOUS } from '../identity/access.ts';
import { startTestApi, type TestApi } from '../testing/test-api.fixture.ts';
import { createGrantRepository } from './grant.repository.ts';
import { createGrantService } from './grant.service.ts';
import { createTeamRepository } from './team.repository.ts';
import { createTeamService } from './team.service.ts';

let api: TestApi;
let admin: string;
beforeAll(async () => {
  api = await startTestApi();
});
beforeEach(async () => {
  await api.reset();
  await api.addUser('sep', 'admin');
  admin = await api.login('sep');
  const { db } = api.database;
  await db
    .insertInto('area')
    .values([
      { id: 'tinh', parent_id: null, kind: 'province', name: 'Tỉnh', search_key: 'tinh' },
      { id: 'phuong-a', parent_id: 'tinh', kind: 'ward', name: 'A', search_key: 'a' },
      { id: 'phuong-b', parent_id: 'tinh', kind: 'ward', name: 'B', search_key: 'b' },
      { id: 'cau', parent_id: 'phuong-a', kind: 'site', name: 'Cầu', search_key: 'cau' },
    ])
    .execute();
  await db
    .insertInto('camera_group')
    .values({ id: 'cua-ngo', name: 'Cửa ngõ' })
    .onConflict((c) => c.doNothing())
    .execute();
  const camera = (id: string, area_id: string | null, more = {}) => ({
    ...{ id, name: id, search_key: id, main_url: 'rtsp://10.0.0.1/', area_id },
    ...more,
  });
  await db
    .insertInto('camera')
    .values([
      camera('a1', 'phuong-a'),
      camera('a2', 'cau'),
      camera('b1', 'phuong-b'),
      camera('gate', null, { group_id: 'cua-ngo' }),
      camera('counter', 'phuong-a', { purposes: ['one-stop-office'] satisfies Purpose[] }),
    ])
    .execute();
});
afterAll(() => api?.close());

const NOWHERE = { isEverything: false, areaIds: [], operatingAreaIds: [], groupIds: [] };
const send = (method: 'POST' | 'PATCH' | 'DELETE', url: string, payload?: object, headers = {}) =>
  api.call({ method, url: `/api/v1${url}`, as: admin, headers, ...(payload && { payload }) });

function grant(owner: object, role: string, scope: object, purposes: readonly Purpose[] = PURPOSES) {
  return send('POST', '/grants', { ...owner, role, scope: { ...NOWHERE, ...scope }, purposes });
}

async function seen(as: string, headers = {}): Promise<string[]> {
  const answer = await api.call({ method: 'GET', url: '/api/v1/cameras', as, headers });
  return answer.statusCode === 200 ? answer.json().items.map(({ id }: { id: string }) => id) : [answer.json().code];
}

async function person(username: string): Promise<{ id: string; as: string }> {
  const id = await api.addUser(username, null);
  return { id, as: await api.login(username) };
}

test('no method of the team and grant services serves the anonymous', async () => {
  const deps = { clock: api.clock, onChanged: () => undefined };
  const teams = createTeamService({ teams: createTeamRepository(api.database.db), ...deps });
  const grants = createGrantService({ grants: createGrantRepository(api.database.db), ...deps });
  const refused = { code: 'TC_SESSION_REQUIRED' };
  await expect(teams.list(ANONYMOUS)).rejects.toMatchObject(refused);
  await expect(teams.create(ANONYMOUS, { name: 'x', memberIds: [] })).rejects.toMatchObject(refused);
  await expect(teams.update(ANONYMOUS, 'x', 1, {})).rejects.toMatchObject(refused);
  await expect(teams.remove(ANONYMOUS, 'x')).rejects.toMatchObject(refused);
  await expect(grants.list(ANONYMOUS, {})).rejects.toMatchObject(refused);
  const input = { role: 'operator' as const, scope: NOWHERE, purposes: ['traffic' as const] };
  await expect(grants.create(ANONYMOUS, input)).rejects.toMatchObject(refused);
  await expect(grants.remove(ANONYMOUS, 'x')).rejects.toMatchObject(refused);
});

test('somebody to whom nothing is granted may use their own session and nothing else', async () => {
  const { as } = await person('truc');
  expect(await seen(as)).toEqual(['TC_ACCESS_DENIED']);
  const session = await api.call({ method: 'GET', url: '/api/v1/session', as });
  expect(session.json().user).toMatchObject({ roles: [], permissions: [] });
});

test('a grant reaches its area with what is in it, its groups and its operating areas, at once and until it is taken back', async () => {
  const { id, as } = await person('truc');
  const first = await grant({ userId: id }, 'operator', { areaIds: ['phuong-a'] });
  expect(await seen(as)).toEqual(['a1', 'a2', 'counter']);
  await grant({ userId: id }, 'operator', { groupIds: ['cua-ngo'] });
  expect(await seen(as)).toEqual(['a1', 'a2', 'counter', 'gate']);
  expect((await send('DELETE', `/grants/${first.json().id}`)).statusCode).toBe(204);
  expect(await seen(as)).toEqual(['gate']);
  await send('POST', '/operating-areas', { name: 'Đêm hội', areaIds: ['cau', 'phuong-b'], groupIds: [] });
  await grant({ userId: id }, 'operator', { operatingAreaIds: ['dem-hoi'] });
  expect(await seen(as)).toEqual(['a2', 'b1', 'gate']);
});

test('a grant reaches only cameras that serve one of its purposes, and a stated purpose narrows it', async () => {
  const { id, as } = await person('truc');
  await grant({ userId: id }, 'traffic-officer', { isEverything: true }, ['traffic']);
  expect(await seen(as)).toEqual(['a1', 'a2', 'b1', 'gate']);
  await grant({ userId: id }, 'operator', { areaIds: ['phuong-a'] }, ['one-stop-office']);
  expect(await seen(as)).toEqual(['a1', 'a2', 'b1', 'counter', 'gate']);
  expect(await seen(as, { 'x-purpose': 'traffic' })).toEqual(['a1', 'a2', 'b1', 'gate']);
  expect(await seen(as, { 'x-purpose': 'one-stop-office' })).toEqual(['counter']);
  expect(await seen(as, { 'x-purpose': 'investigation' })).toEqual(['TC_ACCESS_DENIED']);
  expect(await seen(as, { 'x-purpose': 'curiosity' })).toEqual(['TC_REQUEST_INVALID']);
  expect(await seen(admin, { 'x-purpose': 'traffic' })).toEqual(['a1', 'a2', 'b1', 'gate']);
});

test('a team gives its members what was granted to it, and takes it from whoever leaves', async () => {
  const { id, as } = await person('truc');
  const team = await send('POST', '/teams', { name: 'Đội A', memberIds: [id] });
  expect((await send('POST', '/teams', { name: 'doi  a', memberIds: [] })).json().code).toBe('TC_TEAM_NAME_TAKEN');
  await grant({ teamId: team.json().id }, 'operator', { areaIds: ['phuong-b'] });
  expect(await seen(as)).toEqual(['b1']);
  const edited = await send('PATCH', `/teams/${team.json().id}`, { memberIds: [] }, { 'if-match': '"1"' });
  expect(edited.json()).toMatchObject({ memberIds: [], version: 2 });
  expect(await seen(as)).toEqual(['TC_ACCESS_DENIED']);
  expect((await send('DELETE', `/teams/${team.json().id}`)).statusCode).toBe(204);
  expect((await api.call({ method: 'GET', url: '/api/v1/grants', as: admin })).json().items).toHaveLength(1);
});

test.each([
  ['for nobody', {}, { areaIds: ['phuong-a'] }],
  ['on nothing', { userId: 'own' }, {}],
  ['on everything and a part', { userId: 'own' }, { isEverything: true, areaIds: ['phuong-a'] }],
  ['on an area that is none', { userId: 'own' }, { areaIds: ['khong-co'] }],
  ['for a person who is none', { userId: '00000000-0000-4000-8000-000000000000' }, { isEverything: true }],
])('a grant %s is refused', async (_, owner: { userId?: string }, scope) => {
  const { id } = await person('truc');
  const answer = await grant(owner.userId === 'own' ? { userId: id } : owner, 'operator', scope);
  expect(answer.json()).toMatchObject({ status: 422, code: 'TC_GRANT_INVALID' });
});

test('the administrator of a ward manages its cameras and neither people nor the rest', async () => {
  const { id, as } = await person('phuong');
  await grant({ userId: id }, 'admin', { areaIds: ['phuong-a'] });
  const call = (method: 'GET' | 'POST' | 'PATCH', url: string, payload?: object, headers = {}) =>
    api.call({ method, url: `/api/v1${url}`, as, headers, ...(payload && { payload }) });
  for (const url of ['/users', '/teams', '/grants', '/operating-areas', '/storage', '/camera-groups']) {
    expect([url, (await call('GET', url)).json().code]).toEqual([url, 'TC_ACCESS_DENIED']);
  }
  const version = { 'if-match': '"1"' };
  expect((await call('PATCH', '/cameras/a1', { name: 'Chợ' }, version)).statusCode).toBe(200);
  expect((await call('PATCH', '/cameras/b1', { name: 'Chợ' }, version)).json().code).toBe('TC_CAMERA_NOT_FOUND');
  const away = await call('PATCH', '/cameras/a2', { areaId: 'phuong-b' }, version);
  expect(away.json()).toMatchObject({ status: 403, code: 'TC_PLACE_REFUSED' });
  const camera = { name: 'Mới', mainUrl: 'rtsp://10.0.0.9/', profile: 'none' };
  expect((await call('POST', '/cameras', camera)).json().code).toBe('TC_PLACE_REFUSED');
  expect((await call('POST', '/cameras', { ...camera, areaId: 'cau' })).statusCode).toBe(201);
});

test('whoever watches the city but manages one ward sees only that ward with addresses', async () => {
  const { id, as } = await person('phuong');
  await grant({ userId: id }, 'operator', { isEverything: true });
  await grant({ userId: id }, 'admin', { areaIds: ['phuong-b'] });
  const items = (await api.call({ method: 'GET', url: '/api/v1/cameras', as })).json().items;
  const withAddress = items.filter((item: { mainUrl: string | null }) => item.mainUrl !== null);
  expect(withAddress.map(({ id: cameraId }: { id: string }) => cameraId)).toEqual(['b1']);
  expect((await api.call({ method: 'GET', url: '/api/v1/cameras/a1', as })).json().mainUrl).toBeNull();
});

test('areas are shown to whom a grant reaches them, with what they lie in and the cameras they may see', async () => {
  const { id, as } = await person('truc');
  await grant({ userId: id }, 'operator', { areaIds: ['phuong-a'] }, ['traffic']);
  const items = (await api.call({ method: 'GET', url: '/api/v1/areas', as })).json().items;
  expect(items.map((area: { id: string; cameras: number }) => [area.id, area.cameras])).toEqual([
    ['phuong-a', 2],
    ['cau', 1],
    ['tinh', 2],
  ]);
  const other = await api.call({ method: 'GET', url: '/api/v1/areas/phuong-b', as });
  expect(other.json()).toMatchObject({ status: 404, code: 'TC_AREA_NOT_FOUND' });
});

test('an area or operating area that is granted cannot be removed', async () => {
  const { id } = await person('truc');
  await grant({ userId: id }, 'operator', { areaIds: ['phuong-b'] });
  await api.database.db.deleteFrom('camera').where('area_id', '=', 'phuong-b').execute();
  expect((await send('DELETE', '/areas/phuong-b')).json().code).toBe('TC_AREA_IN_USE');
});
