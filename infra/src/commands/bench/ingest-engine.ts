import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type BenchEngine, endOf, pidsOf, stopAll } from './bench-engine.ts';

export interface IngestEngineOptions {
  readonly urls: readonly string[];
  readonly username: string;
  readonly password: string;
  readonly recordingsDir: string;
}

export interface IngestEngine extends BenchEngine {
  /** Ends the load; resolves with the time, in ms, that is missing in its recordings of that stretch of wall time. */
  lostMs(fromMs: number, toMs: number): Promise<number>;
}

const LOAD_PROGRAM = fileURLToPath(new URL('../../../../ingest/dist/bench/ingest-load.js', import.meta.url));

/** Our own sessions and recorders in one process, without the rest of the platform. */
export function startIngestEngine(options: IngestEngineOptions): IngestEngine {
  const child = fork(LOAD_PROGRAM, [], { stdio: ['ignore', 2, 2, 'ipc'], execArgv: [], detached: true });
  const ended = endOf(child);
  const answer = (type: string): Promise<Record<string, unknown>> =>
    new Promise((resolve, reject) => {
      child.on('message', (message) => {
        const fields: Record<string, unknown> = typeof message === 'object' ? { ...message } : {};
        if (fields.type === type) resolve(fields);
      });
      void ended.then((how) => reject(new Error(`the ingest load ended (${how})`)));
    });
  const working = answer('ready').then(() => undefined);
  working.catch(() => undefined);
  child.send({ type: 'start', ...options }, () => undefined);
  return {
    cameras: options.urls.length,
    pids: pidsOf([child]),
    working,
    stop: () => stopAll([child], ended),
    async lostMs(fromMs, toMs) {
      const result = answer('result');
      child.send({ type: 'finish', fromMs, toMs }, () => undefined);
      const { lostMs } = await result;
      if (typeof lostMs !== 'number') throw new Error('the ingest load gave no figure');
      return lostMs;
    },
  };
}
