import { statfs } from 'node:fs/promises';
import type { Clock } from '@thapcanh/core/time/clock';
import type { Logger } from '@thapcanh/infra/telemetry/logger';
import type { DeletionGuard } from './deletion-guard.ts';
import type { RetentionRepository } from './retention.repository.ts';
import { type Retention, untilBytes } from './retention.ts';
import type { StoreRepository } from './store.repository.ts';

export interface DiskSpace {
  readonly totalBytes: number;
  /** For processes without privileges. */
  readonly freeBytes: number;
}

export interface DiskReliefOptions {
  readonly retention: Retention;
  readonly repository: RetentionRepository;
  readonly store: Pick<StoreRepository, 'raiseDiskFull'>;
  readonly guard: DeletionGuard;
  readonly measure: () => Promise<DiskSpace>;
  readonly clock: Clock;
  readonly log: Logger;
}

const GIGABYTE = 1_000_000_000;
/** Relief ends this much above the limit, so that it does not begin again at once. */
const RELIEF_FACTOR = 1.2;
const AT_ONCE = 20;
const YOUNGEST_MS = 60_000;

/** What an episode of relief has done. */
interface Episode {
  readonly startFreeBytes: number;
  deletedBytes: number;
}

/** Space of the disk that holds a directory. */
export async function measureDisk(dir: string): Promise<DiskSpace> {
  const { bavail, blocks, bsize } = await statfs(dir);
  return { totalBytes: blocks * bsize, freeBytes: bavail * bsize };
}

/** Below this much free space old recordings make room: 5 % of the disk, at most 10 GB. */
export function reliefLimitBytes(totalBytes: number): number {
  return Math.min(totalBytes * 0.05, 10 * GIGABYTE);
}

/**
 * Makes room on a disk that is nearly full: the oldest files go, whatever the limits of their groups say, held ones never.
 * Each episode raises one alarm. Space that does not come back although much was deleted opens the breaker: something
 * else fills the disk.
 */
export class DiskRelief {
  readonly #options: DiskReliefOptions;
  #episode: Episode | null = null;
  #isExhausted = false;
  #freeBytes: number | null = null;

  constructor(options: DiskReliefOptions) {
    this.#options = options;
  }

  get freeBytes(): number | null {
    return this.#freeBytes;
  }

  /** One batch; true while there is too little space and something was deleted for it. */
  async step(): Promise<boolean> {
    const { repository, retention, guard, measure, clock } = this.#options;
    const { totalBytes, freeBytes } = await measure();
    this.#freeBytes = freeBytes;
    const limitBytes = reliefLimitBytes(totalBytes);
    const wantedBytes = limitBytes * (this.#episode === null ? 1 : RELIEF_FACTOR) - freeBytes;
    if (wantedBytes <= 0) {
      this.#end(freeBytes);
      return false;
    }
    if (!(await guard.mayDelete())) return false;
    const episode = await this.#begin(freeBytes, limitBytes);
    if (episode.deletedBytes > 2 * limitBytes && freeBytes < episode.startFreeBytes) {
      this.#episode = null;
      const megabytes = (bytes: number): number => Math.round(bytes / 1_000_000);
      await guard.open('relief-stalled', {
        deletedMb: megabytes(episode.deletedBytes),
        freeMb: megabytes(freeBytes),
      });
      return false;
    }
    const oldest = await repository.oldestOnDisk(new Date(clock.nowMs() - YOUNGEST_MS), AT_ONCE);
    const chosen = untilBytes(oldest, wantedBytes);
    const count = await retention.condemn(chosen, 'disk-full', { freeBytes, limitBytes: Math.round(limitBytes) });
    episode.deletedBytes += count === 0 ? 0 : chosen.reduce((sum, recording) => sum + recording.bytes, 0);
    this.#noteExhausted(chosen.length === 0, freeBytes);
    return count > 0;
  }

  async #begin(freeBytes: number, limitBytes: number): Promise<Episode> {
    if (this.#episode !== null) return this.#episode;
    const disk = { freeBytes, limitBytes: Math.round(limitBytes) };
    this.#options.log.error(
      { ...disk, vi: 'đĩa ghi hình sắp đầy: xóa các bản ghi cũ nhất' },
      'the disk of the recordings is nearly full: the oldest recordings are deleted',
    );
    await this.#options.store.raiseDiskFull(disk);
    this.#episode = { startFreeBytes: freeBytes, deletedBytes: 0 };
    return this.#episode;
  }

  #end(freeBytes: number): void {
    if (this.#episode === null) return;
    const { deletedBytes } = this.#episode;
    this.#episode = null;
    this.#isExhausted = false;
    this.#options.log.info(
      { freeBytes, deletedBytes, vi: 'đĩa ghi hình đã có chỗ trống' },
      'the disk of the recordings has room again',
    );
  }

  #noteExhausted(isExhausted: boolean, freeBytes: number): void {
    if (isExhausted && !this.#isExhausted) {
      this.#options.log.error(
        { freeBytes, vi: 'đĩa ghi hình đầy và không còn bản ghi nào được phép xóa' },
        'the disk of the recordings is full and no recording is left that may be deleted',
      );
    }
    this.#isExhausted = isExhausted;
  }
}
