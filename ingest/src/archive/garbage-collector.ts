import path from 'node:path';
import type { Clock } from '@thapcanh/core/time/clock';
import type { ObjectStore } from '@thapcanh/infra/objects/object-store';
import type { Logger } from '@thapcanh/infra/telemetry/logger';
import type { ArchiveCounts } from './archive-counts.ts';
import type { DeletionGuard } from './deletion-guard.ts';
import type { Garbage, GarbageRepository } from './garbage.repository.ts';
import { SetAside } from './set-aside.ts';
import { absolutePathOf, removeEmptyDirectories, syncRemovals, unlinkFile } from './stored-file.ts';

export interface GarbageCollectorOptions {
  readonly garbage: GarbageRepository;
  readonly guard: DeletionGuard;
  readonly objects: ObjectStore;
  readonly recordingsDir: string;
  readonly counts: ArchiveCounts;
  readonly clock: Clock;
  readonly log: Logger;
}

const FILES_AT_ONCE = 60;
const OBJECTS_AT_ONCE = 10;

/** Removes what no recording refers to any more. Each call is one bounded batch; true when there may be more. */
export class GarbageCollector {
  readonly #options: GarbageCollectorOptions;
  readonly #aside: SetAside;

  constructor(options: GarbageCollectorOptions) {
    this.#options = options;
    this.#aside = new SetAside(options.clock);
  }

  /** Files: unlinked, their directories synced, then the rows dropped. Nothing while the guard refuses. */
  async collectFiles(signal: AbortSignal): Promise<boolean> {
    const { garbage, guard, counts } = this.#options;
    if (!(await guard.mayDelete())) return false;
    const { found, removed } = await garbage.collect('local', FILES_AT_ONCE, this.#aside.keys(), (batch) =>
      this.#removeFiles(batch, signal),
    );
    for (const { cause, reason, bytes } of removed) if (cause === 'deleted') counts.deleted(reason ?? '', bytes);
    return found === FILES_AT_ONCE;
  }

  /** Objects of deleted recordings and of copies that were given up. Not while the breaker is open. */
  async collectObjects(signal: AbortSignal): Promise<boolean> {
    const { garbage, guard, objects, counts } = this.#options;
    if (guard.isBreakerOpen) return false;
    const { found, removed } = await garbage.collect('object', OBJECTS_AT_ONCE, [], async (batch) => {
      for (const { place } of batch) await objects.delete(place, signal);
      return batch.map(({ place }) => place);
    });
    for (const { cause, reason, bytes } of removed) if (cause === 'deleted') counts.deleted(reason ?? '', bytes);
    return found === OBJECTS_AT_ONCE;
  }

  async #removeFiles(batch: readonly Garbage[], signal: AbortSignal): Promise<string[]> {
    const { guard, recordingsDir, counts, clock, log } = this.#options;
    const gone: string[] = [];
    let missing = 0;
    for (const { place } of batch) {
      if (signal.aborted) break;
      try {
        if (!(await unlinkFile(recordingsDir, place))) missing += 1;
        gone.push(place);
      } catch (error) {
        counts.failed('delete');
        this.#aside.add(place);
        log.warn({ err: error, place, vi: 'không xóa được tệp ghi hình' }, 'a recording file cannot be removed');
      }
    }
    const dirs = new Set(gone.map((place) => path.dirname(absolutePathOf(recordingsDir, place))));
    for (const dir of dirs) await syncRemovals(dir);
    // Names that are not there prove nothing unless the store is still the one we know.
    if (missing > 0 && !(await guard.mayDelete())) return [];
    for (const place of gone) await removeEmptyDirectories(recordingsDir, place, clock.nowMs());
    return gone;
  }
}
