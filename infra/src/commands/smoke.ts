/**
 * `npm run smoke -- --json`: starts the whole platform with the demo city on an empty temporary data directory and
 * watches it work: every camera live, one finished minute recording each without a hole, the gates' plates read.
 * The last line of output is one JSON object; exit code 0 only when everything held.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { DEMO_CAMERAS, demoClipDir, loadDemoTruth } from '../camera-sim/demo-city.ts';
import { ApiSession } from './smoke/api-session.ts';
import { firstLivePicture, playlistAdvances } from './smoke/live-check.ts';
import { comparePassages, type PassageVerdict } from './smoke/passage-check.ts';
import { PlatformProcess } from './smoke/platform-process.ts';
import { MINUTE_MS, minuteRecorded, playRecording } from './smoke/recording-check.ts';

const TIMEOUT_MS = 6 * 60_000;
/** Passages of the last pictures still travel through queue, reader and database. */
const SETTLE_MS = 15_000;
const REQUIRED_EXACT_SHARE = 0.9;

async function smoke(dataDir: string, say: (text: string) => void) {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const startedAtMs = performance.now();
  const platform = new PlatformProcess(dataDir);
  try {
    const ready = await platform.ready();
    const coldStartMs = Math.round(performance.now() - startedAtMs);
    say(`ready after ${coldStartMs} ms at ${ready.url}`);
    if (ready.admin === null) throw new Error('no first-run login was given');
    const api = new ApiSession(ready.url);
    await api.login(ready.admin.username, ready.admin.password);

    const { items: cameras } = await api.json<{ items: { id: string }[] }>('/cameras');
    let firstPictureMs = Number.POSITIVE_INFINITY;
    await Promise.all(
      cameras.map(async ({ id }) => {
        const size = await firstLivePicture(api, id, signal);
        firstPictureMs = Math.min(firstPictureMs, Math.round(performance.now() - startedAtMs));
        await playlistAdvances(api, id, signal);
        say(`${id} is live, ${size.width}x${size.height}`);
      }),
    );
    const watchedFromMs = Date.now();

    const truths = await Promise.all(
      DEMO_CAMERAS.filter((camera) => camera.truthFile !== null && cameras.some(({ id }) => id === camera.id)).map(
        async (camera) => ({ cameraId: camera.id, truth: await loadDemoTruth(demoClipDir(), camera) }),
      ),
    );
    const longestLoopMs = Math.max(0, ...truths.map(({ truth }) => truth.durationMs));

    let lostMs = 0;
    const minuteStartMs = Math.ceil(watchedFromMs / MINUTE_MS) * MINUTE_MS;
    for (const { id } of cameras) {
      const { startedAt, endedAt } = await minuteRecorded(api, id, minuteStartMs, signal);
      const verdict = await playRecording(api, id, startedAt, endedAt, signal);
      lostMs += verdict.lostMs;
      say(`${id} played ${verdict.pictures} recorded pictures, ${verdict.lostMs} ms missing`);
    }

    // Two whole loops let every truth pass at least once, wherever in the loop the watch began.
    const watchUntilMs = Math.max(Date.now(), watchedFromMs + 2 * longestLoopMs);
    await delay(Math.max(0, watchUntilMs - Date.now()) + SETTLE_MS, undefined, { signal });
    const verdicts: PassageVerdict[] = [];
    for (const { cameraId, truth } of truths) {
      const verdict = await comparePassages(api, cameraId, truth, watchedFromMs, watchUntilMs);
      verdicts.push(verdict);
      say(`${cameraId}: ${verdict.exact} of ${verdict.expected} plates exact, ${verdict.extra} extra`);
      if (verdict.missed.length > 0) say(`${cameraId} missed ${verdict.missed.join(' ')}`);
    }
    const sum = (pick: (verdict: PassageVerdict) => number) => verdicts.reduce((total, one) => total + pick(one), 0);
    return {
      coldStartMs,
      firstPictureMs,
      cameras: cameras.length,
      passagesExpected: sum(({ expected }) => expected),
      passagesExact: sum(({ exact }) => exact),
      passagesExtra: sum(({ extra }) => extra),
      lostMs,
    };
  } catch (error) {
    say(platform.output);
    throw error;
  } finally {
    await platform.stop();
  }
}

const isJson = process.argv.includes('--json');
const say = (text: string) => (isJson ? process.stderr : process.stdout).write(`${text}\n`);
const dataDir = await mkdtemp(join(tmpdir(), 'thapcanh-smoke-'));
try {
  const result = await smoke(dataDir, say);
  const holds =
    result.cameras === DEMO_CAMERAS.length &&
    result.lostMs === 0 &&
    result.passagesExpected > 0 &&
    result.passagesExact >= REQUIRED_EXACT_SHARE * result.passagesExpected;
  process.stdout.write(`${JSON.stringify(result)}\n`);
  process.exitCode = holds ? 0 : 1;
} catch (error) {
  say(error instanceof Error ? (error.stack ?? error.message) : String(error));
  process.exitCode = 1;
} finally {
  await rm(dataDir, { recursive: true, force: true });
}
