import { setTimeout as delay } from 'node:timers/promises';
import type { BenchEngine } from './bench-engine.ts';
import type { Measurement } from './engine-figures.ts';
import { type ProcessUsage, readUsage } from './process-usage.ts';

export interface EngineMeasurement extends Measurement {
  /** The watched stretch of wall time, UTC ms. */
  readonly fromMs: number;
  readonly toMs: number;
}

/** Code is compiled, buffers have their sizes and the first files are durable: what an engine that runs for months is like. */
const WARM_UP_MS = 30_000;
const START_LIMIT_MS = 60_000;
const SAMPLE_EVERY_MS = 1_000;

/**
 * Waits until the engine works on every camera and 30 s more, then watches its processes for `seconds`. Rejects when
 * one of them ends, when it does not come to work within a minute, and when `signal` is aborted. The engine goes on.
 */
export async function measureEngine(
  engine: BenchEngine,
  seconds: number,
  signal: AbortSignal,
): Promise<EngineMeasurement> {
  const started = new AbortController();
  const limit = delay(START_LIMIT_MS, undefined, { signal: AbortSignal.any([signal, started.signal]) }).then(() => {
    throw new Error(`not every camera was taken within ${START_LIMIT_MS / 1_000} s`);
  });
  await Promise.race([engine.working, limit]).finally(() => started.abort());
  await delay(WARM_UP_MS, undefined, { signal });

  const fromMs = Date.now();
  const startedAtMs = performance.now();
  const before = await usageOf(engine);
  let latest = before;
  let { rssBytes, pssBytes } = before;
  for (let wallMs = 0; wallMs < seconds * 1_000; wallMs = performance.now() - startedAtMs) {
    await delay(Math.min(SAMPLE_EVERY_MS, Math.max(1, seconds * 1_000 - wallMs)), undefined, { signal });
    latest = await usageOf(engine);
    rssBytes = Math.max(rssBytes, latest.rssBytes);
    pssBytes = Math.max(pssBytes, latest.pssBytes);
  }
  const wallMs = performance.now() - startedAtMs;
  const cpuSeconds = latest.cpuSeconds - before.cpuSeconds;
  return { cameras: engine.cameras, wallMs, cpuSeconds, rssBytes, pssBytes, fromMs, toMs: Date.now() };
}

async function usageOf({ pids }: BenchEngine): Promise<ProcessUsage> {
  try {
    return await readUsage(pids);
  } catch (error) {
    throw new Error('a process ended while it was measured', { cause: error });
  }
}
