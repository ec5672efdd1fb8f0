import { type ChildProcess, fork } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BenchEngine, endOf, pidsOf, stopAll } from './bench-engine.ts';

export interface IngestEngineOptions {
  readonly urls: readonly string[];
  readonly username: string;
  readonly password: string;
  readonly recordingsDir: string;
  /** How far back `lostMs` may look. */
  readonly rememberMs: number;
  /** Keeps the warnings of the load to itself, when cameras are lost on purpose. */
  readonly isQuiet?: boolean;
}

export interface IngestEngine extends BenchEngine {
  /** Ends the load; resolves with the time, in ms, that is missing in its recordings of that stretch of wall time. */
  lostMs(fromMs: number, toMs: number): Promise<number>;
}

const LOAD_PROGRAM = fileURLToPath(new URL('../../../../ingest/dist/bench/ingest-load.js', import.meta.url));
/** As the supervisor shares cameras out among ingest workers. */
const CAMERAS_PER_PROCESS = 150;

/** Our own sessions and recorders, one process for each 150 cameras, without the rest of the platform. */
export function startIngestEngine({ urls, recordingsDir, ...account }: IngestEngineOptions): IngestEngine {
  const processes = Math.ceil(urls.length / CAMERAS_PER_PROCESS);
  const loads = Array.from({ length: processes }, (_, index) => {
    const share = urls.filter((_, camera) => camera % processes === index);
    return new IngestLoad({ ...account, urls: share, recordingsDir: path.join(recordingsDir, String(index)) });
  });
  const children = loads.map(({ child }) => child);
  const ended = Promise.all(loads.map((load) => load.ended));
  const working = Promise.all(loads.map((load) => load.working)).then(() => undefined);
  working.catch(() => undefined);
  return {
    cameras: urls.length,
    pids: pidsOf(children),
    working,
    stop: () => stopAll(children, ended),
    async lostMs(fromMs, toMs) {
      const each = await Promise.all(loads.map((load) => load.lostMs(fromMs, toMs)));
      return each.reduce((sum, lostMs) => sum + lostMs, 0);
    },
  };
}

/** One load process (`ingest/src/bench/ingest-load.ts`). */
class IngestLoad {
  readonly child: ChildProcess;
  readonly ended: Promise<string>;
  readonly working: Promise<void>;

  constructor({ isQuiet = false, ...start }: IngestEngineOptions) {
    const stdio = ['ignore', 2, isQuiet ? 'ignore' : 2, 'ipc'] as const;
    this.child = fork(LOAD_PROGRAM, [], { stdio: [...stdio], execArgv: [], detached: true });
    this.ended = endOf(this.child);
    this.working = this.#answer('ready').then(() => undefined);
    this.working.catch(() => undefined);
    this.child.send({ type: 'start', ...start }, () => undefined);
  }

  async lostMs(fromMs: number, toMs: number): Promise<number> {
    const result = this.#answer('result');
    this.child.send({ type: 'finish', fromMs, toMs }, () => undefined);
    const { lostMs } = await result;
    if (typeof lostMs !== 'number') throw new Error('the ingest load gave no figure');
    return lostMs;
  }

  #answer(type: string): Promise<Record<string, unknown>> {
    return new Promise((resolve, reject) => {
      this.child.on('message', (message) => {
        const fields: Record<string, unknown> = typeof message === 'object' ? { ...message } : {};
        if (fields.type === type) resolve(fields);
      });
      void this.ended.then((how) => reject(new Error(`the ingest load ended (${how})`)));
    });
  }
}
