import { createRtspSimulator, type RtspSimulator } from '@thapcanh/infra/camera-sim/rtsp-simulator';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { CameraSession } from '../media/media-types.ts';
import { ReaderThread } from '../sockets/reader-thread.ts';
import { buildReaderThread, silentLog } from '../worker/test-media.fixture.ts';
import { clip } from './camera-session-conformance.fixture.ts';
import { startTestSession, until } from './recording-sink.fixture.ts';

const account = { username: 'demo', password: 'a "secret" word' };
const quick = { connectMs: 1_000, responseMs: 1_000, firstFrameMs: 3_000, stallMs: 1_000, retryMinMs: 50 };
const sessions: CameraSession[] = [];
let simulator: RtspSimulator;

beforeAll(async () => {
  simulator = createRtspSimulator({
    streams: [
      { path: 'gate', file: clip('test-pattern'), auth: account },
      { path: 'quick', file: clip('h264-bframes-aac'), auth: account },
    ],
    securePort: 0,
    sessionTimeoutMs: 1_000,
  });
  await simulator.start();
});

afterEach(async () => {
  await Promise.all(sessions.splice(0).map((session) => session.close()));
});

afterAll(() => simulator.close());

const start = (url: string, options: Parameters<typeof startTestSession>[1] = {}) => {
  const started = startTestSession(url, { timing: quick, ...options });
  sessions.push(started.session);
  return started;
};

test('a redirect from RTSPS to plain RTSP is refused while there is an account', async () => {
  const { states } = start(`${simulator.secureUrl('gate')}?redirect=${encodeURIComponent(simulator.url('gate'))}`);
  await until('the fault', () => states.some((state) => state.fault !== null));
  expect(states.at(-1)?.fault).toMatchObject({
    code: 'TC_CAMERA_PROTOCOL',
    params: { detail: 'redirect from RTSPS to RTSP without encryption' },
  });
});

test('RTSPS to a port that speaks no TLS is its own fault', async () => {
  const { states } = start(simulator.url('gate').replace('rtsp:', 'rtsps:'));
  await until('the fault', () => states.some((state) => state.fault !== null));
  expect(states.at(-1)?.fault?.code).toBe('TC_CAMERA_TLS_FAILED');
});

const udpSockets = (): number => process.getActiveResourcesInfo().filter((name) => /udp/i.test(name)).length;

test('a camera that only knows UDP is played over UDP, and remembered so; its sockets go with the session', async () => {
  const before = udpSockets();
  const { session, parts, states } = start(`${simulator.url('gate')}?transport=udp&cut=3`);
  await until('video', () => parts.length > 1);
  expect(session.connection()).toMatchObject({ transport: 'udp' });
  await until('a reconnect', () => session.statistics().reconnects >= 1 && session.state.phase === 'live');
  expect(session.connection()).toMatchObject({ transport: 'udp', packets: { foreignPackets: 0 } });
  expect(states.every((state) => state.fault?.code !== 'TC_CAMERA_TRANSPORT_REFUSED')).toBe(true);
  expect(udpSockets()).toBe(before + 2);
  await session.close();
  await until('no sockets', () => udpSockets() === before);
});

test('UDP packets out of order are put right, and the session lives longer than its timeout', async () => {
  const url = `${simulator.url('quick')}?reorder=0.1&duplicate=0.1&noparameter=1&packet=100`;
  const { session, parts } = start(url, { transport: 'udp' });
  await until('3 s of video', () => (parts.at(-1)?.decodeTime90k ?? 0) > 3 * 90_000);
  const { reorderedPackets = 0, lostPackets = 0 } = session.connection()?.packets ?? {};
  // A packet that is overtaken by four small pictures comes after its time.
  expect(reorderedPackets).toBeGreaterThan(5 * lostPackets);
  expect(session.statistics()).toMatchObject({ reconnects: 0 });
});

test('lost UDP packets cost pictures, counted, and nothing else', async () => {
  const { session } = start(`${simulator.url('gate')}?drop=0.1`, { transport: 'udp' });
  await until('losses', () => session.statistics().droppedFrames > 3 && session.statistics().discontinuities > 1);
  expect(session.connection()?.packets.lostPackets).toBeGreaterThan(0);
  expect(session.statistics().reconnects).toBe(0);
});

test('RTSPS is played with a certificate of the camera’s own making', async () => {
  const { session, parts } = start(simulator.secureUrl('gate'));
  await until('video', () => parts.length > 2);
  expect(session.connection()).toMatchObject({ isEncrypted: true, hasUsedBasic: false, transport: 'tcp' });
});

test('RTSPS is decrypted on the thread that reads cameras too', async () => {
  const thread = new ReaderThread({ log: silentLog, programPath: await buildReaderThread() });
  const { session, parts } = start(simulator.secureUrl('gate'), { sockets: thread });
  await until('video', () => parts.length > 2);
  expect(session.connection()).toMatchObject({ isEncrypted: true, transport: 'tcp' });
  await session.close();
  await thread.close();
});

test('every attempt waits for admission and gives its turn back once, live or failed', async () => {
  let inside = 0;
  let entered = 0;
  let most = 0;
  const waiting: (() => void)[] = [];
  const admission = {
    enter: async (signal: AbortSignal): Promise<() => void> => {
      if (inside > 0)
        await new Promise<void>((resolve, reject) => {
          waiting.push(resolve);
          signal.addEventListener('abort', () => reject(new Error('aborted')));
        });
      inside++;
      entered++;
      most = Math.max(most, inside);
      return () => {
        inside--;
        waiting.shift()?.();
      };
    },
  };
  const good = start(simulator.url('gate'), { admission });
  const bad = start('rtsp://127.0.0.1:1/', { admission });
  const other = start(simulator.url('gate'), { admission });
  await until('both live', () => good.parts.length > 0 && other.parts.length > 0);
  await until('two failures', () => bad.session.state.failedAttempts >= 2);
  expect(most).toBe(1);
  await bad.session.close();
  expect(inside).toBe(0);
  expect(entered).toBeGreaterThanOrEqual(4);
});

test('a session that waits for its turn can be closed', async () => {
  const enter = (signal: AbortSignal) =>
    new Promise<() => void>((_, reject) => signal.addEventListener('abort', () => reject(new Error('aborted'))));
  const { session, lines } = start(simulator.url('gate'), { admission: { enter } });
  await Promise.resolve();
  await session.close();
  expect(session.state.phase).toBe('closed');
  expect(lines).toEqual([]);
});
