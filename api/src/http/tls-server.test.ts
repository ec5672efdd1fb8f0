import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:http2';
import { get } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadServerCertificate } from '@thapcanh/infra/tls/server-certificate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { startTestApi, type TestApi } from '../testing/test-api.fixture.ts';
import { listen } from './listen.ts';

let api: TestApi;
let port: number;
let ca: string;
let dataDir: string;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'tc-https-'));
  const config = { dataDir, http: { host: '127.0.0.1', port: 0, isPortChosen: true } };
  const clock = { nowMs: () => Date.now(), monotonicMs: () => performance.now() };
  const tls = await loadServerCertificate({ kind: 'self-signed' }, config, clock);
  ca = tls.cert;
  api = await startTestApi({ tls });
  port = await listen(api.app, { host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  await api?.close();
  await rm(dataDir, { recursive: true, force: true });
});

test('a browser without HTTP/2 is answered too', async () => {
  const response = await new Promise<number>((resolve, reject) => {
    get(`https://127.0.0.1:${port}/api/openapi.json`, { ca }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    }).on('error', reject);
  });
  expect(response).toBe(200);
});

test('HTTP/2 carries many requests over one connection, and the login cookie is for HTTPS only', async () => {
  await api.addUser('sep', 'admin');
  const session = connect(`https://127.0.0.1:${port}`, { ca });
  const ask = async (path: string): Promise<unknown> => {
    const stream = session.request({ ':path': path });
    const [headers] = await once(stream, 'response');
    stream.resume();
    await once(stream, 'end');
    return headers[':status'];
  };
  const paths = Array.from({ length: 20 }, () => '/api/openapi.json');
  expect(new Set(await Promise.all(paths.map(ask)))).toEqual(new Set([200]));
  const login = session.request({
    ':method': 'POST',
    ':path': '/api/v1/session',
    'content-type': 'application/json',
    'x-requested-with': 'thapcanh',
    origin: `https://127.0.0.1:${port}`,
  });
  login.end(JSON.stringify({ username: 'sep', password: 'tháp canh mùa thu 2026' }));
  const [headers] = await once(login, 'response');
  expect(headers[':status']).toBe(200);
  expect(String(headers['set-cookie'])).toContain('Secure');
  login.resume();
});

test('a WebSocket opens on the same port, and an open session does not keep the server from closing', async () => {
  await api.addUser('truc', 'operator');
  const socket = new WebSocket(`wss://127.0.0.1:${port}/api/v1/live/socket`, {
    ca,
    headers: { cookie: await api.login('truc'), origin: `https://127.0.0.1:${port}` },
  });
  const [first] = await once(socket, 'message');
  expect(String(first)).toContain('"time"');
});
