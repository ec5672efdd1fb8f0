import { panelRects } from '@thapcanh/core/walls/wall-layout';
import { verifyAudit } from '@thapcanh/infra/audit/verify-audit';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { ANONYMOUS } from '../identity/access.ts';
import { NOW_MS, startTestApi, type TestApi } from '../testing/test-api.fixture.ts';
import { createWallRepository } from './wall.repository.ts';
import { createWallService } from './wall.service.ts';
import { createWallControlService } from './wall-control.service.ts';
import { createWallPanelRepository } from './wall-panel.repository.ts';

let api: TestApi;
let lead: string;
let hoa: string;
let nam: string;
beforeAll(async () => {
  api = await startTestApi();
});
beforeEach(async () => {
  await api.reset();
  await sql`truncate wall, alarm, incident cascade`.execute(api.database.db);
  await api.addUser('truong', 'shift-lead');
  await api.addUser('hoa', 'operator');
  await api.addUser('nam', 'operator');
  [lead, hoa, nam] = await Promise.all([api.login('truong'), api.login('hoa'), api.login('nam')]);
  for (const id of ['cam-1', 'cam-2', 'cam-3']) {
    const row = { id, name: id, search_key: id, main_url: 'rtsp://10.0.0.1/' };
    await api.database.db.insertInto('camera').values(row).execute();
  }
});
afterAll(() => api?.close());

const send = (as: string, method: 'POST' | 'PATCH' | 'DELETE' | 'PUT', url: string, payload?: object, headers = {}) =>
  api.call({ method, url: `/api/v1${url}`, as, headers, ...(payload && { payload }) });
const get = async (url: string, as = hoa) => (await api.call({ method: 'GET', url: `/api/v1${url}`, as })).json();
const camera = (cameraId: string) => ({ kind: 'camera', cameraId }) as const;

const screen = (layout: '4' | '5x3' = '4', first = 1, id = 's1') => ({
  id,
  name: 'Trái',
  layout,
  panels: panelRects(layout).map((rect, index) => ({ number: first + index, ...rect, reserve: null })),
});

const WALL = {
  name: 'Trung tâm',
  screens: [screen()],
  presets: [
    { number: 1, name: 'Ngày', tiles: [{ panel: 1, content: camera('cam-1') }] },
    { number: 2, name: 'Đêm', tiles: [{ panel: 1, content: camera('cam-2') }] },
  ],
};
const create = () => send(lead, 'POST', '/walls', WALL);
const push = (as: string, panel: number, more: object = {}) =>
  send(as, 'POST', `/walls/trung-tam/panels/${panel}/push`, { content: camera('cam-3'), ...more });
async function panel(number: number, as = hoa) {
  const wall = await get('/walls/trung-tam', as);
  return wall.screens[0].panels.find((one: { number: number }) => one.number === number);
}

test('no method of the wall services serves the anonymous', async () => {
  const { clock, database } = api;
  const deps = {
    walls: createWallRepository(database.db),
    panels: createWallPanelRepository(database.db),
    clock,
    onChanged: () => undefined,
  };
  const walls = createWallService(deps);
  const control = createWallControlService(deps);
  const refused = { code: 'TC_SESSION_REQUIRED' };
  await expect(walls.list(ANONYMOUS)).rejects.toMatchObject(refused);
  await expect(walls.get(ANONYMOUS, 'a')).rejects.toMatchObject(refused);
  await expect(walls.create(ANONYMOUS, { name: 'A', screens: [] })).rejects.toMatchObject(refused);
  await expect(walls.update(ANONYMOUS, 'a', 1, {})).rejects.toMatchObject(refused);
  await expect(walls.remove(ANONYMOUS, 'a')).rejects.toMatchObject(refused);
  await expect(control.switchPreset(ANONYMOUS, 'a', 1)).rejects.toMatchObject(refused);
  await expect(control.push(ANONYMOUS, 'a', 1, { content: { kind: 'map' } })).rejects.toMatchObject(refused);
  await expect(control.lock(ANONYMOUS, 'a', 1, { seconds: 0 })).rejects.toMatchObject(refused);
  await expect(control.returnToPreset(ANONYMOUS, 'a', 1, {})).rejects.toMatchObject(refused);
});

test('an operator controls walls but does not arrange them', async () => {
  expect((await send(hoa, 'POST', '/walls', WALL)).json().code).toBe('TC_ACCESS_DENIED');
  await create();
  expect((await push(hoa, 1)).statusCode).toBe(204);
  expect((await send(hoa, 'DELETE', '/walls/trung-tam')).json().code).toBe('TC_ACCESS_DENIED');
});

test.each([
  ['panels that do not fit the layout', { screens: [{ ...screen(), layout: '9' }] }, 'TC_WALL_SETTINGS_INVALID'],
  ['two panels of one number', { screens: [screen(), screen('4', 1, 's2')] }, 'TC_WALL_SETTINGS_INVALID'],
  ['two screens of one id', { screens: [screen(), screen('4', 5)] }, 'TC_WALL_SETTINGS_INVALID'],
  ['a name of blanks', { name: '  ' }, 'TC_WALL_SETTINGS_INVALID'],
  [
    'a camera that is none',
    { presets: [{ number: 1, name: 'A', tiles: [{ panel: 1, content: camera('cam-x') }] }] },
    'TC_CAMERA_NOT_FOUND',
  ],
  ['an area that is none', { areaId: 'khong-co' }, 'TC_AREA_NOT_FOUND'],
])('a wall with %s is refused', async (_, change, code) => {
  expect((await send(lead, 'POST', '/walls', { ...WALL, ...change })).json()).toMatchObject({ code });
});

test('a wall shows its first preset, and an edit of an old version is refused', async () => {
  const created = await create();
  expect(created.statusCode).toBe(201);
  expect(created.json()).toMatchObject({ id: 'trung-tam', preset: 1, version: 1 });
  expect(await panel(1)).toMatchObject({ content: camera('cam-1'), source: 'preset', owner: null, lock: null });
  expect(await panel(2)).toMatchObject({ content: null });
  const rename = (etag: string) => send(lead, 'PATCH', '/walls/trung-tam', { name: 'Giữa' }, { 'if-match': etag });
  expect((await rename('"1"')).json()).toMatchObject({ name: 'Giữa', version: 2, presets: WALL.presets });
  expect((await rename('"1"')).json().code).toBe('TC_VERSION_CONFLICT');
});

test('what is pushed shows its owner until it is returned, and a switch of the preset takes it away', async () => {
  await create();
  await push(hoa, 1);
  expect(await panel(1)).toMatchObject({ content: camera('cam-3'), source: 'push', owner: 'hoa' });
  expect((await send(nam, 'POST', '/walls/trung-tam/panels/1/return', {})).statusCode).toBe(204);
  expect(await panel(1)).toMatchObject({ content: camera('cam-1'), source: 'preset', owner: null });
  await push(hoa, 2);
  expect((await send(nam, 'POST', '/walls/trung-tam/preset', { number: 2 })).statusCode).toBe(204);
  expect(await panel(1)).toMatchObject({ content: camera('cam-2') });
  expect(await panel(2)).toMatchObject({ content: null });
  expect(await get('/walls/trung-tam')).toMatchObject({ preset: 2, presetBy: 'nam' });
});

test('a locked panel refuses others with the name of its holder until the lock runs out', async () => {
  await create();
  await push(hoa, 1, { lockSeconds: 60 });
  const lock = { until: new Date(NOW_MS + 60_000).toISOString(), name: 'hoa' };
  expect(await panel(1)).toMatchObject({ lock: { ...lock, isMine: true } });
  expect(await panel(1, nam)).toMatchObject({ lock: { ...lock, isMine: false } });
  for (const refused of [
    await push(nam, 1),
    await send(nam, 'POST', '/walls/trung-tam/panels/1/return', {}),
    await send(nam, 'POST', '/walls/trung-tam/panels/1/lock', { seconds: 5 }),
    await send(nam, 'POST', '/walls/trung-tam/panels/1/lock', { seconds: 0 }),
  ]) {
    expect(refused.json()).toMatchObject({ status: 409, code: 'TC_WALL_PANEL_LOCKED' });
    expect(refused.json().messages.vi).toContain('hoa đang khoá ô 1, còn 60 giây');
  }
  await send(nam, 'POST', '/walls/trung-tam/preset', { number: 2 });
  expect(await panel(1)).toMatchObject({ content: camera('cam-3') });
  expect((await push(hoa, 1, { lockSeconds: 30 })).statusCode).toBe(204);
  api.clock.advance(30_000);
  expect(await panel(1)).toMatchObject({ lock: null });
  expect((await push(nam, 1)).statusCode).toBe(204);
  api.clock.advance(-30_000);
});

test('only who may manage walls breaks the lock of somebody else, and only by saying so', async () => {
  await create();
  await push(hoa, 1, { lockSeconds: 60 });
  expect((await push(nam, 1, { isForced: true })).json().code).toBe('TC_ACCESS_DENIED');
  expect((await push(lead, 1)).json().code).toBe('TC_WALL_PANEL_LOCKED');
  expect((await push(lead, 1, { isForced: true })).statusCode).toBe(204);
  const entry = await api.database.db
    .selectFrom('audit_entry')
    .select('details')
    .where('kind', '=', 'wall.pushed')
    .orderBy('id', 'desc')
    .executeTakeFirstOrThrow();
  expect(entry.details).toMatchObject({ wall: 'trung-tam', panel: 1, brokenLockOf: 'hoa' });
});

test('of two consoles that push to one locked panel at once, one gets it', async () => {
  await create();
  const answers = await Promise.all([hoa, nam].map((as) => push(as, 4, { lockSeconds: 60 })));
  expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([204, 409]);
});

test('a panel that is not there, an empty one to lock, and an impossible clip are refused', async () => {
  await create();
  expect((await push(hoa, 77)).json().code).toBe('TC_WALL_PANEL_NOT_FOUND');
  const lock = await send(hoa, 'POST', '/walls/trung-tam/panels/3/lock', { seconds: 5 });
  expect(lock.json().code).toBe('TC_WALL_PANEL_EMPTY');
  const [from, to] = [new Date(NOW_MS).toISOString(), new Date(NOW_MS - 1).toISOString()];
  const clip = await push(hoa, 1, { content: { kind: 'clip', cameraId: 'cam-1', from, to } });
  expect(clip.json().code).toBe('TC_WALL_CLIP_INVALID');
  const incident = { kind: 'incident', incidentId: '00000000-0000-4000-8000-000000000000' };
  expect((await push(hoa, 1, { content: incident })).json().code).toBe('TC_WALL_INCIDENT_NOT_FOUND');
  expect((await send(hoa, 'POST', '/walls/trung-tam/preset', { number: 9 })).json().code).toBe(
    'TC_WALL_PRESET_NOT_FOUND',
  );
});

test('an incident on a panel shows its first four cameras', async () => {
  await create();
  const id = crypto.randomUUID();
  const { db } = api.database;
  await db
    .insertInto('incident')
    .values({
      id,
      kind: 'accident',
      severity: 3,
      title: 'Va chạm',
      occurred_at: new Date(NOW_MS),
      latitude: null,
      longitude: null,
    })
    .execute();
  await db
    .insertInto('incident_camera')
    .values(['cam-3', 'cam-1'].map((camera_id, position) => ({ incident_id: id, camera_id, position })))
    .execute();
  expect((await push(hoa, 2, { content: { kind: 'incident', incidentId: id } })).statusCode).toBe(204);
  expect(await panel(2)).toMatchObject({ incident: { title: 'Va chạm', cameraIds: ['cam-3', 'cam-1'] } });
});

test('an alarm covers what was pushed, but not what is locked, and goes when somebody takes the panel', async () => {
  await create();
  const { db } = api.database;
  const id = crypto.randomUUID();
  const at = new Date(NOW_MS);
  await db
    .insertInto('alarm')
    .values({ id, kind: 'camera.lost', severity: 4, camera_id: 'cam-2', first_at: at, last_at: at })
    .execute();
  await push(hoa, 1);
  await db.insertInto('wall_alarm').values({ wall_id: 'trung-tam', alarm_id: id, panel: 1, shown_at: at }).execute();
  expect(await panel(1)).toMatchObject({
    content: camera('cam-2'),
    source: 'alarm',
    owner: null,
    alarm: { id, severity: 4, cameraId: 'cam-2' },
  });
  await send(hoa, 'POST', '/walls/trung-tam/panels/1/lock', { seconds: 60 });
  expect(await panel(1)).toMatchObject({ content: camera('cam-2'), source: 'push', alarm: null });
  const showing = await db.selectFrom('wall_alarm').select(['panel', 'ended_at']).executeTakeFirst();
  expect(showing).toEqual({ panel: null, ended_at: at });
});

test('somebody of one ward does not see the cameras of another on a wall of all, nor the wall of the other', async () => {
  const { db } = api.database;
  await db.insertInto('area').values({ id: 'tinh', kind: 'province', name: 'T', search_key: 't' }).execute();
  for (const [id, cameraId] of [
    ['phuong-a', 'cam-1'],
    ['phuong-b', 'cam-2'],
  ] as const) {
    await db.insertInto('area').values({ id, parent_id: 'tinh', kind: 'ward', name: id, search_key: id }).execute();
    await db.updateTable('camera').set({ area_id: id }).where('id', '=', cameraId).execute();
  }
  await create();
  await send(lead, 'POST', '/walls', { ...WALL, name: 'Phường B', areaId: 'phuong-b' });
  const userId = await api.addUser('phuong', null);
  const id = crypto.randomUUID();
  const grant = { id, user_id: userId, role: 'operator' as const, is_everything: false };
  await db
    .insertInto('access_grant')
    .values({ ...grant, purposes: ['public-order'] })
    .execute();
  await db.insertInto('access_grant_part').values({ grant_id: id, area_id: 'phuong-a' }).execute();
  const as = await api.login('phuong');
  expect((await get('/walls', as)).items.map((wall: { id: string }) => wall.id)).toEqual(['trung-tam']);
  expect((await get('/walls/phuong-b', as)).code).toBe('TC_WALL_NOT_FOUND');
  expect(await panel(1, as)).toMatchObject({ content: camera('cam-1') });
  await send(lead, 'POST', '/walls/trung-tam/preset', { number: 2 });
  expect(await panel(1, as)).toMatchObject({ content: { kind: 'hidden' } });
  expect(JSON.stringify(await get('/walls/trung-tam', as))).not.toContain('cam-2');
  const foreign = await push(as, 1, { content: camera('cam-2') });
  expect(foreign.json().code).toBe('TC_CAMERA_NOT_FOUND');
});

test('own arrangements and marks are kept, and every change of a wall is in the audit log', async () => {
  await create();
  await push(hoa, 1);
  const layout = { name: 'Ca sáng', layout: '4', tiles: [camera('cam-1'), null] };
  expect((await send(hoa, 'PUT', '/console/layouts/3', layout)).statusCode).toBe(200);
  expect((await get('/console/layouts')).items).toMatchObject([{ number: 3, ...layout }]);
  expect((await get('/console/layouts', nam)).items).toEqual([]);
  expect((await send(nam, 'DELETE', '/console/layouts/3')).json().code).toBe('TC_CONSOLE_LAYOUT_NOT_FOUND');
  const mark = { kind: 'bookmark', at: new Date(NOW_MS).toISOString(), note: 'Xe đỏ' };
  expect((await send(hoa, 'POST', '/cameras/cam-1/marks', mark)).statusCode).toBe(201);
  expect((await get('/cameras/cam-1/marks', nam)).items).toMatchObject([{ ...mark, createdBy: 'hoa' }]);
  const kinds = await api.database.db.selectFrom('audit_entry').select('kind').execute();
  const seen = new Set(kinds.map(({ kind }) => kind));
  expect(['wall.created', 'wall.pushed', 'camera.marked'].every((kind) => seen.has(kind))).toBe(true);
  expect((await verifyAudit(api.database.db)).faults).toEqual([]);
});
