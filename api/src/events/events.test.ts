import { once } from 'node:events';
import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { listen } from '../http/listen.ts';
import { startTestApi, type TestApi } from '../testing/test-api.fixture.ts';
import { EVENT_QUEUE_LIMIT, EventStream, eventText } from './event-stream.ts';

let api: TestApi;
let port: number;
beforeAll(async () => {
  api = await startTestApi({ heartbeatMs: 30 });
  port = await listen(api.app, { host: '127.0.0.1', port: 0 });
});
beforeEach(async () => {
  await api.reset();
  await api.addUser('truc', 'operator');
});
afterAll(() => api?.close());

async function openEvents(as: string, headers: Record<string, string> = {}) {
  const outgoing: ClientRequest = request(`http://127.0.0.1:${port}/api/v1/events`, {
    headers: { ...(as ? { cookie: as } : {}), ...headers },
  });
  outgoing.end();
  const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
  let text = '';
  response.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  return { response, text: () => text };
}

test('the anonymous hear nothing', async () => {
  const { response } = await openEvents('');
  expect(response.statusCode).toBe(401);
});

test('a listener gets events with rising ids and heartbeats between them', async () => {
  const { response, text } = await openEvents(await api.login('truc'));
  expect(response.headers['content-type']).toBe('text/event-stream; charset=utf-8');
  const event = { type: 'camera.changed', cameraId: 'gate-car' } as const;
  api.emit(event);
  api.emit(event);
  await vi.waitFor(() => expect(text().match(/^: $/gm)?.length).toBeGreaterThan(2));
  const ids = [...text().matchAll(/^id: (\d+)\ndata: (.*)$/gm)];
  expect(ids.map((match) => match[2])).toEqual([JSON.stringify(event), JSON.stringify(event)]);
  expect(Number(ids[1]?.[1])).toBe(Number(ids[0]?.[1]) + 1);
  expect(text()).not.toContain('event: reset');
  response.destroy();
});

test('a listener that comes back is told to fetch everything anew', async () => {
  const { response, text } = await openEvents(await api.login('truc'), { 'last-event-id': '7' });
  await vi.waitFor(() => expect(text()).toContain('event: reset\ndata: {}\n\n'));
  response.destroy();
});

test('the stream ends when the session does', async () => {
  const as = await api.login('truc');
  const { response } = await openEvents(as);
  const ended = once(response, 'end');
  await api.call({ method: 'DELETE', url: '/api/v1/session', as });
  await ended;
});

test('a client that does not keep up loses the oldest events and is told so', async () => {
  let dropped = 0;
  const stream = new EventStream((count) => {
    dropped += count;
  });
  for (let id = 1; id <= EVENT_QUEUE_LIMIT + 5; id += 1) stream.offer(eventText({ id, data: '{}' }));
  stream.end();
  let text = '';
  for await (const chunk of stream) text += chunk;
  expect(dropped).toBe(5);
  expect(text).toMatch(/^event: reset\n/);
  expect(text).not.toContain('id: 5\n');
  expect([...text.matchAll(/^id: (\d+)$/gm)].map((match) => Number(match[1]))).toEqual(
    Array.from({ length: EVENT_QUEUE_LIMIT }, (_, index) => index + 6),
  );
});
