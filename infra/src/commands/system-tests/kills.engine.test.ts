import { readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { RtspSimulator } from '../../camera-sim/rtsp-simulator.ts';
import { findFreePort } from '../../testing/local-address.ts';
import {
  descendantsOf,
  hasProcFs,
  processesNaming,
  type SeenProcess,
  survivorsOf,
} from '../../testing/process-tree.ts';
import type { ApiSession } from '../smoke/api-session.ts';
import { playRecording } from '../smoke/recording-check.ts';
import { type RecordedRun, recordedRuns } from './recording-runs.fixture.ts';
import { type Login, makeWorkDir, StartedPlatform } from './started-platform.fixture.ts';
import { CAMERA_ACCOUNT, STREAM_PATH, startTestCamera } from './test-cameras.fixture.ts';

/** What a killed process costs: SIGKILL of every part of a running platform, and of the platform itself. */

const CAMERA = 'good';
const RECORDING_BACK_WITHIN_MS = 5_000;
/** The part of a second that was not yet a whole fragment on the disk when the process died. */
const LOST_TAIL_MS = 1_500;
const NO_GAP_MS = 150;
const POLL = { timeout: 30_000, interval: 100 };
const INGEST_KILLS = 3;

describe.skipIf(!hasProcFs)('(needs /proc to see the processes)', () => {
  let work: Awaited<ReturnType<typeof makeWorkDir>>;
  let simulator: RtspSimulator;
  let platform: StartedPlatform;
  let api: ApiSession;
  let login: Login;
  let dataDir: string;
  let port: string;
  const platforms: StartedPlatform[] = [];

  const start = (args: readonly string[] = ['--no-demo'], env: Record<string, string> = {}): StartedPlatform => {
    const started = new StartedPlatform(['--data', dataDir, '--port', port, ...args], env, work.dir);
    platforms.push(started);
    return started;
  };

  beforeAll(async () => {
    work = await makeWorkDir();
    dataDir = path.join(work.dir, 'data');
    port = String(await findFreePort());
    simulator = await startTestCamera();
    const { username, password } = CAMERA_ACCOUNT;
    const camera = `{id: ${CAMERA}, url: "${simulator.url(STREAM_PATH)}", username: ${username}, password: "${password}"}`;
    await writeFile(path.join(work.dir, 'cameras.yaml'), `cameras:\n  - ${camera}\n`);
    platform = start();
    const { admin } = await platform.ready();
    if (admin === null) throw new Error('no first login');
    login = admin;
    api = await platform.session();
  });

  afterAll(async () => {
    for (const started of platforms) await started.kill();
    await simulator?.close();
    await work?.remove();
  });

  const roleProcess = async (program: string): Promise<SeenProcess> => {
    const found = (await descendantsOf(platform.pid)).filter(({ command }) => command.includes(program));
    if (found[0] === undefined || found.length > 1) throw new Error(`${found.length} processes run ${program}`);
    return found[0];
  };

  const runsSince = (fromMs: number): Promise<RecordedRun[]> => recordedRuns(api, CAMERA, fromMs, Date.now() + 60_000);

  /** Waits until `durationMs` after `atMs` have been recorded and indexed; gives the runs since `sinceMs`. */
  const recordedPast = async (atMs: number, durationMs: number, sinceMs = atMs - 10_000): Promise<RecordedRun[]> =>
    vi.waitFor(async () => {
      const runs = await runsSince(sinceMs);
      expect(runs.at(-1)?.endMs ?? 0).toBeGreaterThan(atMs + durationMs);
      return runs;
    }, POLL);

  const newestFrameMs = async (): Promise<number> => {
    const names = await readdir(path.join(work.dir, 'frames', CAMERA)).catch(() => []);
    return Math.max(0, ...names.map((name) => Number(/^(?:main|sub)-(\d+)-/.exec(name)?.[1] ?? 0)));
  };

  const expectRestart = async (role: string, kill: () => Promise<void>): Promise<number> => {
    const readyCount = (): number =>
      platform.logLines.filter((line) => line.role === role && line.msg === 'role is ready').length;
    const before = readyCount();
    const killedAtMs = performance.now();
    await kill();
    await vi.waitFor(() => expect(readyCount()).toBe(before + 1), { ...POLL, interval: 20 });
    return Math.round(performance.now() - killedAtMs);
  };

  test.for(Array.from({ length: INGEST_KILLS }, (_, index) => index + 1))(
    'ingest killed, time %i: recording goes on within 5 s and the finished part of the broken minute plays',
    async () => {
      const startedAtMs = Date.now();
      // Enough of a minute to be worth keeping, and a row that says so.
      await recordedPast(startedAtMs, 3_000);
      const { pid } = await roleProcess('ingest/dist/main.js');
      const killedAtMs = Date.now();
      const restartMs = await expectRestart('ingest', async () => void process.kill(pid, 'SIGKILL'));
      const runs = await vi.waitFor(async () => {
        const found = await recordedPast(killedAtMs, 4_000);
        // Recovery adds what the index did not hold yet when the process died.
        const before = found.findLast(({ startMs }) => startMs < killedAtMs);
        expect(before?.endMs ?? 0).toBeGreaterThan(killedAtMs - LOST_TAIL_MS);
        return found;
      }, POLL);
      const after = runs.findIndex(({ startMs }) => startMs > killedAtMs - LOST_TAIL_MS);
      const broken = runs[after - 1];
      const next = runs[after];
      if (broken === undefined || next === undefined) throw new Error(`no gap in ${JSON.stringify(runs)}`);
      const gapMs = Math.round(next.startMs - broken.endMs);
      console.log(
        `ingest: gap ${gapMs} ms (last fragment ended ${Math.round(killedAtMs - broken.endMs)} ms before the kill), ready again after ${restartMs} ms`,
      );
      expect(gapMs).toBeLessThan(RECORDING_BACK_WITHIN_MS);
      const signal = AbortSignal.timeout(20_000);
      for (const [fromMs, toMs] of [
        [startedAtMs, broken.endMs],
        [next.startMs, next.endMs],
      ] as const) {
        const verdict = await playRecording(api, CAMERA, new Date(fromMs), new Date(toMs), signal);
        expect(verdict.pictures).toBeGreaterThan(10);
        expect(verdict.lostMs).toBe(0);
      }
    },
  );

  test('the decoder killed: the recording has no hole and frames come again', async () => {
    await vi.waitFor(async () => expect(Date.now() - (await newestFrameMs())).toBeLessThan(3_000), POLL);
    const fromMs = Date.now();
    await recordedPast(fromMs, 2_000);
    const decoder = await roleProcess('ingest/dist/decode/decoder-child.js');
    const killedAtMs = Date.now();
    process.kill(decoder.pid, 'SIGKILL');
    await vi.waitFor(async () => expect(await newestFrameMs()).toBeGreaterThan(killedAtMs), POLL);
    const framesBackMs = Date.now() - killedAtMs;
    expect((await roleProcess('ingest/dist/decode/decoder-child.js')).pid).not.toBe(decoder.pid);
    const runs = await recordedPast(killedAtMs, 3_000);
    const across = runs.find(({ startMs, endMs }) => startMs < killedAtMs && endMs > killedAtMs);
    expect((across?.endMs ?? 0) - killedAtMs).toBeGreaterThan(3_000 - NO_GAP_MS);
    console.log(`decoder: frames again after ${framesBackMs} ms, no gap in the recording`);
  });

  test('analytics and the API killed: both come back, the recording has no hole', async () => {
    const fromMs = Date.now();
    const analytics = await roleProcess('analytics/dist/main.js');
    const analyticsMs = await expectRestart('analytics', async () => void process.kill(analytics.pid, 'SIGKILL'));
    const server = await roleProcess('api/dist/main.js');
    const apiMs = await expectRestart('api', async () => void process.kill(server.pid, 'SIGKILL'));
    console.log(`ready again: analytics after ${analyticsMs} ms, api after ${apiMs} ms`);
    // The login of before still counts.
    await vi.waitFor(async () => {
      const { items } = await api.json<{ items: { id: string; status: { state: string } }[] }>('/cameras');
      expect(items).toMatchObject([{ id: CAMERA, status: { state: 'live' } }]);
    }, POLL);
    const runs = await recordedPast(Date.now(), 1_000, fromMs - 5_000);
    const across = runs.find(({ startMs, endMs }) => startMs < fromMs && endMs > fromMs);
    expect(across?.endMs).toBe(runs.at(-1)?.endMs);
  });

  test('a database process and then the whole database killed: it comes back, the recording has no hole', async () => {
    const server = async (): Promise<SeenProcess> => {
      const all = await descendantsOf(platform.pid);
      const found = all.find(
        ({ parentPid, command }) => parentPid === platform.pid && command.includes('bin/postgres'),
      );
      if (found === undefined) throw new Error('no database server');
      return found;
    };
    const fromMs = Date.now();
    const { pid: serverPid } = await server();
    const backend = (await descendantsOf(serverPid)).find(({ command }) => command.includes('thapcanh thapcanh'));
    if (backend === undefined) throw new Error('no database connection');
    process.kill(backend.pid, 'SIGKILL');
    await recordedPast(Date.now(), 1_000);
    expect((await server()).pid).toBe(serverPid);

    const killedAtMs = performance.now();
    process.kill(serverPid, 'SIGKILL');
    await vi.waitFor(() => expect(platform.output).toContain('the database runs again'), POLL);
    console.log(`database: runs again after ${Math.round(performance.now() - killedAtMs)} ms`);
    const runs = await recordedPast(Date.now(), 1_000, fromMs - 5_000);
    const across = runs.find(({ startMs, endMs }) => startMs < fromMs && endMs > fromMs);
    expect(across?.endMs).toBe(runs.at(-1)?.endMs);
    expect(platform.logLines.filter(({ code }) => code === 'TC_POSTGRES_ENDED')).toHaveLength(1);
  });

  test('the supervisor killed: nothing is left running; the next start shows the old recordings and goes on', async () => {
    const children = await descendantsOf(platform.pid);
    for (const program of ['postgres', 'api/', 'ingest/', 'decoder-child', 'analytics/', 'jobs-main']) {
      expect(children.map(({ command }) => command).join('\n')).toContain(program);
    }
    const beforeMs = Date.now();
    process.kill(platform.pid, 'SIGKILL');
    await vi.waitFor(
      async () => {
        expect(await survivorsOf(children)).toEqual([]);
        expect(await processesNaming(dataDir)).toEqual([]);
      },
      { timeout: 8_000, interval: 50 },
    );
    console.log(`supervisor: ${children.length} processes gone after ${Date.now() - beforeMs} ms`);

    platform = start();
    expect((await platform.ready()).admin).toBeNull();
    api = await platform.session(login);
    const runs = await recordedPast(Date.now(), 2_000);
    expect(runs.at(-1)?.startMs).toBeGreaterThan(beforeMs);
    const old = await vi.waitFor(async () => {
      const found = (await recordedRuns(api, CAMERA, beforeMs - 60_000, beforeMs)).at(-1);
      expect(found?.endMs ?? 0).toBeGreaterThan(beforeMs - LOST_TAIL_MS);
      return found;
    }, POLL);
    const [from, to] = [new Date((old?.endMs ?? 0) - 4_000), new Date(old?.endMs ?? 0)];
    const verdict = await playRecording(api, CAMERA, from, to, AbortSignal.timeout(20_000));
    expect(verdict.pictures).toBeGreaterThan(10);
    expect(verdict.lostMs).toBe(0);
    expect(platform.logLines.filter(({ level }) => level === 'error')).toEqual([]);
    expect(await platform.stop()).toBe(0);
  });

  test('the supervisor of the simulated city killed: the simulator and its decoder go too', async () => {
    dataDir = path.join(work.dir, 'city');
    const empty = path.join(work.dir, 'no-cameras.yaml');
    await writeFile(empty, 'cameras:\n');
    // Without analytics: three cameras' worth of reading is not what this is about.
    const city = start(['--cameras', empty], { THAPCANH_ROLES: 'ingest' });
    await city.ready();
    const children = await vi.waitFor(async () => {
      const found = await descendantsOf(city.pid);
      const commands = found.map(({ command }) => command).join('\n');
      for (const program of ['camera-sim/main', 'ingest/', 'decoder-child', 'postgres'])
        expect(commands).toContain(program);
      return found;
    }, POLL);
    process.kill(city.pid, 'SIGKILL');
    await vi.waitFor(
      async () => {
        expect(await survivorsOf(children)).toEqual([]);
        expect(await processesNaming(dataDir)).toEqual([]);
      },
      { timeout: 8_000, interval: 50 },
    );
  });
});
