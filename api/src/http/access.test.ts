import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestApi, type TestApi } from '../testing/test-api.fixture.ts';

let api: TestApi;
const cookies: Record<string, string | undefined> = {};

beforeAll(async () => {
  api = await startTestApi();
  await api.addUser('sep', 'admin');
  await api.addUser('truc', 'operator');
  await api.addUser('moi', 'operator', { mustChangePassword: true });
  cookies.operator = await api.login('truc');
  cookies.admin = await api.login('sep');
  cookies['must change password'] = await api.login('moi');
});
afterAll(() => api?.close());

/** Fills a route pattern with ids that exist nowhere. */
function addressOf(pattern: string): string {
  return pattern
    .replace('/cameras/:id', '/cameras/khong-co')
    .replace(':id', '00000000-0000-4000-8000-000000000000')
    .replace(':stream', 'main')
    .replace(':file', 'index.m3u8')
    .replace(/^\*$/, '/');
}

function routes(): { method: string; pattern: string }[] {
  const found: { method: string; pattern: string }[] = [];
  const path: string[] = [];
  for (const line of api.app.printRoutes({ commonPrefix: false }).split('\n')) {
    const match = /^([│\s]*)[├└]── (\S+)(?: \(([A-Z, ]+)\))?$/.exec(line);
    if (!match) continue;
    const depth = (match[1] ?? '').length / 4;
    path.length = depth;
    path.push(match[2] ?? '');
    for (const method of match[3]?.split(', ') ?? []) found.push({ method, pattern: path.join('') });
  }
  return found.sort((a, b) => `${a.pattern} ${a.method}`.localeCompare(`${b.pattern} ${b.method}`));
}

test('a route that does not say who may call it cannot be registered', async () => {
  const { default: fastify } = await import('fastify');
  const { registerAccess } = await import('./access.plugin.ts');
  const app = fastify();
  registerAccess(app.withTypeProvider(), { sessions: { resolve: async () => ({ kind: 'anonymous' }) } });
  expect(() => app.get('/open', async () => 'x')).toThrow('route GET /open does not say who may call it');
});

test('every route refuses exactly whom the committed table says', async () => {
  const roles = ['anonymous', 'must change password', 'operator', 'admin'];
  const table: string[] = [];
  for (const { method, pattern } of routes()) {
    const cells: string[] = [];
    for (const role of roles) {
      // Logging out, changing the password and listening would end or hang the session that the next line needs.
      const isSpent = pattern === '/api/v1/session' && method === 'DELETE';
      const isEndless = pattern === '/api/v1/events';
      if ((isSpent || isEndless) && role !== 'anonymous') {
        cells.push(`${role}: (own test)`);
        continue;
      }
      const as = cookies[role];
      const response = await api.call({ method: method as 'GET', url: addressOf(pattern), ...(as ? { as } : {}) });
      const code = response.headers['content-type']?.toString().startsWith('application/problem+json')
        ? response.json().code
        : '';
      const isRefused = ['TC_SESSION_REQUIRED', 'TC_ACCESS_DENIED', 'TC_PASSWORD_CHANGE_REQUIRED'].includes(code);
      cells.push(`${role}: ${isRefused ? `${response.statusCode} ${code}` : 'let in'}`);
    }
    table.push(`${method} ${pattern}`, ...cells.map((cell) => `    ${cell}`));
  }
  await expect(`${table.join('\n')}\n`).toMatchFileSnapshot('access-table.txt');
});

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
