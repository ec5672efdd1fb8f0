import { execFile } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { RtspSimulator } from '../../camera-sim/rtsp-simulator.ts';
import { findFreePort } from '../../testing/local-address.ts';
import { playlistAdvances } from '../smoke/live-check.ts';
import { playRecording } from '../smoke/recording-check.ts';
import { makeWorkDir, StartedPlatform } from './started-platform.fixture.ts';
import { CAMERA_ACCOUNT, STREAM_PATH, startTestCamera } from './test-cameras.fixture.ts';

/** The disk of the recordings fills while the platform runs, and is freed again. */

const run = promisify(execFile);
const DISK_BYTES = 1024 * 1024;
const POLL = { timeout: 30_000, interval: 250 };

let work: Awaited<ReturnType<typeof makeWorkDir>>;
let simulator: RtspSimulator;
let platform: StartedPlatform | null = null;
let disk: string | null = null;

beforeEach(async () => {
  work = await makeWorkDir();
  simulator = await startTestCamera();
});
afterEach(async () => {
  await platform?.kill();
  await simulator.close();
  if (disk !== null) await run('umount', [disk]);
  await work.remove();
});

test('a full disk stops the recording alone, says so, and recording goes on once there is room', async ({ skip }) => {
  const place = path.join(work.dir, 'disk');
  await mkdir(place);
  disk = await run('mount', ['-t', 'tmpfs', '-o', `size=${DISK_BYTES}`, 'tmpfs', place]).then(
    () => place,
    () => null,
  );
  skip(disk === null, 'mounting a small disk needs root');
  const { username, password } = CAMERA_ACCOUNT;
  const camera = `{id: gate, url: "${simulator.url(STREAM_PATH)}", username: ${username}, password: "${password}", profile: none}`;
  await writeFile(path.join(work.dir, 'cameras.yaml'), `cameras:\n  - ${camera}\n`);
  platform = new StartedPlatform(
    ['--data', path.join(work.dir, 'data'), '--port', String(await findFreePort()), '--no-demo'],
    { THAPCANH_RECORDINGS_DIR: path.join(place, 'recordings'), THAPCANH_ROLES: 'api,ingest' },
    work.dir,
  );
  const api = await platform.session();
  const status = async () => {
    const { items } = await api.json<{
      items: {
        status: { state: string; isRecording: boolean; fault: { code: string; vi: string; en: string } | null };
      }[];
    }>('/cameras');
    return items[0]?.status;
  };
  const recording = { state: 'live', isRecording: true, fault: null };
  await vi.waitFor(async () => expect(await status()).toMatchObject(recording), POLL);
  const startedAtMs = Date.now();

  const filler = path.join(place, 'filler');
  await writeFile(filler, Buffer.alloc(DISK_BYTES)).catch((error: NodeJS.ErrnoException) => {
    expect(error.code).toBe('ENOSPC');
  });
  await vi.waitFor(
    async () =>
      expect(await status()).toMatchObject({ fault: { code: 'TC_CAMERA_STORAGE_FAILED' }, isRecording: false }),
    POLL,
  );
  const failed = await status();
  expect(failed?.state).toBe('live');
  expect(failed?.fault?.vi).toContain('Giải phóng dung lượng đĩa');
  expect(failed?.fault?.en).toContain('Free disk space');
  await playlistAdvances(api, 'gate', AbortSignal.timeout(10_000));
  await vi.waitFor(() => {
    const said = platform?.logLines.filter(({ level }) => level === 'warn' || level === 'error') ?? [];
    expect(said).toMatchObject([
      {
        role: 'ingest',
        cameraId: 'gate',
        fault: 'TC_CAMERA_STORAGE_FAILED',
        msg: failed?.fault?.en,
        vi: failed?.fault?.vi,
      },
    ]);
  }, POLL);

  await rm(filler);
  const freedAtMs = Date.now();
  await vi.waitFor(async () => expect(await status()).toMatchObject(recording), POLL);
  console.log(`recording again ${Date.now() - freedAtMs} ms after there was room`);
  const signal = AbortSignal.timeout(60_000);
  await vi.waitFor(async () => {
    const verdict = await playRecording(api, 'gate', new Date(freedAtMs), new Date(Date.now() + 60_000), signal);
    expect(verdict.pictures).toBeGreaterThan(10);
  }, POLL);
  const before = await playRecording(api, 'gate', new Date(startedAtMs - 10_000), new Date(freedAtMs), signal);
  expect(before.pictures).toBeGreaterThan(0);
  expect(await platform.stop()).toBe(0);
});
