import { randomBytes } from 'node:crypto';
import { mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createFarm } from '../../camera-sim/farm.ts';
import type { BenchArguments } from './bench-arguments.ts';
import type { BenchContext } from './bench-contract.ts';
import { startIngestEngine } from './ingest-engine.ts';
import { readUsage } from './process-usage.ts';
import { type Sample, slopePerHour } from './trend.ts';

/** The last line of `npm run bench -- soak`. */
export interface SoakBenchResult {
  readonly cameras: number;
  readonly minutes: number;
  /** Connections that the cameras accepted: first ones and reconnects. */
  readonly connections: number;
  /** Least-squares slopes of the second half, when everything has long been warm. */
  readonly rssMbPerHour: number | null;
  readonly handlesPerHour: number | null;
  readonly rssMb: { readonly middle: number; readonly end: number; readonly max: number };
  readonly handles: { readonly middle: number; readonly end: number; readonly max: number };
}

const SAMPLE_EVERY_MS = 5_000;
/** All cameras are cut every so often, and in between a tenth of them each few seconds. */
const STORM_EVERY_MS = 60_000;
const SMALL_STORM_EVERY_MS = 7_000;
/** What the load remembers of its recordings is no memory of the engine. */
const REMEMBER_MS = 60_000;
const MB = 1_000_000;

async function handlesOf(pids: readonly number[]): Promise<number> {
  const each = await Promise.all(pids.map(async (pid) => (await readdir(`/proc/${pid}/fd`)).length));
  return each.reduce((sum, count) => sum + count, 0);
}

const summary = (samples: readonly Sample[]): SoakBenchResult['handles'] => ({
  middle: samples[Math.floor(samples.length / 2)]?.value ?? 0,
  end: samples.at(-1)?.value ?? 0,
  max: Math.max(0, ...samples.map(({ value }) => value)),
});

/**
 * Records cameras that are lost over and over, and watches memory and handles of the processes. The recordings stay
 * until the end: 100 cameras fill about 300 MB a minute.
 */
export async function benchSoak(
  { counts }: BenchArguments,
  { dir, say, signal }: BenchContext,
): Promise<SoakBenchResult> {
  const { cameras = 100, minutes = 30 } = counts;
  const auth = { username: 'bench', password: randomBytes(12).toString('base64url') };
  const farm = await createFarm({ cameras, main: 'sub-360p10', auth, signal });
  const { simulator } = farm;
  const paths = farm.cameras.map(({ id }) => `${id}/main`);
  const recordingsDir = path.join(dir, 'recordings');
  await mkdir(recordingsDir);
  const engine = startIngestEngine({
    urls: farm.cameras.map(({ mainUrl }) => mainUrl),
    ...auth,
    recordingsDir,
    rememberMs: REMEMBER_MS,
    isQuiet: true,
  });
  const rss: Sample[] = [];
  const handles: Sample[] = [];
  try {
    await engine.working;
    const startedAtMs = performance.now();
    let stormAtMs = STORM_EVERY_MS;
    let smallStormAtMs = SMALL_STORM_EVERY_MS;
    for (let atMs = 0; atMs < minutes * 60_000; atMs = performance.now() - startedAtMs) {
      if (atMs >= stormAtMs) {
        stormAtMs += STORM_EVERY_MS;
        for (const name of paths) simulator.run(name, 'cut 1s');
      } else if (atMs >= smallStormAtMs) {
        smallStormAtMs += SMALL_STORM_EVERY_MS;
        for (const [index, name] of paths.entries()) if ((index + rss.length) % 10 === 0) simulator.run(name, 'cut');
      }
      const usage = await readUsage(engine.pids);
      rss.push({ atMs, value: Math.round(usage.rssBytes / MB) });
      handles.push({ atMs, value: await handlesOf(engine.pids) });
      if (rss.length % 12 === 0) {
        say(`${Math.round(atMs / 60_000)} min: ${rss.at(-1)?.value} MB resident, ${handles.at(-1)?.value} handles`);
      }
      await delay(SAMPLE_EVERY_MS, undefined, { signal });
    }
    const half = (samples: readonly Sample[]): Sample[] => samples.slice(Math.floor(samples.length / 2));
    const rounded = (slope: number | null): number | null => (slope === null ? null : Math.round(slope * 10) / 10);
    return {
      cameras,
      minutes,
      connections: simulator.stats().connectionsAccepted,
      rssMbPerHour: rounded(slopePerHour(half(rss))),
      handlesPerHour: rounded(slopePerHour(half(handles))),
      rssMb: summary(rss),
      handles: summary(handles),
    };
  } finally {
    await engine.stop();
    await farm.close();
  }
}
