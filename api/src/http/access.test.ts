import { ROLES } from '@thapcanh/core/people/role';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { registeredRoutes } from '../testing/route-table.fixture.ts';
import { startTestApi, type TestApi } from '../testing/test-api.fixture.ts';

/** Everybody below has their role on everything. */
const CALLERS = ['anonymous', 'must change password', 'nothing granted', ...ROLES];

let api: TestApi;
const cookies: Record<string, string | undefined> = {};

beforeAll(async () => {
  api = await startTestApi();
  await api.addUser('must change password', 'admin', { mustChangePassword: true });
  await api.addUser('nothing granted', null);
  for (const role of ROLES) await api.addUser(role, role);
  for (const who of CALLERS.slice(1)) cookies[who] = await api.login(who);
});
afterAll(() => api?.close());

/** Fills a route pattern with ids that exist nowhere. */
function addressOf(pattern: string): string {
  return pattern
    .replace('/cameras/:id', '/cameras/khong-co')
    .replace(':id', '00000000-0000-4000-8000-000000000000')
    .replace(':role', 'operator')
    .replace(':stream', 'main')
    .replace(':file', 'index.m3u8')
    .replace(/^\*$/, '/');
}

test('a route that does not say who may call it cannot be registered', async () => {
  const { default: fastify } = await import('fastify');
  const { registerAccess } = await import('./access.plugin.ts');
  const app = fastify();
  registerAccess(app.withTypeProvider(), {
    sessions: { resolve: async () => ({ kind: 'anonymous' }) },
    keys: { resolve: async () => ({ kind: 'anonymous' }) },
  });
  expect(() => app.get('/open', async () => 'x')).toThrow('route GET /open does not say who may call it');
});

async function answerTo(who: string, method: string, pattern: string): Promise<string> {
  const as = cookies[who];
  const response = await api.call({ method: method as 'GET', url: addressOf(pattern), ...(as ? { as } : {}) });
  const isProblem = response.headers['content-type']?.toString().startsWith('application/problem+json');
  const code = isProblem ? response.json().code : '';
  const isRefused = ['TC_SESSION_REQUIRED', 'TC_ACCESS_DENIED', 'TC_PASSWORD_CHANGE_REQUIRED'].includes(code);
  return isRefused ? `${response.statusCode} ${code}` : 'let in';
}

test('every route refuses exactly whom the committed table says', async () => {
  const table: string[] = [];
  for (const { method, pattern } of registeredRoutes(api.app)) {
    const answers = new Map<string, string[]>();
    for (const who of CALLERS) {
      // Logging out and listening would end or hang the session that the next line needs.
      const isSpent = /^\/api\/v1\/sessions?$/.test(pattern) && method === 'DELETE';
      const isEndless = pattern === '/api/v1/events';
      const answer =
        (isSpent || isEndless) && who !== 'anonymous' ? '(own test)' : await answerTo(who, method, pattern);
      answers.set(answer, [...(answers.get(answer) ?? []), who]);
    }
    table.push(`${method} ${pattern}`, ...[...answers].map(([answer, whom]) => `    ${answer}: ${whom.join(', ')}`));
  }
  await expect(`${table.join('\n')}\n`).toMatchFileSnapshot('access-table.txt');
}, 120_000);

test('a changing request without our header, or from another origin, is refused', async () => {
  const bare = await api.app.inject({
    method: 'DELETE',
    url: '/api/v1/session',
    headers: { cookie: cookies.admin ?? '' },
  });
  expect(bare.json()).toMatchObject({ status: 403, code: 'TC_REQUEST_FORGED' });
  const foreign = await api.call({
    method: 'DELETE',
    url: '/api/v1/session',
    as: cookies.admin ?? '',
    headers: { host: 'thapcanh.test', origin: 'https://evil.test' },
  });
  expect(foreign.json()).toMatchObject({ status: 403, code: 'TC_REQUEST_FORGED' });
});

test('the metrics are for this machine or for the holder of the token', async () => {
  const outside = await api.app.inject({ method: 'GET', url: '/metrics', remoteAddress: '10.0.0.9' });
  expect(outside.json()).toMatchObject({ status: 403, code: 'TC_ACCESS_DENIED' });
  const throughProxy = await api.app.inject({
    method: 'GET',
    url: '/metrics',
    remoteAddress: '127.0.0.1',
    headers: { 'x-forwarded-for': '10.0.0.9' },
  });
  expect(throughProxy.statusCode).toBe(403);
  const here = await api.app.inject({ method: 'GET', url: '/metrics', remoteAddress: '127.0.0.1' });
  expect(here.statusCode).toBe(200);
  expect(here.body).toContain('tc_api_request_seconds');
});
