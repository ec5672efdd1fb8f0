import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { CameraId } from '@thapcanh/core/ids';
import { mediaTokenOf } from '@thapcanh/infra/secrets/media-token';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { recordingPath } from '../recorder/recording-path.ts';
import { type MediaListener, startMediaListener } from './media-listener.ts';
import { silentLog } from './test-media.fixture.ts';

const token = mediaTokenOf('ab'.repeat(32));
const file = recordingPath('gate' as CameraId, 1_700_000_000_000);

let dir: string;
let port: number;
let listener: MediaListener;
beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'tc-media-'));
  await mkdir(path.join(dir, 'recordings', path.dirname(file)), { recursive: true });
  await writeFile(path.join(dir, 'recordings', file), '0123456789');
  await writeFile(path.join(dir, 'secret'), 'never');
  port = await freePort();
  listener = start();
  await vi.waitFor(() => get('/').then(() => undefined));
});
afterEach(async () => {
  await listener.close();
  await rm(dir, { recursive: true });
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

const start = (): MediaListener =>
  startMediaListener({
    host: '127.0.0.1',
    port,
    token,
    recordingsDir: path.join(dir, 'recordings'),
    serveLive: (request, response) => response.end(`live ${request.url}`),
    log: silentLog,
    retryMs: 20,
  });

const get = (name: string, headers: Record<string, string> = {}, method = 'GET') =>
  fetch(`http://127.0.0.1:${port}${name}`, { method, headers: { authorization: `Bearer ${token}`, ...headers } });

test.each(['', 'Bearer ', `Bearer ${mediaTokenOf('cd'.repeat(32))}`, `Basic ${token}`])(
  'a request that shows %j is refused, also for live media',
  async (authorization) => {
    for (const name of [`/recordings/${file}`, '/live/gate/main/index.m3u8']) {
      const answer = await get(name, { authorization });
      expect(answer.status).toBe(401);
      expect(await answer.json()).toMatchObject({ code: 'TC_MEDIA_UNAUTHORIZED' });
    }
  },
);

test.each([
  '/recordings/../secret',
  '/recordings/..%2fsecret',
  '/recordings/',
  '/secret',
  `/recordings/${file}x`,
  '/recordings/gate',
])('%s names no recording', async (name) => {
  expect((await get(name)).status).toBe(404);
});

test('a recording is served whole or in part, and what lies beyond its end is refused', async () => {
  expect(await (await get(`/recordings/${file}`)).text()).toBe('0123456789');
  const part = await get(`/recordings/${file}`, { range: 'bytes=2-4' });
  expect([part.status, part.headers.get('content-range'), await part.text()]).toEqual([206, 'bytes 2-4/10', '234']);
  expect(await (await get(`/recordings/${file}`, { range: 'bytes=7-' })).text()).toBe('789');
  expect(await (await get(`/recordings/${file}`, { range: 'bytes=8-99' })).text()).toBe('89');
  expect((await get(`/recordings/${file}`, { range: 'bytes=10-' })).status).toBe(416);
  expect((await get(`/recordings/${file}`, {}, 'HEAD')).headers.get('content-length')).toBe('10');
  expect((await get(`/recordings/${file}`, {}, 'DELETE')).status).toBe(404);
});

test('live media goes to the live server', async () => {
  expect(await (await get('/live/gate/main/index.m3u8?_HLS_msn=3')).text()).toBe(
    'live /live/gate/main/index.m3u8?_HLS_msn=3',
  );
});

test('an address that another process has is taken once it is free', async () => {
  const second = start();
  await listener.close();
  await vi.waitFor(async () => expect((await get('/live/x')).status).toBe(200));
  await second.close();
});
