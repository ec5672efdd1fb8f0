import { verifyAudit } from '@thapcanh/infra/audit/verify-audit';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { PASSWORD, startTestApi, type TestApi } from '../testing/test-api.fixture.ts';
import { ANONYMOUS } from './access.ts';
import { createSecondFactorRepository } from './second-factor.repository.ts';
import { createSecondFactorService } from './second-factor.service.ts';
import { LOCK_OUT } from './session.service.ts';
import { codeAt } from './totp.ts';

const STEP_MS = 30_000;

let api: TestApi;
let admin: string;
let trucId: string;
let truc: string;
beforeAll(async () => {
  api = await startTestApi();
});
beforeEach(async () => {
  await api.reset();
  await api.addUser('sep', 'admin');
  trucId = await api.addUser('truc', 'operator');
  [admin, truc] = [await api.login('sep'), await api.login('truc')];
});
afterAll(() => api?.close());

const post = (url: string, payload: object, as = truc) =>
  api.call({ method: 'POST', url: `/api/v1${url}`, payload, as });
const login = (code?: string, password = PASSWORD) =>
  post('/session', { username: 'truc', password, ...(code === undefined ? {} : { code }) }, '');
const codeOf = (secret: string, steps = 0) => codeAt(secret, api.clock.nowMs() + steps * STEP_MS);

/** Puts the second factor of the operator in force; the clock stands on a step that was not used since. */
async function enrol(): Promise<{ secret: string; recovery: string[] }> {
  const { secret } = (await post('/session/factor', { password: PASSWORD })).json();
  const recovery = (await post('/session/factor/confirm', { code: codeOf(secret) })).json().codes;
  api.clock.advance(2 * STEP_MS);
  return { secret, recovery };
}

test('no method of the second factor serves the anonymous', async () => {
  const unused = async (): Promise<never> => {
    throw new Error('the access check comes first');
  };
  const factors = createSecondFactorService({
    factors: createSecondFactorRepository(api.database.db),
    prove: unused,
    reprove: unused,
    secrets: api.secretBox,
    clock: api.clock,
    onChanged: () => undefined,
  });
  const refused = { code: 'TC_SESSION_REQUIRED' };
  await expect(factors.own(ANONYMOUS)).rejects.toMatchObject(refused);
  await expect(factors.begin(ANONYMOUS, PASSWORD)).rejects.toMatchObject(refused);
  await expect(factors.confirm(ANONYMOUS, '000000')).rejects.toMatchObject(refused);
  await expect(factors.renewCodes(ANONYMOUS, PASSWORD)).rejects.toMatchObject(refused);
  await expect(factors.end(ANONYMOUS, { password: PASSWORD, code: '000000' })).rejects.toMatchObject(refused);
  await expect(factors.listRules(ANONYMOUS)).rejects.toMatchObject(refused);
  await expect(factors.setRule(ANONYMOUS, 'operator', true)).rejects.toMatchObject(refused);
});

test('it is not begun without the password, nor in force without a right first code', async () => {
  expect((await post('/session/factor', { password: 'sai' })).json().code).toBe('TC_PASSWORD_WRONG');
  expect((await post('/session/factor/confirm', { code: '000000' })).json().code).toBe('TC_SECOND_FACTOR_NONE');
  const { secret, uri } = (await post('/session/factor', { password: PASSWORD })).json();
  expect(uri).toContain(`secret=${secret}`);
  expect((await post('/session/factor/confirm', { code: codeOf(secret, 5) })).json().code).toBe('TC_CODE_UNPROVEN');
  expect((await login()).statusCode).toBe(200);
  const row = await api.database.db.selectFrom('user_totp').selectAll().executeTakeFirstOrThrow();
  expect(row.secret_sealed.toString('latin1')).not.toContain(secret);
});

test('then the password alone does not log in, and each code does once, a step early or late', async () => {
  const { secret } = await enrol();
  expect((await login()).json()).toMatchObject({ status: 401, code: 'TC_CODE_REQUIRED' });
  expect((await login(codeOf(secret, 3))).json()).toMatchObject({ status: 401, code: 'TC_CODE_WRONG' });
  const early = codeOf(secret, -1);
  const now = codeOf(secret);
  const late = codeOf(secret, 1);
  expect((await login(early)).statusCode).toBe(200);
  expect((await login(early)).json().code).toBe('TC_CODE_WRONG');
  const both = await Promise.all([login(now), login(now)]);
  expect(both.map(({ statusCode }) => statusCode).sort()).toEqual([200, 401]);
  expect((await login(late)).statusCode).toBe(200);
  expect((await login(now)).json().code).toBe('TC_CODE_WRONG');
});

test('a wrong password is refused the same way whether or not there is a second factor', async () => {
  const before = await login('000000', 'sai');
  await enrol();
  const after = await login('000000', 'sai');
  expect({ ...after.json(), traceId: '' }).toEqual({ ...before.json(), traceId: '' });
});

test('codes cannot be guessed: wrong ones lock the account as wrong passwords do', async () => {
  const { secret } = await enrol();
  for (let n = 0; n < LOCK_OUT.afterFailures; n++) await login(codeOf(secret, 9));
  expect((await login(codeOf(secret))).json().code).toBe('TC_LOGIN_REFUSED');
  api.clock.advance(LOCK_OUT.baseMs);
  expect((await login(codeOf(secret))).statusCode).toBe(200);
});

test('a recovery code lets in once, however it is typed; only hashes are stored', async () => {
  const { recovery } = await enrol();
  expect(new Set(recovery).size).toBe(10);
  const code = recovery[0] ?? '';
  expect((await login(code.toUpperCase().replaceAll('-', ' '))).statusCode).toBe(200);
  expect((await login(code)).json().code).toBe('TC_CODE_WRONG');
  const own = await api.call({ method: 'GET', url: '/api/v1/session/factor', as: truc });
  expect(own.json()).toEqual({ isOn: true, isNeeded: false, recoveryCodesLeft: 9 });
  const renewed = (await post('/session/factor/recovery-codes', { password: PASSWORD })).json().codes;
  expect((await login(recovery[1])).json().code).toBe('TC_CODE_WRONG');
  expect((await login(renewed[1])).statusCode).toBe(200);
});

test('a role may need it: until then nothing but setting it up, and it stays on', async () => {
  const rule = (role: string, needsSecondFactor: boolean, as = admin) =>
    api.call({ method: 'PUT', url: `/api/v1/roles/${role}`, payload: { needsSecondFactor }, as });
  const cameras = () => api.call({ method: 'GET', url: '/api/v1/cameras', as: truc });
  expect((await rule('operator', true, truc)).json().code).toBe('TC_ACCESS_DENIED');
  expect((await rule('operator', true)).statusCode).toBe(200);
  expect((await cameras()).json()).toMatchObject({ status: 403, code: 'TC_SECOND_FACTOR_REQUIRED' });
  const session = await api.call({ method: 'GET', url: '/api/v1/session', as: truc });
  expect(session.json().user.mustAddFactor).toBe(true);
  const { secret } = await enrol();
  expect((await cameras()).statusCode).toBe(200);
  const end = () => post('/session/factor/end', { password: PASSWORD, code: codeOf(secret) });
  expect((await end()).json().code).toBe('TC_SECOND_FACTOR_NEEDED');
  await rule('operator', false);
  expect((await end()).statusCode).toBe(204);
  expect((await login()).statusCode).toBe(200);
});

test('an administrator takes it away from whoever lost the phone, which ends their sessions and is written down', async () => {
  await enrol();
  const reset = (as: string) => api.call({ method: 'DELETE', url: `/api/v1/users/${trucId}/factor`, as });
  expect((await reset(truc)).json().code).toBe('TC_ACCESS_DENIED');
  expect((await reset(admin)).statusCode).toBe(204);
  expect((await reset(admin)).json().code).toBe('TC_SECOND_FACTOR_NONE');
  expect((await api.call({ method: 'GET', url: '/api/v1/session', as: truc })).statusCode).toBe(401);
  expect((await login()).statusCode).toBe(200);
  const { items } = (await api.call({ method: 'GET', url: '/api/v1/audit?kind=factor.reset', as: admin })).json();
  expect(items[0]).toMatchObject({ actorName: 'sep', details: { user: trucId } });
  expect((await verifyAudit(api.database.db)).faults).toEqual([]);
});
