import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createAuditRecorder } from '../audit/audit-recorder.ts';
import { ANONYMOUS } from '../identity/access.ts';
import { PASSWORD, startTestApi, type TestApi } from '../testing/test-api.fixture.ts';
import { createKeyRepository } from './key.repository.ts';
import { createKeyService } from './key.service.ts';

const DAY_MS = 86_400_000;
const EVERYTHING = { isEverything: true, areaIds: [], operatingAreaIds: [], groupIds: [] };

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
  await db.insertInto('area').values({ id: 'hue', kind: 'province', name: 'Huế', search_key: 'hue' }).execute();
  for (const [id, areaId] of [
    ['cam-a', 'hue'],
    ['cam-b', null],
  ] as const) {
    const row = { id, name: id, search_key: id, main_url: 'rtsp://10.0.0.1/', area_id: areaId };
    await db.insertInto('camera').values(row).execute();
  }
});
afterAll(() => api?.close());

const wanted = (changes: object = {}) => ({
  name: 'Bản đồ của thành phố',
  scopes: ['camera.view'],
  scope: EVERYTHING,
  purposes: ['public-order', 'traffic'],
  expiresAt: new Date(api.clock.nowMs() + 30 * DAY_MS).toISOString(),
  ...changes,
});
const make = (changes: object = {}, as = admin) =>
  api.call({ method: 'POST', url: '/api/v1/keys', as, payload: wanted(changes) });
const made = async (changes: object = {}): Promise<{ id: string; secret: string }> => {
  const { key, secret } = (await make(changes)).json();
  return { id: key.id, secret };
};
/** As another system calls: without cookie and without the header of our own page. */
const call = (secret: string, url: string, options: object = {}) =>
  api.app.inject({ method: 'GET', url: `/api/v1${url}`, headers: { authorization: `Bearer ${secret}` }, ...options });

test('no method of the key service serves the anonymous', async () => {
  const { db } = api.database;
  const audit = createAuditRecorder({ db, clock: api.clock });
  const keys = createKeyService({ keys: createKeyRepository(db), audit, clock: api.clock });
  const refused = { code: 'TC_SESSION_REQUIRED' };
  await expect(keys.list(ANONYMOUS)).rejects.toMatchObject(refused);
  await expect(keys.create(ANONYMOUS, wanted() as never)).rejects.toMatchObject(refused);
  await expect(keys.revoke(ANONYMOUS, crypto.randomUUID())).rejects.toMatchObject(refused);
});

test('a key without end, without scope, for accounts or for a place that is none is not made', async () => {
  const codes = async (changes: object) => (await make(changes)).json().code;
  expect(await codes({ expiresAt: new Date(api.clock.nowMs()).toISOString() })).toBe('TC_KEY_INVALID');
  expect(await codes({ expiresAt: new Date(api.clock.nowMs() + 800 * DAY_MS).toISOString() })).toBe('TC_KEY_INVALID');
  expect(await codes({ expiresAt: undefined })).toBe('TC_REQUEST_INVALID');
  expect(await codes({ scopes: [] })).toBe('TC_REQUEST_INVALID');
  for (const scope of ['user.manage', 'key.manage', 'session.own', 'audit.view']) {
    expect(await codes({ scopes: [scope] })).toBe('TC_REQUEST_INVALID');
  }
  expect(await codes({ scope: { ...EVERYTHING, isEverything: false } })).toBe('TC_KEY_INVALID');
  expect(await codes({ scope: { ...EVERYTHING, isEverything: false, areaIds: ['khong-co'] } })).toBe('TC_KEY_INVALID');
  expect(await codes({ allowedNetworks: ['10.0.0.0/99'] })).toBe('TC_KEY_INVALID');
});

test('a wrong, expired, revoked or misplaced key gets one and the same answer, and the reason is written down', async () => {
  const { id, secret } = await made({ allowedNetworks: ['10.1.0.0/16'] });
  const answers = [
    await call('tck_abc', '/cameras'),
    await call(`tck_${'A'.repeat(43)}`, '/cameras'),
    await call(secret, '/cameras', { remoteAddress: '10.2.0.1' }),
  ];
  expect((await call(secret, '/cameras', { remoteAddress: '10.1.2.3' })).statusCode).toBe(200);
  api.clock.advance(31 * DAY_MS);
  answers.push(await call(secret, '/cameras', { remoteAddress: '10.1.2.3' }));
  admin = await api.login('sep');
  const late = await made();
  expect((await call(late.secret, '/cameras')).statusCode).toBe(200);
  const revoke = () => api.call({ method: 'DELETE', url: `/api/v1/keys/${late.id}`, as: admin });
  expect((await revoke()).statusCode).toBe(204);
  answers.push(await call(late.secret, '/cameras'));
  for (const answer of answers) {
    expect({ ...answer.json(), traceId: '' }).toEqual({ ...answers[0]?.json(), traceId: '' });
    expect(answer.json()).toMatchObject({ status: 401, code: 'TC_KEY_REFUSED' });
  }
  const log = (await api.call({ method: 'GET', url: '/api/v1/audit?kind=key.refused', as: admin })).json().items;
  const reasons = log.filter((entry: { details: { key: string } }) => [id, late.id].includes(entry.details.key));
  expect(reasons.map((entry: { details: { reason: string } }) => entry.details.reason)).toEqual([
    'revoked',
    'expired',
    'address',
  ]);
});

test('a key may what its scopes name where its grant reaches, and nothing of sessions or accounts', async () => {
  const { secret } = await made({ scope: { ...EVERYTHING, isEverything: false, areaIds: ['hue'] } });
  const cameras = await call(secret, '/cameras');
  expect(cameras.json().items.map(({ id }: { id: string }) => id)).toEqual(['cam-a']);
  expect((await call(secret, '/cameras/cam-b')).json().code).toBe('TC_CAMERA_NOT_FOUND');
  for (const url of ['/session', '/sessions', '/users', '/keys', '/passages', '/audit']) {
    expect([url, (await call(secret, url)).json().code]).toEqual([url, 'TC_ACCESS_DENIED']);
  }
  const edit = { method: 'PATCH', payload: { name: 'x' } };
  const headers = { authorization: `Bearer ${secret}`, 'if-match': '"1"' };
  expect((await call(secret, '/cameras/cam-a', { ...edit, headers })).json().code).toBe('TC_ACCESS_DENIED');
});

test('with a key the cookie of the same request counts for nothing', async () => {
  const { secret } = await made();
  const headers = { authorization: `Bearer ${secret}`, cookie: admin };
  expect((await call(secret, '/users', { headers })).json().code).toBe('TC_ACCESS_DENIED');
});

test('a changing request with a key needs no proof of our own page, and is written down as the key', async () => {
  const { id, secret } = await made({ scopes: ['camera.view', 'hold.manage'] });
  const at = (ms: number) => new Date(api.clock.nowMs() + ms).toISOString();
  const payload = { cameraId: 'cam-a', from: at(-60_000), to: at(0), reason: 'Vụ 1' };
  expect((await call(secret, '/holds', { method: 'POST', payload })).statusCode).toBe(201);
  const log = (await api.call({ method: 'GET', url: `/api/v1/audit?actorId=${id}`, as: admin })).json().items;
  expect(log[0]).toMatchObject({ kind: 'hold-placed', actorName: `api:${id}` });
});

test('the secret is shown once, stored as a hash, and the list says when it was used from where', async () => {
  const { id, secret } = await made();
  await call(secret, '/cameras', { remoteAddress: '10.0.0.7' });
  const list = await api.call({ method: 'GET', url: '/api/v1/keys', as: admin });
  expect(list.body).not.toContain(secret);
  expect(list.json().items[0]).toMatchObject({
    ...{ id, start: secret.slice(0, 10), lastUsedFrom: '10.0.0.7', createdBy: 'sep', revokedAt: null },
  });
  const rows = await api.database.db.selectFrom('api_key').selectAll().execute();
  expect(JSON.stringify(rows)).not.toContain(secret);
});

test('the account of a key is no person: it is not listed, gets no password and does not log in', async () => {
  const { id } = await made();
  const users = (await api.call({ method: 'GET', url: '/api/v1/users', as: admin })).json().items;
  expect(users.map(({ username }: { username: string }) => username)).toEqual(['sep']);
  const set = { method: 'PATCH' as const, url: `/api/v1/users/${id}`, as: admin, payload: { password: PASSWORD } };
  expect((await api.call(set)).json().code).toBe('TC_USER_NOT_FOUND');
  const login = { username: `api:${id}`, password: PASSWORD };
  expect((await api.call({ method: 'POST', url: '/api/v1/session', payload: login })).json().code).toBe(
    'TC_LOGIN_REFUSED',
  );
});
