import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listen } from '../http/listen.ts';
import { startTestApi, type TestApi } from '../testing/test-api.fixture.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api?.close());

function get(url: string, headers: Record<string, string> = {}) {
  return api.app.inject({ method: 'GET', url, headers });
}

test('the process is ready only while its database and its object store are', async () => {
  expect((await get('/healthz')).json()).toEqual({ status: 'ok' });
  expect((await get('/readyz')).json()).toEqual({ status: 'ready', checks: { database: 'ok', objects: 'ok' } });
  api.objects.isDown = true;
  const answer = await get('/readyz');
  api.objects.isDown = false;
  expect(answer.statusCode).toBe(503);
  expect(answer.json()).toEqual({ status: 'not-ready', checks: { database: 'ok', objects: 'failed' } });
});

test('an unknown address of the API is a problem, in the language asked for', async () => {
  for (const url of ['/api/v1/nothing', '/api', '/api/v2/cameras']) {
    const answer = await get(url, { 'accept-language': 'en-GB,en;q=0.9' });
    expect(answer.headers['content-type']).toBe('application/problem+json');
    expect(answer.json()).toMatchObject({ status: 404, code: 'TC_NOT_FOUND' });
    expect(answer.json().detail).toBe(answer.json().messages.en);
  }
  const vietnamese = (await get('/api/v1/nothing')).json();
  expect(vietnamese.detail).toBe(vietnamese.messages.vi);
});

test('the trace id is the caller’s when it sent one and comes back in the answer', async () => {
  const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
  const answer = await get('/api/v1/nothing', { traceparent });
  expect(answer.json().traceId).toBe('4bf92f3577b34da6a3ce929d0e0e4736');
  expect(answer.headers['x-request-id']).toBe('4bf92f3577b34da6a3ce929d0e0e4736');
  expect((await get('/api/v1/nothing', { traceparent: 'x' })).json().traceId).toMatch(/^[0-9a-f]{32}$/);
});

test('too large, malformed and foreign bodies are refused each with its cause', async () => {
  const post = (payload: string, type: string) =>
    api.call({ method: 'POST', url: '/api/v1/session', payload, headers: { 'content-type': type } });
  const json = 'application/json';
  expect((await post(JSON.stringify({ username: 'x'.repeat(70_000) }), json)).json().code).toBe('TC_REQUEST_TOO_LARGE');
  expect((await post('{', json)).json().code).toBe('TC_REQUEST_INVALID');
  expect((await post('<a/>', 'text/xml')).json().code).toBe('TC_MEDIA_TYPE_UNSUPPORTED');
  const invalid = await post('{"username":"a","password":1}', json);
  expect(invalid.json()).toMatchObject({ code: 'TC_REQUEST_INVALID', errors: [{ path: 'body/password' }] });
});

test('without a built viewer the page says how to build it', async () => {
  const answer = await get('/');
  expect(answer.json()).toMatchObject({ status: 503, code: 'TC_VIEWER_MISSING' });
});

test('the viewer: hashed files may be kept for ever, the page never, and every other address is the page', async () => {
  const dir = join(api.dir, 'viewer');
  await mkdir(join(dir, 'assets'), { recursive: true });
  await writeFile(join(dir, 'index.html'), '<title>Tháp Canh</title>');
  await writeFile(join(dir, 'assets', 'app-1a2b.js'), 'export {};');
  await writeFile(join(api.dir, 'secret.txt'), 'secret');
  for (const url of ['/', '/cameras/gate-car?at=1', '/index.html']) {
    const page = await get(url);
    expect(page.body).toContain('Tháp Canh');
    expect(page.headers['cache-control']).toBe('no-cache');
  }
  const asset = await get('/assets/app-1a2b.js');
  expect(asset.headers['cache-control']).toBe('public, max-age=31536000, immutable');
  expect(asset.headers['content-type']).toContain('javascript');
  const missing = await get('/assets/app-old.js');
  expect(missing.statusCode).toBe(404);
  expect(missing.headers['cache-control']).toBe('no-store');
  for (const url of ['/../secret.txt', '/%2e%2e/secret.txt', '/assets/..%2f..%2fsecret.txt']) {
    expect((await get(url)).body).not.toContain('secret');
  }
});

test('every answer carries the security headers that the viewer can live with', async () => {
  const { headers } = await get('/healthz');
  expect(headers['content-security-policy']).toBe(
    "default-src 'self';script-src 'self';style-src 'self' 'unsafe-inline';img-src 'self' data: blob:;media-src 'self' blob:;worker-src 'self' blob:;connect-src 'self';font-src 'self' data:;object-src 'none';base-uri 'none';form-action 'self';frame-ancestors 'none'",
  );
  expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' });
});

test('a port in use is named with the remedy', async () => {
  const other = await startTestApi();
  try {
    const port = await listen(other.app, { host: '127.0.0.1', port: 0 });
    await expect(listen(api.app, { host: '127.0.0.1', port })).rejects.toMatchObject({
      code: 'TC_PORT_TAKEN',
      params: { host: '127.0.0.1', port },
    });
  } finally {
    await other.close();
  }
});
