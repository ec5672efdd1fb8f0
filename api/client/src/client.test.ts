import { expect, expectTypeOf, test } from 'vitest';
import { ApiProblem } from './api-problem.ts';
import { createApiClient, dataOf } from './client.ts';
import type { Camera, components } from './schema.ts';

const PROBLEM: components['schemas']['Problem'] = {
  type: 'urn:thapcanh:problem:TC_ACCESS_DENIED',
  title: 'Forbidden',
  status: 403,
  detail: 'không',
  code: 'TC_ACCESS_DENIED',
  traceId: 'abc',
  retryable: false,
  messages: { vi: 'không', en: 'no' },
};

function clientAnswering(answer: (request: Request) => Response | Promise<Response>) {
  return createApiClient({ baseUrl: 'http://thapcanh.test', fetch: async (request) => answer(request) });
}

test('a problem document is thrown as a typed problem', async () => {
  const api = clientAnswering(() =>
    Response.json(PROBLEM, { status: 403, headers: { 'content-type': 'application/problem+json; charset=utf-8' } }),
  );
  const error = await api.GET('/api/v1/users').catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ApiProblem);
  expect(error).toMatchObject({ code: 'TC_ACCESS_DENIED', status: 403, traceId: 'abc', messages: PROBLEM.messages });
});

test('an answer of somebody else, such as a proxy, is a problem of its own', async () => {
  const api = clientAnswering(() => new Response('<html>', { status: 502, headers: { 'content-type': 'text/html' } }));
  await expect(api.GET('/api/v1/cameras')).rejects.toMatchObject({ code: 'TC_CLIENT_ANSWER', isRetryable: true });
});

test('no answer at all is a network problem', async () => {
  const api = clientAnswering(() => Promise.reject(new TypeError('fetch failed')));
  await expect(api.GET('/api/v1/cameras')).rejects.toMatchObject({ code: 'TC_CLIENT_NETWORK', status: 0 });
});

test('only unsafe methods carry the header that proves their origin', async () => {
  const seen: (string | null)[] = [];
  const api = clientAnswering((request) => {
    seen.push(request.headers.get('x-requested-with'));
    return request.method === 'DELETE' ? new Response(null, { status: 204 }) : Response.json({ items: [] });
  });
  await api.GET('/api/v1/cameras');
  await api.DELETE('/api/v1/session');
  expect(seen).toEqual([null, 'thapcanh']);
});

test('the data of a call has the type that its schema names', async () => {
  const api = clientAnswering(() => Response.json({ items: [] }));
  const { items } = await dataOf(api.GET('/api/v1/cameras', { params: { query: { q: 'cổng' } } }));
  expectTypeOf(items).toEqualTypeOf<Camera[]>();
  expect(items).toEqual([]);
});
