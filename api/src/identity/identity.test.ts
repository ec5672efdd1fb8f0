import { parseUserId } from '@thapcanh/core/ids';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { PASSWORD, startTestApi, type TestApi } from '../testing/test-api.fixture.ts';
import { ANONYMOUS } from './access.ts';
import { createPasswordHasher } from './password-hasher.ts';
import { createSessionRepository } from './session.repository.ts';
import { createSessionService, LOCK_OUT, SESSION_LIMITS } from './session.service.ts';
import { createUserRepository } from './user.repository.ts';
import { createUserService } from './user.service.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
beforeEach(() => api.reset());
afterAll(() => api?.close());

const NEXT = 'cầu nhật lệ lúc sáu giờ';

function login(username: string, password = PASSWORD) {
  return api.call({ method: 'POST', url: '/api/v1/session', payload: { username, password } });
}

test('no method of the session and user services serves the anonymous', async () => {
  const { db } = api.database;
  const deps = { hasher: createPasswordHasher(), clock: api.clock, proveFactor: async () => true };
  const sessions = createSessionService({ sessions: createSessionRepository(db), ...deps });
  const users = createUserService({ users: createUserRepository(db), ...deps, onChanged: () => undefined });
  const refused = { code: 'TC_SESSION_REQUIRED' };
  await expect(sessions.current(ANONYMOUS)).rejects.toMatchObject(refused);
  await expect(sessions.logout(ANONYMOUS)).rejects.toMatchObject(refused);
  const nobody = parseUserId(crypto.randomUUID())!;
  await expect(sessions.listOwn(ANONYMOUS)).rejects.toMatchObject(refused);
  await expect(sessions.listOfUser(ANONYMOUS, nobody)).rejects.toMatchObject(refused);
  await expect(sessions.end(ANONYMOUS, nobody)).rejects.toMatchObject(refused);
  await expect(sessions.endOthers(ANONYMOUS)).rejects.toMatchObject(refused);
  await expect(sessions.endOfUser(ANONYMOUS, nobody)).rejects.toMatchObject(refused);
  await expect(sessions.changePassword(ANONYMOUS, { current: PASSWORD, next: NEXT })).rejects.toMatchObject(refused);
  await expect(users.list(ANONYMOUS)).rejects.toMatchObject(refused);
  const account = { username: 'abc', displayName: 'A', role: 'admin' as const, password: PASSWORD };
  await expect(users.create(ANONYMOUS, account)).rejects.toMatchObject(refused);
});

test('an unknown name, a wrong password and a disabled account get the same refusal', async () => {
  await api.addUser('truc', 'operator');
  const off = await api.addUser('nghi', 'operator');
  await api.database.db.updateTable('app_user').set({ is_active: false }).where('id', '=', off).execute();
  const answers = [await login('khong-co'), await login('truc', 'sai'), await login('nghi')];
  for (const answer of answers) {
    expect(answer.statusCode).toBe(401);
    expect({ ...answer.json(), traceId: '' }).toEqual({ ...answers[0]?.json(), traceId: '' });
    expect(answer.cookies).toEqual([]);
  }
});

test('a login gives a cookie that scripts and other sites cannot use, and stores only its hash', async () => {
  await api.addUser('Truc', 'operator');
  const answer = await login(' TRUC ');
  expect(answer.json()).toMatchObject({ user: { username: 'Truc', roles: ['operator'], mustChangePassword: false } });
  const cookie = answer.cookies[0];
  expect(cookie).toMatchObject({ name: 'tc_session', httpOnly: true, sameSite: 'Strict', path: '/' });
  expect(cookie?.secure).toBeUndefined();
  const dump = await sql<{ row: string }>`select user_session::text as row from user_session`.execute(api.database.db);
  expect(dump.rows[0]?.row).not.toContain(cookie?.value);
  const hash = await api.database.db.selectFrom('app_user').select('password_hash').executeTakeFirstOrThrow();
  expect(hash.password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
});

test('behind a TLS proxy on this machine the cookie is Secure', async () => {
  await api.addUser('truc', 'operator');
  const answer = await api.call({
    method: 'POST',
    url: '/api/v1/session',
    payload: { username: 'truc', password: PASSWORD },
    headers: { 'x-forwarded-proto': 'https' },
  });
  expect(answer.cookies[0]?.secure).toBe(true);
});

test('ten failures lock the account for a quarter of an hour, each further one for longer', async () => {
  await api.addUser('truc', 'operator');
  for (let failure = 1; failure <= LOCK_OUT.afterFailures; failure += 1) await login('truc', 'sai');
  expect((await login('truc')).json().code).toBe('TC_LOGIN_REFUSED');
  api.clock.advance(LOCK_OUT.baseMs);
  await login('truc', 'sai');
  api.clock.advance(LOCK_OUT.baseMs);
  expect((await login('truc')).statusCode).toBe(401);
  api.clock.advance(LOCK_OUT.baseMs);
  expect((await login('truc')).statusCode).toBe(200);
  const { failed_logins } = await api.database.db
    .selectFrom('app_user')
    .select('failed_logins')
    .executeTakeFirstOrThrow();
  expect(failed_logins).toBe(0);
});

test('parallel failures cannot slip under the limit', async () => {
  await api.addUser('truc', 'operator');
  await Promise.all(Array.from({ length: LOCK_OUT.afterFailures }, () => login('truc', 'sai')));
  expect((await login('truc')).statusCode).toBe(401);
});

test('a session ends after twelve unused hours and after seven days of use', async () => {
  await api.addUser('truc', 'operator');
  const look = (as: string) => api.call({ method: 'GET', url: '/api/v1/session', as });
  const idle = await api.login('truc');
  api.clock.advance(SESSION_LIMITS.idleMs - 1);
  expect((await look(idle)).statusCode).toBe(200);
  api.clock.advance(SESSION_LIMITS.idleMs);
  expect((await look(idle)).json().code).toBe('TC_SESSION_REQUIRED');

  const used = await api.login('truc');
  for (let hours = 0; hours < 7 * 24 - 11; hours += 11) {
    api.clock.advance(11 * 3_600_000);
    expect((await look(used)).statusCode).toBe(200);
  }
  api.clock.advance(11 * 3_600_000);
  expect((await look(used)).statusCode).toBe(401);
});

test('logging out ends the session at once', async () => {
  await api.addUser('truc', 'operator');
  const as = await api.login('truc');
  const answer = await api.call({ method: 'DELETE', url: '/api/v1/session', as });
  expect(answer.statusCode).toBe(204);
  expect((await api.call({ method: 'GET', url: '/api/v1/session', as })).statusCode).toBe(401);
});

test('a new password needs the old one, must not be weak and ends the other sessions', async () => {
  await api.addUser('truc', 'operator', { mustChangePassword: true });
  const [as, other] = [await api.login('truc'), await api.login('truc')];
  const change = (current: string, next: string) =>
    api.call({ method: 'PUT', url: '/api/v1/session/password', as, payload: { current, next } });
  expect((await change('sai', NEXT)).json().code).toBe('TC_PASSWORD_WRONG');
  for (const weak of ['ngắn', PASSWORD, 'mật khẩu của truc đây', 'aaaaaaaaaaaaaaaa']) {
    expect((await change(PASSWORD, weak)).json().code).toBe('TC_PASSWORD_WEAK');
  }
  expect((await api.call({ method: 'GET', url: '/api/v1/cameras', as })).json().code).toBe(
    'TC_PASSWORD_CHANGE_REQUIRED',
  );
  const changed = await change(PASSWORD, NEXT);
  expect(changed.statusCode).toBe(204);
  // Whoever knew the token before does not know the one after.
  expect((await api.call({ method: 'GET', url: '/api/v1/cameras', as })).statusCode).toBe(401);
  const renewed = `tc_session=${changed.cookies[0]?.value}`;
  expect((await api.call({ method: 'GET', url: '/api/v1/cameras', as: renewed })).statusCode).toBe(200);
  expect((await api.call({ method: 'GET', url: '/api/v1/session', as: other })).statusCode).toBe(401);
  expect((await login('truc', NEXT)).statusCode).toBe(200);
});

test('a login ends the session that the browser had, so that a planted cookie is worth nothing', async () => {
  await api.addUser('truc', 'operator');
  const planted = await api.login('truc');
  const payload = { username: 'truc', password: PASSWORD };
  await api.call({ method: 'POST', url: '/api/v1/session', payload, as: planted });
  expect((await api.call({ method: 'GET', url: '/api/v1/session', as: planted })).statusCode).toBe(401);
});

test('people see and end their own sessions and nobody else’s, an administrator those of all', async () => {
  const id = await api.addUser('truc', 'operator');
  await api.addUser('sep', 'admin');
  const [admin, as, other] = [await api.login('sep'), await api.login('truc'), await api.login('truc')];
  const call = (method: 'GET' | 'DELETE', url: string, by: string) =>
    api.call({ method, url: `/api/v1${url}`, as: by });
  const items = (await call('GET', '/sessions', as)).json().items;
  expect(items.map((item: { isCurrent: boolean }) => item.isCurrent).sort()).toEqual([false, true]);
  expect(items[0]).toMatchObject({ address: '127.0.0.1', userAgent: expect.any(String) });
  const [admins] = (await call('GET', '/sessions', admin)).json().items;
  expect((await call('DELETE', `/sessions/${admins.id}`, as)).json().code).toBe('TC_SESSION_NOT_FOUND');
  expect((await call('GET', `/users/${id}/sessions`, as)).json().code).toBe('TC_ACCESS_DENIED');
  expect((await call('DELETE', '/sessions', as)).statusCode).toBe(204);
  expect((await call('GET', '/session', other)).statusCode).toBe(401);
  const [left] = (await call('GET', `/users/${id}/sessions`, admin)).json().items;
  expect((await call('DELETE', `/sessions/${left.id}`, admin)).statusCode).toBe(204);
  expect((await call('GET', '/session', as)).statusCode).toBe(401);
  const again = await api.login('truc');
  expect((await call('DELETE', `/users/${id}/sessions`, admin)).statusCode).toBe(204);
  expect((await call('GET', '/session', again)).statusCode).toBe(401);
});

test('an administrator adds, edits and switches off users; whoever changes is logged out', async () => {
  await api.addUser('sep', 'admin');
  const as = await api.login('sep');
  const payload = { username: 'Moi.Vao', displayName: 'Người mới', role: 'operator', password: PASSWORD };
  const created = await api.call({ method: 'POST', url: '/api/v1/users', as, payload });
  expect(created.statusCode).toBe(201);
  expect(created.json()).toMatchObject({ username: 'Moi.Vao', mustChangePassword: true, isActive: true });
  const again = await api.call({
    method: 'POST',
    url: '/api/v1/users',
    as,
    payload: { ...payload, username: 'moi.vao' },
  });
  expect(again.json().code).toBe('TC_USERNAME_TAKEN');
  const theirs = await api.login('moi.vao');
  const edited = await api.call({
    method: 'PATCH',
    url: `/api/v1/users/${created.json().id}`,
    as,
    payload: { isActive: false },
  });
  expect(edited.json()).toMatchObject({ isActive: false, displayName: 'Người mới' });
  expect((await api.call({ method: 'GET', url: '/api/v1/session', as: theirs })).statusCode).toBe(401);
  const list = await api.call({ method: 'GET', url: '/api/v1/users', as });
  expect(list.json().items.map((user: { username: string }) => user.username)).toEqual(['Moi.Vao', 'sep']);
  expect(list.body).not.toContain('argon2');
});

test('the last active administrator can neither be demoted nor switched off', async () => {
  const id = await api.addUser('sep', 'admin');
  const as = await api.login('sep');
  const grants = (await api.call({ method: 'GET', url: `/api/v1/grants?userId=${id}`, as })).json().items;
  const demoted = await api.call({ method: 'DELETE', url: `/api/v1/grants/${grants[0].id}`, as });
  expect(demoted.json().code).toBe('TC_LAST_ADMIN');
  const off = await api.call({ method: 'PATCH', url: `/api/v1/users/${id}`, as, payload: { isActive: false } });
  expect(off.json().code).toBe('TC_LAST_ADMIN');
});

test('logins of one address are limited', async () => {
  const limited = await startTestApi({ loginsPerMinute: 3 });
  try {
    const attempt = () =>
      limited.call({ method: 'POST', url: '/api/v1/session', payload: { username: 'a', password: 'b' } });
    for (let count = 0; count < 3; count += 1) expect((await attempt()).statusCode).toBe(401);
    const refused = await attempt();
    expect(refused.json()).toMatchObject({ status: 429, code: 'TC_RATE_LIMITED' });
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
  } finally {
    await limited.close();
  }
});
