import { panelRects } from '@thapcanh/core/walls/wall-layout';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { NOW_MS, startTestApi, type TestApi } from '../testing/test-api.fixture.ts';

let api: TestApi;
let lead: string;
beforeAll(async () => {
  api = await startTestApi();
});
beforeEach(async () => {
  await api.reset();
  await sql`truncate wall cascade`.execute(api.database.db);
  await api.addUser('truong', 'shift-lead');
  lead = await api.login('truong');
  for (const id of ['cam-1', 'cam-2']) {
    const row = { id, name: id, search_key: id, main_url: 'rtsp://10.0.0.1/' };
    await api.database.db.insertInto('camera').values(row).execute();
  }
  const panels = panelRects('4').map((rect, index) => ({ number: index + 1, ...rect, reserve: null }));
  const tiles = [{ panel: 1, content: { kind: 'camera', cameraId: 'cam-1' } }];
  for (const name of ['Giữa', 'Khác']) {
    await send('POST', '/walls', {
      name,
      screens: [{ id: 's1', name: 'Trái', layout: '4', panels }],
      presets: [{ number: 1, name: 'Ngày', tiles }],
    });
  }
});
afterAll(() => api?.close());

const send = (method: 'POST' | 'DELETE', url: string, payload?: object, as = lead) =>
  api.call({ method, url: `/api/v1${url}`, as, ...(payload && { payload }) });
const get = (url: string, as: string) => api.call({ method: 'GET', url: `/api/v1${url}`, as });

async function newKey(): Promise<{ secret: string; id: string }> {
  const answer = await send('POST', '/walls/giua/keys', { screenId: 's1', name: 'Máy 1' });
  const { key, secret } = answer.json();
  return { secret, id: key.id };
}
const join = (payload: object, as = '') =>
  api.call({ method: 'POST', url: '/api/v1/kiosk/session', payload, ...(as && { as }) });
const cookiesOf = (answer: Awaited<ReturnType<typeof join>>) =>
  answer.cookies.map(({ name, value }) => `${name}=${value}`).join('; ');

test('a wrong key, a key of another screen and a withdrawn key let nobody in', async () => {
  const { secret, id } = await newKey();
  const refused = { status: 401, code: 'TC_WALL_KEY_REFUSED' };
  expect((await join({ wallId: 'giua', screenId: 's1' })).json()).toMatchObject(refused);
  expect((await join({ wallId: 'giua', screenId: 's1', key: 'x'.repeat(43) })).json()).toMatchObject(refused);
  expect((await join({ wallId: 'giua', screenId: 's2', key: secret })).json()).toMatchObject(refused);
  expect((await join({ wallId: 'khac', screenId: 's1', key: secret })).json()).toMatchObject(refused);
  await send('DELETE', `/walls/giua/keys/${id}`);
  expect((await join({ wallId: 'giua', screenId: 's1', key: secret })).json()).toMatchObject(refused);
});

test('keys are made for screens that exist, by who may manage walls', async () => {
  await api.addUser('truc', 'operator');
  const as = await api.login('truc');
  const asOperator = await send('POST', '/walls/giua/keys', { screenId: 's1', name: 'A' }, as);
  expect(asOperator.json().code).toBe('TC_ACCESS_DENIED');
  const nowhere = await send('POST', '/walls/giua/keys', { screenId: 's9', name: 'A' });
  expect(nowhere.json().code).toBe('TC_WALL_SETTINGS_INVALID');
});

test('a screen sees its wall with its cameras and nothing else', async () => {
  const { secret } = await newKey();
  const joined = await join({ wallId: 'giua', screenId: 's1', key: secret });
  expect(joined.json().user).toMatchObject({ screen: { wallId: 'giua', screenId: 's1' }, roles: [] });
  const as = cookiesOf(joined);
  expect((await get('/walls/giua', as)).json()).toMatchObject({ id: 'giua' });
  expect((await get('/walls/khac', as)).json().code).toBe('TC_WALL_NOT_FOUND');
  expect((await get('/walls', as)).json().items).toHaveLength(1);
  const listed = (await get('/cameras', as)).json().items.map((camera: { id: string }) => camera.id);
  expect(listed).toEqual(['cam-1']);
  expect((await get('/cameras/cam-2', as)).json().code).toBe('TC_CAMERA_NOT_FOUND');
  for (const url of ['/users', '/audit', '/walls/giua/keys', '/passages']) {
    expect((await get(url, as)).json().code).toBe('TC_ACCESS_DENIED');
  }
  const content = { kind: 'camera', cameraId: 'cam-1' };
  const pushed = await send('POST', '/walls/giua/panels/1/push', { content }, as);
  expect(pushed.json().code).toBe('TC_ACCESS_DENIED');
  const layout = {
    method: 'PUT' as const,
    url: '/api/v1/console/layouts/1',
    payload: { name: 'A', layout: '1', tiles: [] },
  };
  expect((await api.call({ ...layout, as })).json().code).toBe('TC_ACCESS_DENIED');
});

test('a screen plays recordings only of cameras of which its wall shows a clip, and sees what is pushed at once', async () => {
  const { secret } = await newKey();
  const as = cookiesOf(await join({ wallId: 'giua', screenId: 's1', key: secret }));
  const period = `?from=${new Date(NOW_MS - 60_000).toISOString()}&to=${new Date(NOW_MS).toISOString()}`;
  const playback = (id: string) => get(`/cameras/${id}/playback.m3u8${period}`, as);
  expect((await playback('cam-1')).json().code).toBe('TC_CAMERA_NOT_FOUND');
  const [from, to] = [new Date(NOW_MS - 60_000).toISOString(), new Date(NOW_MS).toISOString()];
  await send('POST', '/walls/giua/panels/2/push', { content: { kind: 'clip', cameraId: 'cam-2', from, to } });
  expect((await playback('cam-2')).json().code).toBe('TC_RECORDING_NONE');
  expect((await get('/cameras/cam-2', as)).statusCode).toBe(200);
});

test('the session of a screen ends with its key, and joins again by what the browser keeps', async () => {
  const { secret, id } = await newKey();
  const first = await join({ wallId: 'giua', screenId: 's1', key: secret });
  const again = await join({ wallId: 'giua', screenId: 's1' }, cookiesOf(first));
  expect(again.statusCode).toBe(200);
  const as = cookiesOf(again);
  expect((await get('/walls/giua', as)).statusCode).toBe(200);
  await send('DELETE', `/walls/giua/keys/${id}`);
  expect((await get('/walls/giua', as)).json().code).toBe('TC_SESSION_REQUIRED');
});
