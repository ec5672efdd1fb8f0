import { errorDetail } from '@thapcanh/infra/errors/storage-failure';
import type { Logger } from '@thapcanh/infra/telemetry/logger';

export interface LaneOptions {
  readonly name: string;
  /** One bounded, idempotent piece of work; true when there is probably more to do. Stops soon at the signal. */
  readonly step: (signal: AbortSignal) => Promise<boolean>;
  readonly busyPauseMs: number;
  readonly idlePauseMs: number;
  readonly log: Logger;
  readonly onFailure?: () => void;
}

const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 30_000;

/**
 * One piece of background work after the other, with a pause in between, so that no sweep over everything ever happens.
 * A failed step is repeated after a growing pause (1 to 30 s, up to a quarter of it random) until it succeeds: an outage
 * of any length delays the work and ends nothing.
 */
export class PacedLane {
  readonly #options: LaneOptions;
  readonly #stop = new AbortController();
  #running: Promise<void> | null = null;
  #failures = 0;

  constructor(options: LaneOptions) {
    this.#options = options;
  }

  start(): void {
    this.#running ??= this.#run();
  }

  /** Ends the step under way and resolves when it is over. Idempotent. */
  async close(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) await pause(await this.#stepPauseMs(signal), signal);
  }

  async #stepPauseMs(signal: AbortSignal): Promise<number> {
    const { name, step, log, busyPauseMs, idlePauseMs, onFailure } = this.#options;
    try {
      const hasMore = await step(signal);
      if (this.#failures > 0) log.info({ lane: name, failures: this.#failures }, 'archiving goes on');
      this.#failures = 0;
      return hasMore ? busyPauseMs : idlePauseMs * (0.75 + Math.random() / 2);
    } catch (error) {
      if (signal.aborted) return 0;
      this.#failures += 1;
      onFailure?.();
      if (this.#failures === 1) log.warn({ err: error, lane: name }, 'archiving waits and tries again');
      else log.debug({ lane: name, detail: errorDetail(error) }, 'archiving still waits');
      const retryMs = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(this.#failures - 1, 10));
      return retryMs * (1 - Math.random() / 4);
    }
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done);
    if (signal.aborted) done();
  });
}
