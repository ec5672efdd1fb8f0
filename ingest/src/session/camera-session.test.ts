import { createServer, type Server, type Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { CameraFaultCode } from '@thapcanh/core/camera/camera-fault';
import { createRtspSimulator, type RtspSimulator } from '@thapcanh/infra/camera-sim/rtsp-simulator';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { readFromBuffer, scanFragments } from '../fmp4/fragment-scan.ts';
import type { CameraSession, MediaPart } from '../media/media-types.ts';
import type { SessionTiming } from './camera-session-options.ts';
import { startTestSession, until } from './recording-sink.fixture.ts';

const fixture = (name: string): string =>
  fileURLToPath(
    import.meta
      .resolve('@thapcanh/infra/camera-sim/rtsp-simulator')
      .replace(/rtsp-simulator\.ts$/, `fixtures/${name}.mp4`),
  );
const CLIP = fixture('test-pattern');
const OTHER_CLIP = fixture('h264-other-size');
const account = { username: 'demo', password: 'a "secret" word' };
let simulator: RtspSimulator;
const sessions: CameraSession[] = [];
const servers: { server: Server; sockets: Set<Socket> }[] = [];

beforeAll(async () => {
  simulator = createRtspSimulator({
    streams: [
      { path: 'gate/main', file: CLIP, auth: account },
      { path: 'moody', file: CLIP, alternatives: { other: OTHER_CLIP } },
    ],
  });
  await simulator.start();
});

afterAll(() => simulator.close());

afterEach(async () => {
  await Promise.all(sessions.splice(0).map((session) => session.close()));
  for (const { server, sockets } of servers.splice(0)) {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  }
});

const start = (url: string, options: Parameters<typeof startTestSession>[1] = {}) => {
  const started = startTestSession(url, options);
  sessions.push(started.session);
  return started;
};

/** A TCP server that answers whatever comes with `answer`; its port. */
async function serve(answer: (request: string, socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('data', (data) => answer(data.toString('latin1'), socket));
  });
  servers.push({ server, sockets });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

const quick: Partial<SessionTiming> = { connectMs: 1_000, responseMs: 400, firstFrameMs: 400, stallMs: 400 };
const url = (query = ''): string => `${simulator.url('gate/main')}${query}`;

function expectContiguous(parts: readonly MediaPart[]): void {
  for (const [index, part] of parts.entries()) {
    if (part.discontinuity !== null) expect(part.startsWithKeyFrame).toBe(true);
    const next = parts[index + 1];
    if (next === undefined || next.discontinuity !== null) continue;
    expect(next.decodeTime90k).toBe(part.decodeTime90k + part.duration90k);
    expect(next.startsAtMs).toBeCloseTo(part.startsAtMs + part.durationMs, 3);
  }
}

type StartOptions = Parameters<typeof startTestSession>[1];
const FAULTS: readonly (readonly [string, () => string, StartOptions, CameraFaultCode])[] = [
  ['a wrong password', () => url(), { password: 'wrong' }, 'TC_CAMERA_AUTH_FAILED'],
  ['no account', () => url(), { username: null, password: null }, 'TC_CAMERA_AUTH_FAILED'],
  ['an unknown path', () => simulator.url('gate/nothing'), {}, 'TC_CAMERA_PATH_NOT_FOUND'],
  ['nonsense for a description', () => url('?badsdp=1'), {}, 'TC_CAMERA_SDP_INVALID'],
  ['sound only', () => url('?novideo=1'), {}, 'TC_CAMERA_NO_VIDEO'],
  ['another codec', () => url('?codec=mjpeg'), {}, 'TC_CAMERA_CODEC_UNSUPPORTED'],
  ['a web page', () => url('?garbage=1'), {}, 'TC_CAMERA_PROTOCOL'],
  ['UDP only, though TCP was chosen', () => url('?transport=udp'), { transport: 'tcp' }, 'TC_CAMERA_TRANSPORT_REFUSED'],
  ['silence from the start', () => url('?freeze=0'), { timing: quick }, 'TC_CAMERA_NO_FRAMES'],
  ['silence later', () => url('?freeze=1.2'), { timing: quick }, 'TC_CAMERA_NO_FRAMES'],
  ['a cut', () => url('?cut=0.5'), {}, 'TC_CAMERA_CONNECTION_LOST'],
  ['a closed port', () => 'rtsp://127.0.0.1:1/main', {}, 'TC_CAMERA_UNREACHABLE'],
  ['an unknown host', () => 'rtsp://camera.invalid/main', {}, 'TC_CAMERA_HOST_UNKNOWN'],
  ['no RTSP address', () => 'http://127.0.0.1/', {}, 'TC_CAMERA_URL_INVALID'],
];

test.each(FAULTS)('%s is reported as what it is, without the password', async (_, address, options, code) => {
  const { session, states, lines } = start(address(), options);
  await until(code, () => states.some((state) => state.fault?.code === code));
  const state = states.find(({ fault }) => fault?.code === code);
  expect(state).toMatchObject({ phase: 'waiting', failedAttempts: 1 });
  await session.close();
  expect(session.state.phase).toBe('closed');
  expect(JSON.stringify([states, lines])).not.toContain('secret');
});

test('a camera that takes the connection and says nothing is a protocol fault', async () => {
  const port = await serve(() => undefined);
  const { states } = start(`rtsp://127.0.0.1:${port}/`, { timing: quick });
  await until('the fault', () => states.some((state) => state.fault?.code === 'TC_CAMERA_PROTOCOL'));
});

test('a redirect is followed to an RTSP address only', async () => {
  const redirect = (location: string) => (request: string, socket: Socket) =>
    void socket.write(
      request.startsWith('OPTIONS') ? `RTSP/1.0 200 OK\nCSeq: 1\n\n` : `RTSP/1.0 302 Moved\nLocation: ${location}\n\n`,
    );
  const good = await serve(redirect(url()));
  const bad = await serve(redirect('http://127.0.0.1/'));
  const followed = start(`rtsp://127.0.0.1:${good}/`);
  const refused = start(`rtsp://127.0.0.1:${bad}/`);
  await until('video', () => followed.parts.length > 0);
  await until('the fault', () => refused.states.some((state) => state.fault?.code === 'TC_CAMERA_PROTOCOL'));
});

test('parts adjoin, begin at every key frame, carry all pictures and make one sound file', async () => {
  const { session, parts, keyFrames, states } = start(url());
  await until('13 parts', () => parts.length >= 13);
  const statistics = session.statistics();
  await session.close();
  expect(states.map((state) => state.phase)).toEqual(['live', 'closed']);
  expect(parts.map((part) => part.discontinuity)).toEqual(parts.map((_, index) => (index === 0 ? 'start' : null)));
  expectContiguous(parts);
  expect(keyFrames.map((unit) => unit.decodeTime90k)).toEqual(
    parts.filter((part) => part.startsWithKeyFrame).map((part) => part.decodeTime90k),
  );
  for (const part of parts) expect(part.decodeTime90k % 90_000 === 0).toBe(part.startsWithKeyFrame);
  expect(parts.reduce((sum, part) => sum + part.sampleCount, 0)).toBe(session.statistics().frames);
  const description = parts[0]!.description;
  expect(description).toMatchObject({ codec: 'avc1.64000b', width: 320, height: 180 });
  const file = Buffer.concat([description.initSegment, ...parts.map((part) => part.data)]);
  const scan = await scanFragments(readFromBuffer(file), file.length);
  expect(scan).toMatchObject({ initBytes: description.initSegment.length, wholeBytes: file.length });
  expect(statistics).toMatchObject({ gopMs: 1_000, droppedFrames: 0, lostPackets: 0, repairedTimestamps: 0 });
  expect(statistics.fps).toBeGreaterThan(5);
  expect(Math.abs(statistics.cameraClockOffsetMs ?? 1e9)).toBeLessThan(3_000);
});

test('wall time is when pictures were taken, although the start was stored', async () => {
  const { parts } = start(url());
  await until('a part', () => parts.length > 0);
  // The simulated clip begins a key frame at every whole second of wall time.
  const lateMs = parts[0]!.startsAtMs % 1_000;
  expect(Math.min(lateMs, 1_000 - lateMs)).toBeLessThan(250);
});

test('the session is kept alive over its timeout, with a new nonce when the old one is stale', async () => {
  const strict = createRtspSimulator({
    streams: [{ path: 'gate/main', file: CLIP, auth: account }],
    sessionTimeoutMs: 1_000,
    nonceLifetimeMs: 300,
  });
  await strict.start();
  const { session, parts } = start(strict.url('gate/main'));
  await until('3 s of video', () => (parts.at(-1)?.decodeTime90k ?? 0) > 3 * 90_000);
  expect(session.statistics()).toMatchObject({ reconnects: 0, discontinuities: 1 });
  await session.close();
  await strict.close();
});

test('parameter sets may come in the stream alone', async () => {
  const { parts } = start(url('?nosprop=1'));
  await until('a part', () => parts.length > 0);
  expect(parts[0]!.description.width).toBe(320);
});

test('after a cut it is live again within a second, as a discontinuity of the same description', async () => {
  const { session, parts, states } = start(url('?cut=1'));
  await until('two reconnects', () => session.statistics().reconnects >= 2 && session.state.phase === 'live');
  await session.close();
  expectContiguous(parts);
  expect(parts.flatMap((part) => part.discontinuity ?? []).slice(0, 2)).toEqual(['start', 'reconnect']);
  expect(new Set(parts.map((part) => part.description)).size).toBe(1);
  for (let n = 1; n < parts.length; n++) {
    expect(parts[n]!.decodeTime90k).toBeGreaterThanOrEqual(parts[n - 1]!.decodeTime90k + parts[n - 1]!.duration90k);
    expect(parts[n]!.startsAtMs).toBeGreaterThanOrEqual(parts[n - 1]!.startsAtMs + parts[n - 1]!.durationMs - 0.001);
  }
  const lost = states.find((state) => state.phase === 'waiting');
  expect(lost).toMatchObject({ fault: { code: 'TC_CAMERA_CONNECTION_LOST' }, failedAttempts: 1 });
});

test('lost packets cost whole pictures up to the next key frame, counted, and leave an honest gap', async () => {
  const { session, parts } = start(url('?drop=0.2'));
  await until('losses', () => session.statistics().droppedFrames > 5 && session.statistics().discontinuities > 2);
  await session.close();
  expectContiguous(parts);
  expect(session.statistics().lostPackets).toBeGreaterThan(0);
});

test.each([
  ['jump +1h', 'clock-jump'],
  ['jump -1h', 'clock-jump'],
  ['loss 20% 1s', 'loss'],
  ['clip other', 'new-description'],
] as const)('after "%s" the stream goes on, and says of the break: %s', async (script, reason) => {
  const { session, parts } = start(simulator.url('moody'));
  await until('a part', () => parts.length > 1);
  simulator.run('moody', script);
  const breaks = (): (string | null)[] => parts.slice(1).map((part) => part.discontinuity);
  await until('the break', () => breaks().some((each) => each !== null));
  await session.close();
  simulator.heal('moody');
  expectContiguous(parts);
  expect(breaks().find((each) => each !== null)).toBe(reason);
});

test('a consumer that throws neither ends the session nor the other consumers', async () => {
  let calls = 0;
  const { session, lines } = start(url(), {
    sink: {
      onPart: () => {
        calls++;
        throw new Error('full');
      },
    },
  });
  await until('calls', () => calls > 3);
  expect(session.state.phase).toBe('live');
  expect(session.statistics().consumerErrors).toBeGreaterThan(3);
  expect(lines.some((line) => line.startsWith('a consumer of the stream failed'))).toBe(true);
});

test('closing is idempotent at every stage, flushes the last part and leaves no connection', async () => {
  const early = start(url());
  await Promise.all([early.session.close(), early.session.close()]);
  const abort = new AbortController();
  const late = start(url(), { signal: abort.signal });
  await until('video', () => late.session.statistics().frames > 2);
  const waiting = start('rtsp://127.0.0.1:1/');
  await until('waiting', () => waiting.session.state.phase === 'waiting');
  abort.abort();
  await Promise.all([late.session.close(), waiting.session.close()]);
  const { frames } = late.session.statistics();
  expect(late.parts.reduce((sum, part) => sum + part.sampleCount, 0)).toBe(frames);
  await until('no connection', () => simulator.stats().connections === 0);
  const aborted = start(url(), { signal: AbortSignal.abort() });
  await aborted.session.close();
  expect(aborted.states).toEqual([expect.objectContaining({ phase: 'closed' })]);
});
