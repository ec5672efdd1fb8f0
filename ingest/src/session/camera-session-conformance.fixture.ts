import { fileURLToPath } from 'node:url';
import type { CameraSourceKind } from '@thapcanh/core/camera/camera';
import { createRtspSimulator, type RtspSimulator } from '@thapcanh/infra/camera-sim/rtsp-simulator';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { readFromBuffer, scanFragments } from '../fmp4/fragment-scan.ts';
import type { CameraSession, MediaPart } from '../media/media-types.ts';
import type { CameraSockets } from '../sockets/camera-socket.ts';
import { startTestSession, until } from './recording-sink.fixture.ts';

const FIXTURES = import.meta.resolve('@thapcanh/infra/camera-sim/rtsp-simulator').replace(/[^/]+$/, 'fixtures/');
export const clip = (name: string): string => fileURLToPath(`${FIXTURES}${name}.mp4`);
const account = { username: 'demo', password: 'a "secret" word' };

export interface ConformanceOptions {
  readonly source: CameraSourceKind;
  /** Default: on this thread. */
  readonly sockets?: { readonly name: string; readonly open: () => CameraSockets };
  /** ffmpeg looks at the stream for some seconds before it says anything. */
  readonly firstFrameMs: number;
}

function expectContiguous(parts: readonly MediaPart[]): void {
  for (const [index, part] of parts.entries()) {
    if (part.discontinuity !== null) expect(part.startsWithKeyFrame).toBe(true);
    const next = parts[index + 1];
    if (next === undefined) continue;
    expect(next.decodeTime90k).toBeGreaterThanOrEqual(part.decodeTime90k + part.duration90k);
    if (next.discontinuity !== null) continue;
    expect(next.decodeTime90k).toBe(part.decodeTime90k + part.duration90k);
    expect(next.startsAtMs).toBeCloseTo(part.startsAtMs + part.durationMs, 3);
  }
}

/** What every source of a camera session must do; registers its tests. */
export function describeCameraSession({ source, sockets, firstFrameMs }: ConformanceOptions): void {
  const name = sockets === undefined ? source : `${source}, ${sockets.name}`;
  let simulator: RtspSimulator;
  const sessions: CameraSession[] = [];
  const start = (path: string, options: Parameters<typeof startTestSession>[1] = {}) => {
    const timing = { connectMs: 2_000, responseMs: 2_000, firstFrameMs, stallMs: 1_000, retryMinMs: 100 };
    const started = startTestSession(simulator.url(path), {
      source,
      timing,
      ...(sockets === undefined ? {} : { sockets: sockets.open() }),
      ...options,
    });
    sessions.push(started.session);
    return started;
  };

  beforeAll(async () => {
    const stream = (path: string, name: string) => ({ path, file: clip(name), auth: account });
    simulator = createRtspSimulator({
      streams: [stream('h264', 'test-pattern'), stream('h265', 'h265'), stream('sound', 'h264-bframes-aac')],
    });
    await simulator.start();
  });

  afterEach(async () => {
    await Promise.all(sessions.splice(0).map((session) => session.close()));
  });

  afterAll(() => simulator.close());

  test(`${name}: a wrong password, an unknown path and sound alone are told apart, without secrets`, async () => {
    const refusals = [
      [start('h264', { password: 'wrong secret' }), 'TC_CAMERA_AUTH_FAILED'],
      [start('nothing'), 'TC_CAMERA_PATH_NOT_FOUND'],
      [start('sound?novideo=1'), 'TC_CAMERA_NO_VIDEO'],
    ] as const;
    for (const [{ states, lines, session }, code] of refusals) {
      await until(`a fault of ${code}`, () => states.some((state) => state.fault !== null));
      expect(session.state.fault?.code).toBe(code);
      expect(JSON.stringify([states, lines])).not.toContain('secret');
    }
  });

  test(`${name}: parts adjoin, begin at key frames and make one sound file`, async () => {
    const { session, parts } = start('h264');
    await until('8 parts', () => parts.length >= 8);
    await session.close();
    expectContiguous(parts);
    expect(parts[0]).toMatchObject({ discontinuity: 'start', startsWithKeyFrame: true });
    expect(parts.reduce((sum, part) => sum + part.sampleCount, 0)).toBe(session.statistics().frames);
    const description = parts[0]?.description;
    if (description === undefined) throw new Error('no part');
    expect(description).toMatchObject({ codec: 'avc1.64000b', videoCodec: 'h264', width: 320, height: 180 });
    const file = Buffer.concat([description.initSegment, ...parts.map((part) => part.data)]);
    expect(await scanFragments(readFromBuffer(file), file.length)).toMatchObject({ wholeBytes: file.length });
    expect(session.statistics()).toMatchObject({ droppedFrames: 0, lostPackets: 0 });
  });

  test(`${name}: H.265 is delivered as it is`, async () => {
    const { parts } = start('h265');
    await until('2 parts', () => parts.length >= 2);
    expect(parts[0]?.description).toMatchObject({ videoCodec: 'h265', width: 320, height: 180 });
    expect(parts[0]?.description.codec).toMatch(/^hvc1\./);
    expectContiguous(parts);
  });

  test(`${name}: B-frames and AAC are recorded`, async () => {
    const { session, parts } = start('sound');
    await until('4 parts', () => parts.length >= 4);
    expectContiguous(parts);
    expect(parts[0]?.description).toMatchObject({ isReordered: true, audio: { sampleRate: 48_000, channels: 1 } });
    expect(session.statistics()).toMatchObject({ audio: 'aac', droppedFrames: 0 });
  });

  test(`${name}: after a cut it is live again, as a discontinuity`, async () => {
    const { session, parts, states } = start('h264');
    await until('video', () => parts.length > 1);
    simulator.run('h264', 'cut');
    await until('a reconnect', () => session.statistics().reconnects >= 1 && session.state.phase === 'live', 20_000);
    await session.close();
    expectContiguous(parts);
    expect(states.find((state) => state.phase === 'waiting')?.fault?.code).toBe('TC_CAMERA_CONNECTION_LOST');
  });

  test(`${name}: silence ends the connection with its own fault`, async () => {
    const { states } = start('h264');
    await until('video', () => states.some((state) => state.phase === 'live'));
    simulator.run('h264', 'freeze');
    await until('the fault', () => states.some((state) => state.fault?.code === 'TC_CAMERA_NO_FRAMES'));
    simulator.heal('h264');
  });

  test(`${name}: closing is idempotent at every stage and leaves no connection`, async () => {
    const early = start('h264');
    await Promise.all([early.session.close(), early.session.close()]);
    const late = start('h264');
    await until('video', () => late.session.statistics().frames > 2);
    expect(late.session.connection()).toMatchObject({ transport: 'tcp', isEncrypted: false });
    await late.session.close();
    expect(late.session.connection()).toBeNull();
    await until('no connection', () => simulator.stats().connections === 0);
    expect(late.parts.reduce((sum, part) => sum + part.sampleCount, 0)).toBe(late.session.statistics().frames);
  });
}
