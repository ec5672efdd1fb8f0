import { INDEX_LAG_MS } from '@thapcanh/core/coverage/coverage-limits';
import type { CameraId } from '@thapcanh/core/ids';
import type { Clock } from '@thapcanh/core/time/clock';
import type { SessionLog } from '../media/media-types.ts';
import { pause } from '../recorder/pause.ts';
import type { CoverageRepository } from './coverage.repository.ts';
import { reconcile } from './reconcile.ts';

export interface CoverageReconcilerOptions {
  readonly repository: Pick<CoverageRepository, 'period' | 'save'>;
  /** The cameras that this process holds now. */
  readonly cameraIds: () => readonly CameraId[];
  readonly clock: Clock;
  readonly log: SessionLog;
  readonly roundMs?: number;
}

/** Every camera is looked at once in this time, one after the other. */
const ROUND_MS = 300_000;
const LONGEST_PAUSE_MS = 5_000;
const FIRST_HOURS = 48;
const LATER_HOURS = 6;
const HOUR_MS = 3_600_000;
/** Rows of files and gaps of this age are in, also after a short absence of the database. */
const SETTLED_MS = INDEX_LAG_MS + 60_000;

/**
 * Proves the promise of the coverage ledger from what the database says, camera by camera, spread over five minutes: the
 * last 48 hours at first, 6 hours later on. Gaps are cut back to what is missing, and a hole that no gap explains becomes
 * one of cause `unknown`, which is counted and logged, because it is a fault of ours.
 */
export class CoverageReconciler {
  readonly #options: CoverageReconcilerOptions;
  readonly #stop = new AbortController();
  readonly #seen = new Set<CameraId>();
  readonly #counts = { unexplained: 0, trimmed: 0, rounds: 0 };
  #working: Promise<void> | null = null;

  constructor(options: CoverageReconcilerOptions) {
    this.#options = options;
  }

  /** Counters only grow. */
  statistics(): { unexplained: number; trimmed: number; rounds: number } {
    return { ...this.#counts };
  }

  start(): void {
    this.#working ??= this.#work();
  }

  /** Idempotent. */
  async close(): Promise<void> {
    this.#stop.abort();
    await this.#working;
  }

  /** One camera now. Rejects when the database does not answer. */
  async check(cameraId: CameraId): Promise<void> {
    const { repository, clock, log } = this.#options;
    const toMs = clock.nowMs() - SETTLED_MS;
    const hours = this.#seen.has(cameraId) ? LATER_HOURS : FIRST_HOURS;
    const period = { fromMs: toMs - hours * HOUR_MS, toMs };
    const { saves, drops, unexplained } = reconcile(
      cameraId,
      await repository.period(cameraId, period.fromMs, period.toMs),
      period,
    );
    if (saves.length + drops.length > 0) {
      await repository.save(
        saves.map((row) => ({ row, alarm: null })),
        drops,
      );
    }
    this.#seen.add(cameraId);
    this.#counts.unexplained += unexplained;
    this.#counts.trimmed += saves.length - unexplained + drops.length;
    if (unexplained > 0) log.warn({ cameraId, gaps: unexplained }, 'recorded time is missing and nothing explains it');
  }

  async #work(): Promise<void> {
    const { cameraIds, roundMs = ROUND_MS, log } = this.#options;
    const { signal } = this.#stop;
    while (!signal.aborted) {
      const cameras = cameraIds();
      const pauseMs = Math.min(LONGEST_PAUSE_MS, roundMs / Math.max(1, cameras.length));
      for (const cameraId of cameras) {
        await pause(pauseMs, signal);
        if (signal.aborted) return;
        await this.check(cameraId).catch((error: unknown) => {
          log.debug({ err: error, cameraId }, 'the coverage of a camera cannot be checked now');
        });
      }
      this.#counts.rounds += 1;
      await pause(Math.max(1_000, roundMs - pauseMs * cameras.length), signal);
      for (const cameraId of this.#seen) if (!cameraIds().includes(cameraId)) this.#seen.delete(cameraId);
    }
  }
}
