import type { OrphanEnd } from '@thapcanh/infra/roles/run-role';
import { listenAsOrphan, type OrphanSocket } from '@thapcanh/infra/supervisor/hand-over';
import { isInstanceRunning } from '@thapcanh/infra/supervisor/instance-lock';
import type { SessionLog } from '../media/media-types.ts';
import { pause } from '../recorder/pause.ts';

export interface OrphanageOptions {
  readonly runDir: string;
  readonly slot: number;
  readonly log: SessionLog;
  readonly graceMs?: number;
  readonly longestMs?: number;
  readonly lookMs?: number;
}

/** How long nobody may hold the instance lock: a service manager has started a new supervisor by then, or never will. */
const GRACE_MS = 4_000;
/** A new supervisor whose ingest process has not come by then will not have one. */
const LONGEST_MS = 30_000;
const LOOK_MS = 200;

/**
 * The time of an ingest process without its supervisor: it goes on recording until a process of the next supervisor
 * asks for its cameras, 4 s if no new supervisor comes, 30 s at most.
 */
export class Orphanage {
  readonly #options: OrphanageOptions;
  readonly #asked = new AbortController();
  #socket: OrphanSocket | null = null;

  constructor(options: OrphanageOptions) {
    this.#options = options;
  }

  /** A successor waits for the cameras. */
  get hasSuccessor(): boolean {
    return this.#asked.signal.aborted;
  }

  /** Resolves when it is time to close. Never rejects. */
  async outlive(): Promise<OrphanEnd> {
    const { runDir, slot, log, graceMs = GRACE_MS, longestMs = LONGEST_MS, lookMs = LOOK_MS } = this.#options;
    try {
      this.#socket = await listenAsOrphan(runDir, slot, () => this.#asked.abort());
    } catch (error) {
      log.warn({ err: error }, 'cameras cannot be handed over');
      return 'alone';
    }
    const sinceMs = performance.now();
    let seenAtMs = sinceMs;
    while (!this.hasSuccessor && performance.now() - sinceMs < longestMs) {
      if (await isInstanceRunning(runDir)) seenAtMs = performance.now();
      if (performance.now() - seenAtMs >= graceMs) break;
      await pause(lookMs, this.#asked.signal);
    }
    return this.hasSuccessor ? 'succeeded' : 'alone';
  }

  /** Call it when no picture is taken any more: whoever asked may begin. Idempotent. */
  async release(): Promise<void> {
    const socket = this.#socket;
    this.#socket = null;
    await socket?.release();
  }
}
