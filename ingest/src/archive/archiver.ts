import type { Clock } from '@thapcanh/core/time/clock';
import type { Tables } from '@thapcanh/infra/database/tables';
import { errorDetail } from '@thapcanh/infra/errors/storage-failure';
import type { ObjectStore } from '@thapcanh/infra/objects/object-store';
import type { Logger } from '@thapcanh/infra/telemetry/logger';
import type { Kysely } from 'kysely';
import type { Registry } from 'prom-client';
import { acceptStore, checkStore, readMarker, type StoreVerdict } from '../recorder/store-marker.ts';
import { registerArchiveMetrics } from './archive-counts.ts';
import { DeletionGuard } from './deletion-guard.ts';
import { DeletionRecords } from './deletion-records.ts';
import { DiskRelief, type DiskSpace, measureDisk } from './disk-relief.ts';
import { createGarbageRepository } from './garbage.repository.ts';
import { GarbageCollector } from './garbage-collector.ts';
import { HoldHasher } from './hold-hasher.ts';
import { createMoveRepository } from './move.repository.ts';
import { RecordingMover } from './recording-mover.ts';
import { createRetentionRepository } from './retention.repository.ts';
import { Retention } from './retention.ts';
import { createStoreRepository } from './store.repository.ts';
import { isFileThere } from './stored-file.ts';

export interface ArchiverOptions {
  readonly db: Kysely<Tables>;
  readonly nodeId: string;
  readonly recordingsDir: string;
  readonly objects: ObjectStore;
  readonly metrics: Registry;
  readonly clock: Clock;
  readonly log: Logger;
  /** Space of the disk of the recordings; a test gives its own. */
  readonly measure?: () => Promise<DiskSpace>;
}

export type ArchiverTask = 'delete' | 'move' | 'hash' | 'survey';

/**
 * What the archiver does, one bounded piece at a time. Every piece may be interrupted anywhere and repeated at will.
 * True when there is probably more to do.
 */
export type ArchiverSteps = Readonly<Record<ArchiverTask, (signal: AbortSignal) => Promise<boolean>>>;

const HOUR_MS = 3_600_000;
const NAMELESS_AT_ONCE = 200;
const FIRST_UUID = '00000000-0000-0000-0000-000000000000';

/** The tasks of the archiver of one node. Rejects when the database does not answer. */
export async function createArchiver(options: ArchiverOptions): Promise<ArchiverSteps> {
  const { db, nodeId, recordingsDir, objects, clock, log } = options;
  const retentionRepository = createRetentionRepository(db, nodeId);
  const store = createStoreRepository(db, nodeId);
  const garbage = createGarbageRepository(db, nodeId);
  const moves = createMoveRepository(db, nodeId);
  const measure = options.measure ?? (() => measureDisk(recordingsDir));
  const guard = new DeletionGuard(
    {
      checkStore: () => checkStore({ db, nodeId, recordingsDir }),
      readMarker: () => readMarker(recordingsDir),
      store,
      clock,
      log,
    },
    await retentionRepository.deletedSince(new Date(clock.nowMs() - HOUR_MS)),
  );
  const retention = new Retention({ retention: retentionRepository, guard, recordingsDir, clock, log });
  const relief = new DiskRelief({ retention, repository: retentionRepository, store, guard, measure, clock, log });
  const counts = registerArchiveMetrics(options.metrics, {
    isBreakerOpen: () => guard.isBreakerOpen,
    isStoreKnown: () => guard.verdict === 'known',
    freeBytes: () => relief.freeBytes,
    garbage: () => garbage.count(),
    unreachable: () => retention.unreachableRecordings,
  });
  const collector = new GarbageCollector({ garbage, guard, objects, recordingsDir, counts, clock, log });
  const mover = new RecordingMover({ moves, cameras: retentionRepository, objects, recordingsDir, counts, clock, log });
  const records = new DeletionRecords({ db, guard, counts, clock });
  const hasher = new HoldHasher({ moves, recordingsDir, counts, clock, log });
  let nameless: string | null = FIRST_UUID;

  /** Recordings from before nodes had names belong to the node that has their files. One pass a life. */
  const adopt = async (): Promise<boolean> => {
    if (nameless === null || !(await guard.mayDelete())) return false;
    const rows = await moves.nameless(nameless, NAMELESS_AT_ONCE);
    const here: string[] = [];
    for (const { id, path } of rows) if (await isFileThere(recordingsDir, path).catch(() => false)) here.push(id);
    if (here.length > 0) await moves.adopt(here);
    nameless = rows.at(-1)?.id ?? null;
    return rows.length > 0;
  };

  /** A replaced disk becomes the store when a person says so. */
  const acceptIfAsked = async (verdict: StoreVerdict): Promise<StoreVerdict> => {
    if (verdict.kind !== 'missing' && verdict.kind !== 'foreign') return verdict;
    if (!(await store.takeAcceptance())) return verdict;
    await acceptStore({ db, nodeId, recordingsDir });
    log.warn({ vi: 'thư mục ghi hình hiện tại được nhận làm kho mới' }, 'the recordings directory is now the store');
    return guard.refresh();
  };

  return {
    delete: async (signal) => {
      const hasGarbage = await collector.collectFiles(signal);
      const needsRoom = await relief.step();
      if (hasGarbage || needsRoom) return true;
      const isAdopting = await adopt();
      const isOverCap = await retention.stepSize();
      return (await retention.stepAge()) || isOverCap || isAdopting;
    },
    move: async (signal) => (await collector.collectObjects(signal)) || (await mover.step(signal)),
    hash: (signal) => hasher.step(signal),
    survey: async () => {
      const verdict = await acceptIfAsked(await guard.refresh());
      const disk = await measure().catch((error: unknown) => {
        log.debug({ detail: errorDetail(error) }, 'the disk of the recordings cannot be measured');
        return null;
      });
      const problem = verdict.kind === 'known' ? null : verdict.kind;
      await store.saveSurvey({ problem, diskBytes: disk?.totalBytes ?? null, freeBytes: disk?.freeBytes ?? null });
      await records.step();
      return false;
    },
  };
}
