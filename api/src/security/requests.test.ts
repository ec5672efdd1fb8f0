import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { SESSION_LIMITS } from '../identity/session.service.ts';
import { registeredRoutes } from '../testing/route-table.fixture.ts';
import { PASSWORD, startTestApi, type TestApi } from '../testing/test-api.fixture.ts';

/** They open no session's doors: what they do with a cookie is nothing to another site. */
const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);
const ID = '10000000-0000-4000-8000-000000000000';

const WAYS_OUT = [
  '..',
  '..%2f..%2f..%2fetc%2fpasswd',
  '%2e%2e%2f%2e%2e%2fetc%2fpasswd',
  '..%5c..%5cetc%5cpasswd',
  '%252e%252e%252fetc%252fpasswd',
  '....%2f%2fetc%2fpasswd',
  '%2fetc%2fpasswd',
  'cam-a%00.jpg',
  'file:%2f%2f%2fetc%2fpasswd',
];

let api: TestApi;
let admin: string;
beforeAll(async () => {
  api = await startTestApi({ onvif: { mayReach: () => false, discoveryTargets: [] } });
});
beforeEach(async () => {
  await api.reset();
  await api.addUser('sep', 'admin');
  admin = await api.login('sep');
  const row = { id: 'cam-a', name: 'a', search_key: 'a', main_url: 'rtsp://10.0.0.1/' };
  await api.database.db.insertInto('camera').values(row).execute();
});
afterAll(() => api?.close());

const addressOf = (pattern: string) => pattern.replace('/cameras/:id', '/cameras/cam-a').replace(/:\w+/g, ID);
const whoAmI = (as: string) => api.call({ method: 'GET', url: '/api/v1/session', as });

test('a session that somebody else put into the browser is neither taken over nor alive after the login', async () => {
  const planted = `tc_session=${'A'.repeat(43)}`;
  const credentials = { username: 'sep', password: PASSWORD };
  const fresh = await api.call({ method: 'POST', url: '/api/v1/session', as: planted, payload: credentials });
  expect(`tc_session=${fresh.cookies[0]?.value}`).not.toBe(planted);
  expect((await whoAmI(planted)).statusCode).toBe(401);
  // One that was good before ends, too: whoever knew it knows nothing any more.
  const again = await api.call({ method: 'POST', url: '/api/v1/session', as: admin, payload: credentials });
  expect(again.cookies[0]?.value).not.toBe(admin.split('=')[1]);
  expect((await whoAmI(admin)).statusCode).toBe(401);
});

test.each([
  ['without the header of our own page', { 'x-requested-with': '' }],
  ['from another origin', { origin: 'https://evil.test' }],
  ['from an origin that hides itself', { origin: 'null' }],
  ['from another site, as the browser says', { 'sec-fetch-site': 'cross-site' }],
  ['from a neighbouring site, as the browser says', { 'sec-fetch-site': 'same-site' }],
])('no changing route answers a request with a cookie %s', async (_, headers) => {
  const unsafe = registeredRoutes(api.app).filter(({ method }) => !SAFE.has(method));
  expect(unsafe.length).toBeGreaterThan(40);
  for (const { method, pattern } of unsafe) {
    const call = { method: method as 'POST', url: addressOf(pattern), headers, as: admin };
    const answer = await api.call(call);
    expect([method, pattern, answer.json().code]).toEqual([method, pattern, 'TC_REQUEST_FORGED']);
  }
});

test('a request of our own page, as browsers mark it, is let in', async () => {
  const headers = { 'sec-fetch-site': 'same-origin', origin: 'http://localhost:8080', host: 'localhost:8080' };
  const answer = await api.call({ method: 'DELETE', url: '/api/v1/session', headers, as: admin });
  expect(answer.statusCode).toBe(204);
});

test('no part of any address leads out of its place', async () => {
  const withParts = registeredRoutes(api.app).filter(({ pattern }) => pattern.includes(':') || pattern.includes('*'));
  for (const { method, pattern } of withParts) {
    const names = pattern.match(/:\w+|\*/g) ?? [];
    for (const name of names) {
      for (const way of WAYS_OUT) {
        const url = addressOf(pattern.replace(name, way)).replace('*', way);
        const answer = await api.call({
          method: method as 'GET',
          url: url.startsWith('/') ? url : `/${url}`,
          as: admin,
        });
        expect([url, answer.body.includes('root:'), answer.statusCode]).toEqual([url, false, answer.statusCode]);
        expect([url, answer.statusCode === 500]).toEqual([url, false]);
      }
    }
  }
}, 60_000);

test('addresses of media are worth nothing to somebody else, after the logout and after the session ended', async () => {
  const { db } = api.database;
  const at = new Date(api.clock.nowMs() - 60_000);
  api.objects.contents.set('crop', Buffer.alloc(4));
  const ledger = { key: 'crop', sha256: Buffer.alloc(32, 1), bytes: 4, content_type: 'image/jpeg' };
  await db.insertInto('object_ledger').values(ledger).execute();
  await db
    .insertInto('passage')
    .values({
      ...{ id: ID, camera_id: 'cam-a', track_key: 't', started_at: at, ended_at: at, best_at: at },
      ...{ object_class: 'car', crop_key: 'crop', scene_key: 'crop' },
    })
    .execute();
  const period = `?from=${at.toISOString()}&to=${new Date(api.clock.nowMs()).toISOString()}`;
  const media = [
    `/passages/${ID}/crop`,
    `/passages/${ID}/scene`,
    '/cameras/cam-a/snapshot',
    `/cameras/cam-a/playback.m3u8${period}`,
    `/cameras/cam-a/picture?at=${at.toISOString()}`,
    '/cameras/cam-a/live/main/index.m3u8',
    `/recordings/${ID}/media`,
  ];
  const codes = async (as: string) => {
    const answers = [];
    for (const path of media) {
      const answer = await api.call({ method: 'GET', url: `/api/v1${path}`, as });
      answers.push(answer.statusCode === 200 ? 200 : answer.json().code);
    }
    return [...new Set(answers)];
  };
  expect((await codes(admin))[0]).toBe(200);
  await api.addUser('khach', null);
  expect(await codes(await api.login('khach'))).toEqual(['TC_ACCESS_DENIED']);
  expect(await codes('')).toEqual(['TC_SESSION_REQUIRED']);
  const other = await api.login('sep');
  await api.call({ method: 'DELETE', url: '/api/v1/session', as: other });
  expect(await codes(other)).toEqual(['TC_SESSION_REQUIRED']);
  api.clock.advance(SESSION_LIMITS.idleMs);
  expect(await codes(admin)).toEqual(['TC_SESSION_REQUIRED']);
});

test('what people and cameras write comes back as data that no browser takes for a page', async () => {
  const evil = '<img src=x onerror="alert(1)"><script>alert(2)</script>';
  const post = (url: string, payload: object) => api.call({ method: 'POST', url: `/api/v1${url}`, as: admin, payload });
  await post('/areas', { kind: 'province', name: evil });
  await post('/teams', { name: evil, memberIds: [] });
  await post('/users', { username: 'x.y', displayName: evil, password: PASSWORD });
  await post('/cameras', { name: evil, mainUrl: 'rtsp://10.0.0.1/<script>', profile: 'none', site: evil.slice(0, 60) });
  const found = { state: 'offline' as const, fault_code: null, codec: evil.slice(0, 30) };
  await api.database.db
    .insertInto('camera_status')
    .values({ camera_id: 'cam-a', ...found })
    .execute();
  for (const url of ['/areas', '/teams', '/users', '/cameras', '/audit', '/grants']) {
    const answer = await api.call({ method: 'GET', url: `/api/v1${url}`, as: admin });
    expect([url, answer.statusCode, answer.headers['content-type']]).toEqual([
      url,
      200,
      'application/json; charset=utf-8',
    ]);
    expect(answer.headers['x-content-type-options']).toBe('nosniff');
  }
  const refused = await api.call({ method: 'GET', url: `/api/v1/${encodeURIComponent(evil)}`, as: admin });
  expect(refused.headers['content-type']).toMatch(/^application\/problem\+json/);
});

test('pages may run scripts of our own only and stand in no frame', async () => {
  const answer = await api.call({ method: 'GET', url: '/api/v1/session', as: admin });
  const policy = String(answer.headers['content-security-policy']);
  const directives = new Map(policy.split(';').map((part) => [part.trim().split(' ')[0], part.trim()]));
  expect(directives.get('script-src')).toBe("script-src 'self'");
  expect(directives.get('object-src')).toBe("object-src 'none'");
  expect(directives.get('frame-ancestors')).toBe("frame-ancestors 'none'");
  expect(directives.get('connect-src')).toBe("connect-src 'self'");
  expect(directives.get('base-uri')).toBe("base-uri 'none'");
});
