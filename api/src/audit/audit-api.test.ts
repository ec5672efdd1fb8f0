import { verifyAudit } from '@thapcanh/infra/audit/verify-audit';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { ANONYMOUS } from '../identity/access.ts';
import { NOW_MS, startTestApi, type TestApi } from '../testing/test-api.fixture.ts';
import { createAuditRepository } from './audit.repository.ts';
import type { AuditEntry } from './audit.schema.ts';
import { createAuditService } from './audit.service.ts';

let api: TestApi;
let admin: string;
let operator: string;
let auditor: string;
let operatorId: string;
beforeAll(async () => {
  api = await startTestApi();
});
beforeEach(async () => {
  await api.reset();
  await api.addUser('sep', 'admin');
  await api.addUser('kiem', 'auditor');
  operatorId = await api.addUser('truc', 'operator');
  [admin, auditor, operator] = [await api.login('sep'), await api.login('kiem'), await api.login('truc')];
});
afterAll(() => api?.close());

const CAMERA = { name: 'Cổng', mainUrl: 'rtsp://admin:bimat123@10.0.0.5/main', profile: 'none' };
const send = (method: 'POST' | 'PATCH' | 'DELETE', url: string, payload?: object, headers = {}, as = admin) =>
  api.call({ method, url: `/api/v1${url}`, as, headers, ...(payload && { payload }) });

async function log(query = ''): Promise<AuditEntry[]> {
  const answer = await api.call({ method: 'GET', url: `/api/v1/audit?limit=200${query}`, as: auditor });
  return answer.json().items;
}
/** Kinds since the logins of `beforeEach`, oldest first. */
async function kindsSince(id: number): Promise<string[]> {
  return (await log())
    .filter((entry) => entry.id > id)
    .map(({ kind }) => kind)
    .reverse();
}
const newestId = async () => (await log())[0]?.id ?? 0;

test('the audit log is read by auditors and administrators only', async () => {
  const service = createAuditService({ entries: createAuditRepository(api.database.db) });
  await expect(service.list(ANONYMOUS, {})).rejects.toMatchObject({ code: 'TC_SESSION_REQUIRED' });
  expect((await api.call({ method: 'GET', url: '/api/v1/audit', as: operator })).json().code).toBe('TC_ACCESS_DENIED');
  expect((await api.call({ method: 'GET', url: '/api/v1/audit', as: admin })).statusCode).toBe(200);
});

test('logins, refused ones and logouts stand in it, and nothing that was typed', async () => {
  const since = await newestId();
  const login = (username: string, password: string) => send('POST', '/session', { username, password }, {}, '');
  await login('truc', 'sai mat khau');
  await login('mat-khau-go-nham', 'x');
  await send('DELETE', '/session', undefined, {}, await api.login('truc'));
  const entries = (await log()).filter((entry) => entry.id > since).reverse();
  expect(entries.map(({ kind, actorName, details }) => [kind, actorName, details.reason])).toEqual([
    ['session.refused', 'truc', 'password'],
    ['session.refused', null, 'unknown'],
    ['session.login', 'truc', undefined],
    ['session.logout', 'truc', undefined],
  ]);
  expect(JSON.stringify(entries)).not.toMatch(/sai mat khau|go-nham/);
});

test('changes of cameras, areas, people, teams and grants stand in it with who made them, and no password', async () => {
  const since = await newestId();
  await send('POST', '/areas', { kind: 'province', name: 'Huế' });
  await send('POST', '/cameras', CAMERA);
  await send('PATCH', '/cameras/cong', { password: 'bimat456', areaId: 'hue' }, { 'if-match': '"1"' });
  const team = (await send('POST', '/teams', { name: 'Đội', memberIds: [operatorId] })).json();
  const scope = { isEverything: false, areaIds: ['hue'], operatingAreaIds: [], groupIds: [] };
  const granted = { teamId: team.id, role: 'reviewer', scope, purposes: ['traffic'] };
  const grant = (await send('POST', '/grants', granted)).json();
  await send('DELETE', `/grants/${grant.id}`);
  await send('PATCH', `/users/${operatorId}`, { displayName: 'Trực' });
  await send('POST', '/holds', {
    cameraId: 'cong',
    from: new Date(NOW_MS).toISOString(),
    to: new Date(NOW_MS + 1000).toISOString(),
    reason: 'Vụ 1',
  });
  const removed = await send('DELETE', '/cameras/cong');
  expect(removed.statusCode).toBe(204);
  expect(await kindsSince(since)).toEqual([
    'area.created',
    'camera.created',
    'camera.changed',
    'team.created',
    'grant.created',
    'grant.removed',
    'user.changed',
    'hold-placed',
    'camera.removed',
  ]);
  const entries = await log('&cameraId=cong&kind=camera.changed');
  expect(entries[0]).toMatchObject({ actorName: 'sep', address: '127.0.0.1', details: { isPasswordChanged: true } });
  expect(JSON.stringify(await log())).not.toMatch(/bimat|argon2/);
});

test('a search and a look stand in it with purpose and case number, a list that refreshes itself once', async () => {
  await send('POST', '/cameras', CAMERA);
  const since = await newestId();
  const get = (url: string, headers = {}) => api.call({ method: 'GET', url: `/api/v1${url}`, as: operator, headers });
  await get('/passages');
  await get('/passages');
  const why = { 'x-purpose': 'investigation', 'x-case-number': encodeURIComponent('Vụ án 17/2026') };
  await get('/passages?plate=29B1', why);
  await get('/passages?plate=29B1', why);
  const entries = (await log()).filter((entry) => entry.id > since).reverse();
  expect(entries.map(({ kind, purpose }) => [kind, purpose])).toEqual([
    ['passage.search', null],
    ['passage.search', 'investigation'],
    ['passage.search', 'investigation'],
  ]);
  expect(entries[1]).toMatchObject({ caseNumber: 'Vụ án 17/2026', details: { plate: '29B1' }, actorId: operatorId });
  const endless = await get('/passages', { 'x-case-number': 'x'.repeat(61) });
  expect(endless.json().code).toBe('TC_REQUEST_INVALID');
});

test('the log is paged from the newest on, filtered by person, and whole', async () => {
  for (let n = 0; n < 5; n++) await send('POST', '/areas', { kind: 'province', name: `T${n}` });
  const page = async (cursor = '') =>
    (await api.call({ method: 'GET', url: `/api/v1/audit?limit=3${cursor}`, as: auditor })).json();
  const first = await page();
  const second = await page(`&cursor=${first.next}`);
  const ids = [...first.items, ...second.items].map(({ id }: AuditEntry) => id);
  expect(ids).toEqual([...ids].sort((a, b) => b - a));
  expect(new Set(ids).size).toBe(6);
  const own = await log(`&actorId=${operatorId}`);
  expect(own.map(({ kind }) => kind)).toEqual(['session.login']);
  expect(new Set((await log('&actorName=TRUC')).map(({ actorName }) => actorName))).toEqual(new Set(['truc']));
  expect(await log('&actorName=khong-co')).toEqual([]);
  const wrong = await api.call({ method: 'GET', url: '/api/v1/audit?cursor=abc', as: auditor });
  expect(wrong.json().code).toBe('TC_CURSOR_INVALID');
  expect((await verifyAudit(api.database.db)).faults).toEqual([]);
});
