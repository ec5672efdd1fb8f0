import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { RtspSimulator } from '../../camera-sim/rtsp-simulator.ts';
import { findFreePort } from '../../testing/local-address.ts';
import { descendantsOf, hasProcFs } from '../../testing/process-tree.ts';
import type { ApiSession } from '../smoke/api-session.ts';
import { recordedRuns } from './recording-runs.fixture.ts';
import { makeWorkDir, StartedPlatform } from './started-platform.fixture.ts';
import { CAMERA_ACCOUNT, STREAM_PATH, startTestCamera } from './test-cameras.fixture.ts';

/** Two ingest processes under one supervisor: they share the cameras, and one that is killed costs the other nothing. */

const CAMERAS = ['one', 'two', 'three', 'four'];
const RECORDING_BACK_WITHIN_MS = 5_000;
const POLL = { timeout: 30_000, interval: 100 };

describe.skipIf(!hasProcFs)('(needs /proc to see the processes)', () => {
  let work: Awaited<ReturnType<typeof makeWorkDir>>;
  let simulator: RtspSimulator;
  let platform: StartedPlatform;
  let api: ApiSession;

  beforeAll(async () => {
    work = await makeWorkDir();
    simulator = await startTestCamera();
    const { username, password } = CAMERA_ACCOUNT;
    const rows = CAMERAS.map(
      (id) =>
        `  - {id: ${id}, url: "${simulator.url(STREAM_PATH)}", username: ${username}, password: "${password}", profile: none}\n`,
    );
    const file = path.join(work.dir, 'cameras.yaml');
    await writeFile(file, `cameras:\n${rows.join('')}`);
    const port = String(await findFreePort());
    platform = new StartedPlatform(
      ['--data', path.join(work.dir, 'data'), '--port', port, '--cameras', file],
      { THAPCANH_ROLES: 'api,ingest', THAPCANH_WORKERS: '2' },
      work.dir,
    );
    api = await platform.session();
  });

  afterAll(async () => {
    await platform?.kill();
    await simulator?.close();
    await work?.remove();
  });

  const workers = async () =>
    (await descendantsOf(platform.pid)).filter(({ command }) => command.includes('ingest/dist/main.js'));
  const readyWorkers = (): unknown[] =>
    platform.logLines
      .filter(({ role, msg }) => role === 'ingest' && msg === 'role is ready')
      .map(({ worker }) => worker);
  const states = async (): Promise<string[]> => {
    const { items } = await api.json<{ items: { status: { state: string } }[] }>('/cameras');
    return items.map(({ status }) => status.state);
  };
  const runsOf = (camera: string, fromMs: number) => recordedRuns(api, camera, fromMs, Date.now() + 60_000);

  test('both record, each half of the cameras, and the figures of both are told apart', async () => {
    expect(await workers()).toHaveLength(2);
    expect(readyWorkers().sort()).toEqual([0, 1]);
    await vi.waitFor(async () => expect(await states()).toEqual(CAMERAS.map(() => 'live')), POLL);
    const { url } = await platform.ready();
    const metrics = await (await fetch(`${url}/metrics`)).text();
    for (const worker of [0, 1]) {
      expect(metrics).toContain(`tc_worker_cameras{role="ingest",worker="${worker}"} 2`);
      expect(metrics).toContain(`process_resident_memory_bytes{role="ingest",worker="${worker}"}`);
    }
    for (const camera of CAMERAS) {
      const playlist = await vi.waitFor(
        async () => (await api.text(`/cameras/${camera}/live/main/index.m3u8`)) ?? expect.fail('no playlist'),
        POLL,
      );
      expect(playlist).toContain('#EXTM3U');
    }
  });

  test('one killed again and again is back each time, and the cameras of the other have no hole', async () => {
    const fromMs = Date.now();
    const [first] = await workers();
    if (first === undefined) throw new Error('no worker');
    const gaps: number[] = [];
    for (let kill = 1; kill <= 3; kill++) {
      const [, second] = (await workers()).sort((a, b) => a.pid - b.pid);
      if (second === undefined) throw new Error('no second worker');
      const ready = readyWorkers().length;
      const killedAtMs = Date.now();
      process.kill(second.pid, 'SIGKILL');
      await vi.waitFor(() => expect(readyWorkers()).toHaveLength(ready + 1), POLL);
      for (const camera of CAMERAS) {
        await vi.waitFor(
          async () =>
            expect((await runsOf(camera, killedAtMs - 5_000)).at(-1)?.endMs ?? 0).toBeGreaterThan(killedAtMs + 4_000),
          POLL,
        );
      }
      const holes = await vi.waitFor(async () => {
        const found = await holesSince(killedAtMs - 5_000);
        // Only with the recovered end of the broken file is the hole as small as it is.
        for (const { ms } of found) expect(ms).toBeLessThan(RECORDING_BACK_WITHIN_MS);
        return found;
      }, POLL);
      expect(new Set(holes.map(({ camera }) => camera)).size).toBe(2);
      gaps.push(...holes.map(({ ms }) => ms));
    }
    console.log(`ingest worker killed: gaps of ${gaps.join(', ')} ms`);
    expect((await workers()).map(({ pid }) => pid)).toContain(first.pid);
    expect(await states()).toEqual(CAMERAS.map(() => 'live'));
    const untouched = (await Promise.all(CAMERAS.map((camera) => runsOf(camera, fromMs)))).filter(
      (runs) => runs.length === 1,
    );
    expect(untouched).toHaveLength(2);
  });

  async function holesSince(fromMs: number): Promise<{ camera: string; ms: number }[]> {
    const holes = await Promise.all(
      CAMERAS.map(async (camera) => {
        const runs = await runsOf(camera, fromMs);
        return runs.slice(1).map((run, index) => ({ camera, ms: Math.round(run.startMs - (runs[index]?.endMs ?? 0)) }));
      }),
    );
    return holes.flat();
  }
});
