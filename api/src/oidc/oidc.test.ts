import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { PASSWORD, startTestApi, type TestApi } from '../testing/test-api.fixture.ts';
import { displayNameOfClaims, groupsOfClaims, usernameOfClaims } from './oidc-claims.ts';

const PUBLIC = 'http://thapcanh.test';
const SECRET = 'bi-mat-cua-ung-dung';

/** A real provider whose people log in by naming themselves. */
class TestProvider {
  readonly people = new Map<string, Record<string, unknown>>();
  #server: Server | null = null;
  issuer = '';

  async start(): Promise<void> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    this.issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const provider = new Provider(this.issuer, {
      clients: [
        {
          client_id: 'thapcanh',
          client_secret: SECRET,
          redirect_uris: [`${PUBLIC}/api/v1/session/oidc/callback`],
          response_types: ['code'],
          grant_types: ['authorization_code'],
          token_endpoint_auth_method: 'client_secret_post',
        },
      ],
      conformIdTokenClaims: false,
      claims: { openid: ['sub'], profile: ['name', 'preferred_username', 'groups'], email: ['email'] },
      cookies: { keys: ['k'] },
      pkce: { required: () => true },
      findAccount: (_, id) => ({ accountId: id, claims: async () => ({ sub: id, ...this.people.get(id) }) }),
      features: { devInteractions: { enabled: true } },
    });
    server.on('request', provider.callback());
    this.#server = server;
  }

  /** Goes the way of a browser from the login page of the provider back to the redirect address, and gives that. */
  async logIn(start: string, person: string): Promise<URL> {
    const jar = new Map<string, string>();
    let next = new URL(start);
    let form: string | null = null;
    for (let step = 0; step < 20; step++) {
      if (next.href.startsWith(PUBLIC)) return next;
      const headers: Record<string, string> = { cookie: [...jar].map(([key, value]) => `${key}=${value}`).join('; ') };
      if (form !== null) headers['content-type'] = 'application/x-www-form-urlencoded';
      const answer: Response = await fetch(next, {
        redirect: 'manual',
        headers,
        ...(form === null ? {} : { method: 'POST', body: form }),
      });
      for (const cookie of answer.headers.getSetCookie()) {
        const [, key = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
        jar.set(key, value);
      }
      form = null;
      const location = answer.headers.get('location');
      if (location !== null) {
        next = new URL(location, next);
        continue;
      }
      const page: string = await answer.text();
      const action = /<form[^>]+action="([^"]+)"/.exec(page)?.[1];
      if (action === undefined) throw new Error(page);
      next = new URL(action, next);
      form = page.includes('name="login"') ? `prompt=login&login=${person}&password=x` : 'prompt=consent';
    }
    throw new Error('the provider sends the browser in circles');
  }

  async close(): Promise<void> {
    const server = this.#server;
    server?.closeAllConnections();
    await new Promise((resolve) => server?.close(resolve));
  }
}

const provider = new TestProvider();
let api: TestApi;
let admin: string;
beforeAll(async () => {
  await provider.start();
  const { issuer } = provider;
  const settings = { issuer, clientId: 'thapcanh', clientSecret: SECRET, publicUrl: PUBLIC };
  api = await startTestApi({ oidc: { ...settings, name: 'Cổng của thành phố', groupsClaim: 'groups' } });
});
beforeEach(async () => {
  await api.reset();
  provider.people.clear();
  await api.addUser('sep', 'admin');
  admin = await api.login('sep');
});
afterAll(async () => {
  await api?.close();
  await provider.close();
});

const get = (url: string, cookie = '') => api.app.inject({ method: 'GET', url, headers: { cookie } });

async function begin(): Promise<{ url: string; cookie: string }> {
  const answer = await get('/api/v1/session/oidc');
  expect(answer.statusCode).toBe(302);
  const flow = answer.cookies.find(({ name }) => name === 'tc_oidc');
  expect(flow).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/api/v1/session/oidc' });
  return { url: String(answer.headers.location), cookie: `tc_oidc=${flow?.value}` };
}
const callback = (back: URL, cookie: string) => get(`${back.pathname}${back.search}`, cookie);

async function signOn(person: string): Promise<string> {
  const { url, cookie } = await begin();
  const answer = await callback(await provider.logIn(url, person), cookie);
  expect(answer.headers.location).toBe('/');
  const session = answer.cookies.find(({ name }) => name === 'tc_session');
  expect(session).toMatchObject({ httpOnly: true, sameSite: 'Strict' });
  return `tc_session=${session?.value}`;
}
const whoIs = async (cookie: string) => (await get('/api/v1/session', cookie)).json().user;

test('an answer of the provider is worth nothing to another browser, twice, changed or too late', async () => {
  const { url, cookie } = await begin();
  const back = await provider.logIn(url, 'an');
  const refusal = async (to: URL, as: string) => (await callback(to, as)).headers.location;
  expect(await refusal(back, '')).toBe('/?oidc=TC_OIDC_REFUSED');
  expect(await refusal(back, (await begin()).cookie)).toBe('/?oidc=TC_OIDC_REFUSED');
  expect(await refusal(back, 'tc_oidc=AAAA')).toBe('/?oidc=TC_OIDC_REFUSED');
  const changed = new URL(back);
  changed.searchParams.set('state', 'other');
  expect(await refusal(changed, cookie)).toBe('/?oidc=TC_OIDC_REFUSED');
  expect(await refusal(back, cookie)).toBe('/');
  expect(await refusal(back, cookie)).toBe('/?oidc=TC_OIDC_REFUSED');
  const late = await begin();
  const lateBack = await provider.logIn(late.url, 'an');
  api.clock.advance(11 * 60_000);
  expect(await refusal(lateBack, late.cookie)).toBe('/?oidc=TC_OIDC_REFUSED');
});

test('the first login makes an account without any grant, the next finds it by its subject, whatever it is called', async () => {
  provider.people.set('an', { preferred_username: 'nguyễn.an', name: 'Nguyễn Thị An' });
  const first = await whoIs(await signOn('an'));
  expect(first).toMatchObject({ username: 'nguyen.an', displayName: 'Nguyễn Thị An', roles: [] });
  provider.people.set('an', { preferred_username: 'khac' });
  expect((await whoIs(await signOn('an'))).id).toBe(first.id);
});

test('an account is never taken over because it has the same name, and a password does not open it', async () => {
  provider.people.set('ke-gian', { preferred_username: 'sep' });
  const user = await whoIs(await signOn('ke-gian'));
  expect(user).toMatchObject({ username: 'sep-2', roles: [] });
  const payload = { username: 'sep-2', password: PASSWORD };
  const answer = await api.call({ method: 'POST', url: '/api/v1/session', payload });
  expect(answer.json().code).toBe('TC_LOGIN_REFUSED');
});

test('groups of the provider bring people into teams and out again; other teams stay', async () => {
  const post = (url: string, payload: object) => api.call({ method: 'POST', url: `/api/v1${url}`, as: admin, payload });
  const shift = (await post('/teams', { name: 'Ca trực', memberIds: [], oidcGroup: 'ca-truc' })).json();
  const everything = { isEverything: true, areaIds: [], operatingAreaIds: [], groupIds: [] };
  await post('/grants', { teamId: shift.id, role: 'operator', scope: everything, purposes: ['public-order'] });
  provider.people.set('binh', { groups: ['ca-truc', 'khac'] });
  const user = await whoIs(await signOn('binh'));
  expect(user.roles).toEqual(['operator']);
  await post('/teams', { name: 'Chọn tay', memberIds: [user.id] });
  provider.people.set('binh', { groups: [] });
  expect((await whoIs(await signOn('binh'))).roles).toEqual([]);
  const teams = (await api.call({ method: 'GET', url: '/api/v1/teams', as: admin })).json().items;
  expect(teams.map(({ memberIds }: { memberIds: string[] }) => memberIds)).toEqual([[], [user.id]]);
});

test('a switched-off account does not come in by single sign-on, and the log tells how people logged in', async () => {
  const { id } = await whoIs(await signOn('an'));
  const log = (await api.call({ method: 'GET', url: `/api/v1/audit?actorId=${id}`, as: admin })).json().items;
  expect(log[0]).toMatchObject({ kind: 'session.login', details: { way: 'oidc' } });
  await api.call({ method: 'PATCH', url: `/api/v1/users/${id}`, as: admin, payload: { isActive: false } });
  const { url, cookie } = await begin();
  const answer = await callback(await provider.logIn(url, 'an'), cookie);
  expect(answer.headers.location).toBe('/?oidc=TC_OIDC_REFUSED');
});

test('without settings there is no single sign-on, and the login page is told what there is', async () => {
  expect((await get('/api/v1/session/ways')).json()).toEqual({ oidc: 'Cổng của thành phố' });
  const plain = await startTestApi();
  try {
    const ask = (url: string) => plain.app.inject({ method: 'GET', url: `/api/v1${url}` });
    expect((await ask('/session/ways')).json()).toEqual({ oidc: null });
    expect((await ask('/session/oidc')).json().code).toBe('TC_OIDC_OFF');
    expect((await ask('/session/oidc/callback?code=x&state=y')).json().code).toBe('TC_OIDC_OFF');
  } finally {
    await plain.close();
  }
});

test('whatever a provider claims becomes a name and groups of ours', () => {
  expect(usernameOfClaims({ preferred_username: '../<b>', email: 'a@b.vn' })).toBe('b.');
  expect(usernameOfClaims({ sub: 7 })).toBe('sso');
  expect(displayNameOfClaims({ name: '\u0000 \n' }, 'an')).toBe('an');
  expect(groupsOfClaims({ groups: [1, 'a', null] }, 'groups')).toEqual(['a']);
  expect(groupsOfClaims({ groups: 'a' }, 'groups')).toEqual(['a']);
});
