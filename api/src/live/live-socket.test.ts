import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import {
  encodeDescription,
  encodePartHead,
  encodeState,
  type LiveFrame,
  readLiveFrame,
} from '@thapcanh/core/live/live-frame';
import { LIVE_CLOSE_CODE, type LiveNotice, parseLiveNotice } from '@thapcanh/core/live/live-socket';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { listen } from '../http/listen.ts';
import { startTestApi, type TestApi } from '../testing/test-api.fixture.ts';
import { MAX_SOCKETS_PER_USER } from './live-socket.service.ts';
import type { UpstreamListener } from './live-upstream.ts';
import { LiveViewer, MAX_TILES_PER_SOCKET, VIEWER_BACKLOG_BYTES } from './live-viewer.ts';

let api: TestApi;
let as: string;
let port: number;
const open: WebSocket[] = [];

/** Stands for an ingest worker: answers each stream with what the test writes. */
class FakeWorker {
  readonly server: Server;
  readonly answers: ServerResponse[] = [];
  readonly asked: string[] = [];
  constructor(socketPath: string) {
    this.server = createServer((incoming: IncomingMessage, outgoing) => {
      this.asked.push(incoming.url ?? '');
      this.answers.push(outgoing);
      outgoing.writeHead(200);
      outgoing.write(description());
      for (const part of [0, 1]) outgoing.write(partFrame(part, part === 0));
    });
    this.server.listen(socketPath);
  }
  say(bytes: Uint8Array): void {
    for (const answer of this.answers) answer.write(bytes);
  }
  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}

let worker: FakeWorker;
let workerNumber = 0;

const description = () =>
  encodeDescription(
    {
      codec: 'avc1.64001f',
      audioCodec: null,
      width: 640,
      height: 360,
      videoCodec: 'h264',
      isReordered: false,
      initBytes: 2,
      parameterSets: [],
    },
    Uint8Array.of(1, 2),
  );

function partFrame(n: number, isKey: boolean, bytes = 4): Uint8Array {
  const head = {
    isKey,
    isDiscontinuity: n === 0,
    startsAtMs: 1e12 + n * 200,
    decodeTime90k: n * 18_000,
    duration90k: 18_000,
  };
  return Buffer.concat([encodePartHead(head, bytes), new Uint8Array(bytes)]);
}

beforeAll(async () => {
  api = await startTestApi({ liveSocketTiming: { beatMs: 100, checkMs: 40 } });
  port = await listen(api.app, { host: '127.0.0.1', port: 0 });
});
beforeEach(async () => {
  await api.reset();
  await api.addUser('truc', 'operator');
  as = await api.login('truc');
  const socketPath = join(api.dir, `worker-${workerNumber++}.sock`);
  worker = new FakeWorker(socketPath);
  await once(worker.server, 'listening');
  await addCamera('gate', `unix:${socketPath}`);
  return () => {
    for (const socket of open.splice(0)) socket.terminate();
    worker.stop();
  };
});
afterAll(() => api?.close());

async function addCamera(id: string, endpoint: string | null, fault: string | null = null): Promise<void> {
  const { db } = api.database;
  await db.insertInto('camera').values({ id, name: id, search_key: id, main_url: 'rtsp://x/' }).execute();
  const fault_params = JSON.stringify({ host: '10.0.0.5', port: 554 });
  const row = { camera_id: id, state: 'offline' as const, live_endpoint: endpoint, fault_code: fault, fault_params };
  await db.insertInto('camera_status').values(row).execute();
}

interface Page {
  readonly socket: WebSocket;
  readonly notices: LiveNotice[];
  readonly frames: { tile: number; frame: LiveFrame | null }[];
  send(message: object | string): void;
}

async function connect(headers: Record<string, string> = {}): Promise<Page> {
  const origin = `http://127.0.0.1:${port}`;
  const socket = new WebSocket(`ws://127.0.0.1:${port}/api/v1/live/socket`, {
    headers: { cookie: as, origin, ...headers },
  });
  open.push(socket);
  const page: Page = {
    socket,
    notices: [],
    frames: [],
    send: (message) => socket.send(typeof message === 'string' ? message : JSON.stringify(message)),
  };
  socket.on('message', (data: Buffer, isBinary) => {
    if (isBinary) page.frames.push({ tile: data.readUInt16BE(0), frame: readLiveFrame(data.subarray(2)) });
    else page.notices.push(parseLiveNotice(String(data))!);
  });
  await once(socket, 'open');
  return page;
}

const openTile = (tile: number, cameraId = 'gate') => ({ op: 'open', tile, cameraId, stream: 'sub' });
const states = (page: Page, tile: number) =>
  page.notices.flatMap((notice) => (notice.op === 'tile' && notice.tile === tile ? [notice.state] : []));
const kinds = (page: Page, tile: number) => page.frames.flatMap((f) => (f.tile === tile ? [f.frame?.kind] : []));

test.each([
  ['without a session', { cookie: '' }, '401'],
  ['from another site', { origin: 'http://evil.example' }, '403'],
  ['without saying where it comes from', { origin: 'null' }, '403'],
])('a socket %s is refused before it opens', async (_name, headers, status) => {
  await expect(connect(headers)).rejects.toThrow(status);
});

test('a socket whose session ends is closed', async () => {
  const { socket } = await connect();
  const closed = once(socket, 'close');
  await api.call({ method: 'DELETE', url: '/api/v1/session', as });
  expect((await closed)[0]).toBe(LIVE_CLOSE_CODE.sessionEnded);
});

test('whoever sends anything else than commands is closed', async () => {
  for (const message of ['nonsense', { op: 'open', tile: 1, cameraId: '../x', stream: 'sub' }, 'x'.repeat(5_000)]) {
    const page = await connect();
    const closed = once(page.socket, 'close');
    page.send(message);
    expect([LIVE_CLOSE_CODE.misused, 1009]).toContain((await closed)[0]);
  }
});

test('one person has so many sockets and no more', async () => {
  for (let n = 0; n < MAX_SOCKETS_PER_USER; n++) await connect();
  const { socket } = await connect();
  expect((await once(socket, 'close'))[0]).toBe(LIVE_CLOSE_CODE.tooMany);
});

test('a page has so many tiles and no more', () => {
  const texts: string[] = [];
  const socket = { backlogBytes: 0, sendText: (text: string) => texts.push(text), sendFrame: () => undefined };
  const hub = { join: () => () => undefined, streamCount: 0, close: async () => undefined };
  const viewer = new LiveViewer(
    socket,
    hub,
    () => undefined,
    () => true,
  );
  for (let tile = 0; tile <= MAX_TILES_PER_SOCKET; tile++) {
    viewer.obey({ op: 'open', tile, cameraId: 'gate' as never, stream: 'sub' });
  }
  expect(viewer.tileCount).toBe(MAX_TILES_PER_SOCKET);
  expect(texts.map((text) => parseLiveNotice(text))).toMatchObject([{ tile: MAX_TILES_PER_SOCKET, state: 'refused' }]);
});

test('a tile shows the newest group of pictures and goes on; all viewers share one stream of the worker', async () => {
  const first = await connect();
  first.send(openTile(7));
  await vi.waitFor(() => expect(kinds(first, 7)).toEqual(['description', 'part', 'part']));
  const second = await connect();
  second.send(openTile(1));
  await vi.waitFor(() => expect(kinds(second, 1)).toEqual(['description', 'part', 'part']));
  worker.say(partFrame(2, false));
  await vi.waitFor(() => expect(kinds(second, 1)).toHaveLength(4));
  await vi.waitFor(() => expect(kinds(first, 7)).toHaveLength(4));
  expect(worker.asked).toEqual(['/live/gate/sub/parts']);
  expect(states(first, 7)).toEqual(['opening', 'live']);
  expect(first.frames[3]?.frame).toMatchObject({ kind: 'part', decodeTime90k: 36_000, startsAtMs: 1e12 + 400 });
  expect(first.notices.find((notice) => notice.op === 'time')).toMatchObject({ serverTimeMs: api.clock.nowMs() });
});

test('a closed tile hears nothing more', async () => {
  const page = await connect();
  page.send(openTile(1));
  page.send(openTile(2));
  await vi.waitFor(() => expect(kinds(page, 2)).toHaveLength(3));
  page.send({ op: 'close', tile: 1 });
  page.send(openTile(3, 'nobody'));
  await vi.waitFor(() => expect(states(page, 3)).toContain('not-found'));
  worker.say(partFrame(2, false));
  await vi.waitFor(() => expect(kinds(page, 2)).toHaveLength(4));
  expect(kinds(page, 1)).toHaveLength(3);
});

test('a camera that sends nothing says why, and one without a worker too', async () => {
  await addCamera('dark', null, 'TC_CAMERA_UNREACHABLE');
  const page = await connect();
  page.send(openTile(1, 'dark'));
  await vi.waitFor(() =>
    expect(page.notices).toContainEqual(
      expect.objectContaining({ tile: 1, state: 'unavailable', code: 'TC_CAMERA_UNREACHABLE' }),
    ),
  );
  page.send(openTile(2));
  await vi.waitFor(() => expect(states(page, 2)).toContain('live'));
  worker.say(encodeState({ state: 'waiting', dropped: 0 }));
  await vi.waitFor(() => expect(states(page, 2).at(-1)).toBe('waiting'));
  // Who joins now gets no old picture.
  const late = await connect();
  late.send(openTile(1));
  await vi.waitFor(() => expect(states(late, 1)).toContain('waiting'));
  worker.say(partFrame(5, true));
  await vi.waitFor(() => expect(kinds(late, 1)).toEqual(['description', 'part']));
  expect(states(page, 2).at(-1)).toBe('live');
});

test('a camera that moves to another worker is followed', async () => {
  const page = await connect();
  page.send(openTile(1));
  await vi.waitFor(() => expect(states(page, 1)).toContain('live'), { timeout: 5_000 });
  const socketPath = join(api.dir, 'moved.sock');
  const next = new FakeWorker(socketPath);
  try {
    await api.database.db
      .updateTable('camera_status')
      .set({ live_endpoint: `unix:${socketPath}` })
      .execute();
    worker.stop();
    await vi.waitFor(() => expect(next.asked).toEqual(['/live/gate/sub/parts']), { timeout: 5_000 });
    await vi.waitFor(() => expect(states(page, 1).slice(1)).toEqual(['live', 'unavailable', 'live']));
    expect(kinds(page, 1).filter((kind) => kind === 'description')).toHaveLength(2);
  } finally {
    next.stop();
  }
});

test('a browser that is too slow loses parts up to the next key frame and is told', () => {
  let tile: UpstreamListener | null = null;
  const hub = {
    join: (_target: object, listener: UpstreamListener) => {
      tile = listener;
      return () => undefined;
    },
    streamCount: 1,
    close: async () => undefined,
  };
  const sent: (LiveFrame | LiveNotice | null)[] = [];
  const socket = {
    backlogBytes: 0,
    sendText: (text: string) => sent.push(parseLiveNotice(text)),
    sendFrame: (_prefix: Uint8Array, frame: Uint8Array) => sent.push(readLiveFrame(frame)),
  };
  let dropped = 0;
  new LiveViewer(
    socket,
    hub,
    () => dropped++,
    () => true,
  ).obey({ op: 'open', tile: 0, cameraId: 'gate' as never, stream: 'sub' });
  const offer = (n: number, isKey: boolean) => tile?.onFrame(partFrame(n, isKey).subarray(4));
  offer(0, true);
  socket.backlogBytes = VIEWER_BACKLOG_BYTES + 1;
  offer(1, false);
  socket.backlogBytes = 0;
  offer(2, false);
  offer(3, true);
  expect(dropped).toBe(2);
  expect(sent).toMatchObject([{ decodeTime90k: 0 }, { op: 'tile', dropped: 2 }, { decodeTime90k: 54_000 }]);
});
