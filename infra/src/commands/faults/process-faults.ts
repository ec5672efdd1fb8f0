import { setTimeout as delay } from 'node:timers/promises';
import { type Fault, type FaultOutcome, nothingExcused } from './fault.ts';
import type { FaultRig } from './fault-rig.ts';
import { until } from './until.ts';

/** Recorded time before and after that counts too. */
const BEFORE_MS = 5_000;
const AFTER_MS = 10_000;
const PATIENCE_MS = 90_000;
const DATABASE_AWAY_MS = 60_000;

/** Everything recorded again past `AFTER_MS` from now: the outcome of a fault that began at `sinceMs`. */
async function wholeAgain(rig: FaultRig, sinceMs: number, againAtMs: number | null): Promise<FaultOutcome> {
  const toMs = Date.now() + AFTER_MS;
  await rig.recordedSince(rig.allCameras, toMs, PATIENCE_MS);
  const recoveredAtMs = againAtMs ?? (await rig.recordingAgainAtMs(rig.allCameras, sinceMs));
  return {
    cameras: rig.allCameras,
    window: { fromMs: sinceMs - BEFORE_MS, toMs },
    excused: nothingExcused,
    recoveryMs: Math.round(recoveredAtMs - sinceMs),
  };
}

async function killOne(rig: FaultRig, program: string): Promise<{ killedAtMs: number; backAtMs: number }> {
  const before = await rig.pidsOf(program);
  const [victim] = before;
  if (victim === undefined) throw new Error(`no process runs ${program}`);
  const killedAtMs = Date.now();
  process.kill(victim, 'SIGKILL');
  const isBack = async (): Promise<boolean> => {
    const now = await rig.pidsOf(program);
    return now.length >= before.length && !now.includes(victim);
  };
  await until(isBack, PATIENCE_MS, rig.options.signal, () => `${program} did not come back`);
  return { killedAtMs, backAtMs: Date.now() };
}

/** SIGKILL of the platform's processes, and a database that is away. */
export const PROCESS_FAULTS: readonly Fault<FaultRig>[] = [
  {
    name: 'kill-worker',
    async run(rig) {
      const { killedAtMs } = await killOne(rig, 'ingest/dist/main.js');
      return wholeAgain(rig, killedAtMs, null);
    },
  },
  {
    name: 'kill-decoder',
    async run(rig) {
      const { killedAtMs, backAtMs } = await killOne(rig, 'decode/decoder-child.js');
      return wholeAgain(rig, killedAtMs, backAtMs);
    },
  },
  {
    name: 'kill-supervisor',
    async run(rig) {
      const killedAtMs = Date.now();
      await rig.killPlatform();
      await rig.startPlatform();
      return wholeAgain(rig, killedAtMs, null);
    },
  },
  {
    name: 'postgres-away-60s',
    async run(rig) {
      const stoppedAtMs = Date.now();
      await rig.stopDatabase();
      await delay(DATABASE_AWAY_MS, undefined, { signal: rig.options.signal });
      await rig.startDatabase();
      const backAtMs = Date.now();
      await rig.recordedSince(rig.allCameras, backAtMs, PATIENCE_MS);
      const recoveryMs = Date.now() - backAtMs;
      return { ...(await wholeAgain(rig, stoppedAtMs, null)), recoveryMs };
    },
  },
];
