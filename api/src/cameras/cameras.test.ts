import { parseCameraId } from '@thapcanh/core/ids';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { ANONYMOUS } from '../identity/access.ts';
import { NOW_MS, startTestApi, type TestApi } from '../testing/test-api.fixture.ts';
import { createCameraRepository } from './camera.repository.ts';
import { createCameraService } from './camera.service.ts';
import { parseCameraAddress } from './camera-address.ts';
import { slugOf } from './camera-slug.ts';

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

const NEW = { name: 'Cổng Đông', mainUrl: 'rtsp://admin:m%40t%20khau@10.0.0.5:554/main', profile: 'plate-gate' };

function create(payload: object, as = admin) {
  return api.call({ method: 'POST', url: '/api/v1/cameras', as, payload });
}

test('no method of the camera service serves the anonymous, and none that changes serves an operator', async () => {
  const cameras = createCameraService({
    cameras: createCameraRepository(api.database.db),
    secrets: api.secretBox,
    publish: async () => undefined,
    clock: api.clock,
    onChanged: () => undefined,
  });
  const id = parseCameraId('gate-car')!;
  const refused = { code: 'TC_SESSION_REQUIRED' };
  await expect(cameras.list(ANONYMOUS, {})).rejects.toMatchObject(refused);
  await expect(cameras.get(ANONYMOUS, id)).rejects.toMatchObject(refused);
  const input = { name: 'x', mainUrl: 'rtsp://x/', profile: 'none' as const };
  await expect(cameras.create(ANONYMOUS, input)).rejects.toMatchObject(refused);
  await expect(cameras.update(ANONYMOUS, id, 1, {})).rejects.toMatchObject(refused);
  await expect(cameras.remove(ANONYMOUS, id)).rejects.toMatchObject(refused);
  expect((await create(NEW, operator)).json().code).toBe('TC_ACCESS_DENIED');
});

test('a new camera gets an id from its name, its password is sealed and never comes back', async () => {
  const answer = await create(NEW);
  expect(answer.statusCode).toBe(201);
  expect(answer.headers.etag).toBe('"1"');
  expect(answer.json()).toMatchObject({
    id: 'cong-dong',
    mainUrl: 'rtsp://10.0.0.5:554/main',
    username: 'admin',
    hasPassword: true,
    status: { state: 'connecting', fault: null },
  });
  expect(answer.body).not.toContain('khau');
  const row = await api.database.db.selectFrom('camera').selectAll().executeTakeFirstOrThrow();
  expect(api.secretBox.open(row.password_sealed!)).toBe('m@t khau');
  expect(row.main_url).toBe('rtsp://10.0.0.5:554/main');
  expect(api.published).toEqual([{ type: 'camera.changed', cameraId: 'cong-dong' }]);
  expect((await create(NEW)).json().id).toBe('cong-dong-2');
  expect((await create({ ...NEW, id: 'cong-dong' })).json().code).toBe('TC_CAMERA_ID_TAKEN');
});

test('an operator sees cameras without addresses and accounts', async () => {
  await create(NEW);
  const answer = await api.call({ method: 'GET', url: '/api/v1/cameras/cong-dong', as: operator });
  expect(answer.json()).toMatchObject({ mainUrl: null, subUrl: null, username: null, hasPassword: true });
});

test.each([
  ['http://10.0.0.5/main', 'http:'],
  ['10.0.0.5/main', 'địa chỉ luồng chính'],
  ['rtsp:///main', 'địa chỉ luồng chính'],
  ['rtsp://admin:p#ss@10.0.0.5/main', 'địa chỉ luồng chính'],
  ['rtsp://10.0.0.5:99999/', 'địa chỉ luồng chính'],
])('the address %s is refused with its cause and without repeating it', async (mainUrl, cause) => {
  const answer = await create({ ...NEW, mainUrl });
  expect(answer.json()).toMatchObject({ status: 422, code: 'TC_CAMERA_SETTINGS_INVALID' });
  expect(answer.json().messages.vi).toContain(cause);
  expect(answer.body).not.toContain('p#ss');
});

test('how a camera is reached and kept is set with it and edited later', async () => {
  const made = await create({ ...NEW, transport: 'udp', source: 'ffmpeg', site: ' Tủ 3 ', motionFps: 5 });
  expect(made.json()).toMatchObject({
    groupId: 'default',
    transport: 'udp',
    source: 'ffmpeg',
    site: 'Tủ 3',
    motionFps: 5,
  });
  const edit = (payload: object) =>
    api.call({
      method: 'PATCH',
      url: '/api/v1/cameras/cong-dong',
      as: admin,
      payload,
      headers: { 'if-match': '"1"' },
    });
  expect((await edit({ groupId: 'khong-co' })).json()).toMatchObject({ status: 404, code: 'TC_GROUP_NOT_FOUND' });
  expect((await edit({ transport: 'tls' })).json().code).toBe('TC_REQUEST_INVALID');
  expect((await edit({ motionFps: 0 })).json().code).toBe('TC_REQUEST_INVALID');
  for (const onvifUrl of ['rtsp://10.0.0.5/onvif', 'http://admin:p%40ss@10.0.0.5/onvif']) {
    const refused = await edit({ onvifUrl });
    expect(refused.json()).toMatchObject({ status: 422, code: 'TC_CAMERA_SETTINGS_INVALID' });
    expect(refused.body).not.toContain('p%40ss');
  }
  const edited = await edit({
    onvifUrl: 'http://10.0.0.5/onvif/device_service',
    motionFps: null,
    mainUrl: 'rtsps://10.0.0.5/a',
  });
  expect(edited.json()).toMatchObject({
    onvifUrl: 'http://10.0.0.5/onvif/device_service',
    motionFps: null,
    transport: 'udp',
    mainUrl: 'rtsps://10.0.0.5/a',
  });
  expect((await create({ ...NEW, groupId: 'khong-co' })).json().code).toBe('TC_GROUP_NOT_FOUND');
});

test('two streams with different accounts are refused', async () => {
  const answer = await create({ ...NEW, subUrl: 'rtsp://root:khac@10.0.0.5/sub' });
  expect(answer.json().code).toBe('TC_CAMERA_SETTINGS_INVALID');
});

test('reading an address never throws anything but its refusal', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.webUrl(),
        fc.string().map((text) => `rtsp://${text}`),
      ),
      (text) => {
        try {
          expect(new URL(parseCameraAddress(text, 'mainUrl').url).password).toBe('');
        } catch (error) {
          expect(error).toMatchObject({ code: 'TC_CAMERA_SETTINGS_INVALID' });
        }
      },
    ),
  );
});

test('cameras are found by part of the name, without regard to case and accents', async () => {
  await create(NEW);
  await create({ ...NEW, name: 'Ngã tư Trần Hưng Đạo' });
  const names = async (q: string) => {
    const answer = await api.call({ method: 'GET', url: `/api/v1/cameras?q=${encodeURIComponent(q)}`, as: operator });
    return answer.json().items.map((camera: { name: string }) => camera.name);
  };
  expect(await names('DAO')).toEqual(['Ngã tư Trần Hưng Đạo']);
  expect(await names('cổng đông')).toEqual(['Cổng Đông']);
  expect(await names('%')).toEqual([]);
  expect(await names('')).toEqual(['Cổng Đông', 'Ngã tư Trần Hưng Đạo']);
});

test('an id is made from the plain letters of a name', () => {
  expect(slugOf('Cổng A (xe hơi)')).toBe('cong-a-xe-hoi');
  expect(slugOf('***')).toBeNull();
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (name) => {
      const slug = slugOf(name);
      expect(slug === null || parseCameraId(slug) !== null).toBe(true);
    }),
  );
});

test('an edit needs the version it edits, and the second of two editors is told', async () => {
  await create(NEW);
  const edit = (payload: object, ifMatch?: string) =>
    api.call({
      method: 'PATCH',
      url: '/api/v1/cameras/cong-dong',
      as: admin,
      payload,
      ...(ifMatch ? { headers: { 'if-match': ifMatch } } : {}),
    });
  expect((await edit({ name: 'Cổng Tây' })).json()).toMatchObject({ status: 428, code: 'TC_VERSION_REQUIRED' });
  const edited = await edit({ name: 'Cổng Tây', isEnabled: false }, '"1"');
  expect(edited.json()).toMatchObject({ name: 'Cổng Tây', version: 2, hasPassword: true, username: 'admin' });
  expect(edited.json().status.state).toBe('disabled');
  expect((await edit({ name: 'Cổng Nam' }, '"1"')).json()).toMatchObject({ status: 412, code: 'TC_VERSION_CONFLICT' });
  expect((await edit({ password: null }, '"2"')).json()).toMatchObject({ hasPassword: false, username: 'admin' });
  expect((await edit({ colour: 'red' }, '"3"')).json().code).toBe('TC_REQUEST_INVALID');
});

test('a removed camera is gone; one with recordings is hidden, keeps them, and comes back under its id', async () => {
  await create(NEW);
  await create({ ...NEW, name: 'Cổng Tây' });
  await api.database.db
    .insertInto('recording')
    .values({
      id: crypto.randomUUID(),
      camera_id: 'cong-tay',
      started_at: new Date(NOW_MS),
      ended_at: new Date(NOW_MS + 1000),
      state: 'finished',
      path: 'a.mp4',
      bytes: 100,
      init_bytes: 10,
      codec: 'avc1.64001f',
      width: 1280,
      height: 720,
      fragments: '[]',
    })
    .execute();
  for (const id of ['cong-dong', 'cong-tay']) {
    expect((await api.call({ method: 'DELETE', url: `/api/v1/cameras/${id}`, as: admin })).statusCode).toBe(204);
    expect((await api.call({ method: 'GET', url: `/api/v1/cameras/${id}`, as: admin })).statusCode).toBe(404);
  }
  const left = await api.database.db.selectFrom('camera').selectAll().execute();
  expect(left).toMatchObject([{ id: 'cong-tay', is_enabled: false, password_sealed: null }]);
  const period = `from=${new Date(NOW_MS - 1000).toISOString()}&to=${new Date(NOW_MS + 2000).toISOString()}`;
  const kept = await api.call({ method: 'GET', url: `/api/v1/cameras/cong-tay/recordings?${period}`, as: operator });
  expect(kept.json().spans).toHaveLength(1);
  expect((await create({ ...NEW, id: 'cong-tay' })).json()).toMatchObject({ id: 'cong-tay', isEnabled: true });
});

test('a status says its fault in both languages and does not claim to be live when its worker is gone', async () => {
  await create(NEW);
  await api.database.db
    .insertInto('camera_status')
    .values({
      camera_id: 'cong-dong',
      state: 'live',
      fault_code: 'TC_CAMERA_UNREACHABLE',
      fault_params: JSON.stringify({ host: '10.0.0.5', port: 554 }),
      is_recording: true,
      last_frame_at: new Date(api.clock.nowMs() - 400),
      updated_at: new Date(api.clock.nowMs()),
    })
    .execute();
  const look = async () =>
    (await api.call({ method: 'GET', url: '/api/v1/cameras/cong-dong', as: operator })).json().status;
  expect(await look()).toMatchObject({
    state: 'live',
    isRecording: true,
    frameAgeMs: 400,
    fault: { code: 'TC_CAMERA_UNREACHABLE', vi: expect.stringContaining('10.0.0.5:554') },
  });
  api.clock.advance(20_000);
  expect(await look()).toMatchObject({ state: 'stale', isRecording: false, frameAgeMs: 20_400 });
});

test('half a place, a mask outside the picture and a number that another camera has are refused', async () => {
  const first = (await create({ ...NEW, number: 345 })).json();
  expect(first.number).toBe(345);
  expect((await create({ ...NEW, latitude: 10.7 })).json().code).toBe('TC_CAMERA_SETTINGS_INVALID');
  expect((await create({ ...NEW, latitude: 10.7, longitude: null })).json().code).toBe('TC_CAMERA_SETTINGS_INVALID');
  expect((await create({ ...NEW, masks: [{ x: 0.5, y: 0, width: 1.5, height: 1 }] })).statusCode).toBe(400);
  const taken = await create({ ...NEW, number: 345 });
  expect(taken.statusCode).toBe(409);
  expect(taken.json().code).toBe('TC_CAMERA_NUMBER_TAKEN');
});

test('a camera keeps its place, its view and its masks, and gets a number of its own', async () => {
  const place = { latitude: 10.7, longitude: 105.12, bearingDeg: 90, viewDeg: 70, viewM: 60 };
  const masks = [{ x: 0, y: 0, width: 0.3, height: 0.1 }];
  const first = (await create({ ...NEW, ...place, masks })).json();
  const second = (await create(NEW)).json();
  expect(first).toMatchObject({ ...place, masks });
  expect(second.number).not.toBe(first.number);
  expect(second).toMatchObject({ latitude: null, bearingDeg: null, masks: [] });
});

test('cameras come by nearness to a place, without those whose place is unknown', async () => {
  await create({ ...NEW, id: 'far', latitude: 10.8, longitude: 105.2 });
  await create({ ...NEW, id: 'near', latitude: 10.701, longitude: 105.121 });
  await create({ ...NEW, id: 'nowhere' });
  const answer = await api.call({ url: '/api/v1/cameras?near=10.7,105.12&limit=9', as: admin });
  expect(answer.json().items.map(({ id }: { id: string }) => id)).toEqual(['near', 'far']);
  const one = await api.call({ url: '/api/v1/cameras?near=10.7,105.12&limit=1', as: admin });
  expect(one.json().items).toHaveLength(1);
});
