import { Counter, Gauge, type Registry } from 'prom-client';

/** What the archiver has done since its start, as metrics. */
export interface ArchiveCounts {
  deleted(reason: string, bytes: number): void;
  moved(bytes: number): void;
  hashed(): void;
  pruned(records: number): void;
  failed(task: string): void;
}

export interface ArchiveGauges {
  isBreakerOpen(): boolean;
  isStoreKnown(): boolean;
  /** Null before the first look. */
  freeBytes(): number | null;
  garbage(): Promise<number>;
  unreachable(): number;
}

/** Registers the metrics of the archiver; gauges are read at the moment of a scrape. */
export function registerArchiveMetrics(registry: Registry, gauges: ArchiveGauges): ArchiveCounts {
  const registers = [registry];
  const counter = (name: string, help: string, labelNames: string[] = []) =>
    new Counter({ name, help, labelNames, registers });
  const gauge = (name: string, help: string, read: () => number | null | Promise<number | null>): void => {
    new Gauge({
      name,
      help,
      registers,
      async collect() {
        const value = await Promise.resolve(read()).catch(() => null);
        if (value !== null) this.set(value);
      },
    });
  };
  gauge('tc_archive_breaker_open', 'Whether deletion stands still until a person looks (1)', () =>
    gauges.isBreakerOpen() ? 1 : 0,
  );
  gauge('tc_archive_store_known', 'Whether the recordings directory is the one the database knows (1)', () =>
    gauges.isStoreKnown() ? 1 : 0,
  );
  gauge('tc_archive_disk_free_bytes', 'Free space of the disk of the recordings', () => gauges.freeBytes());
  gauge('tc_archive_garbage', 'Files and objects that are still to be removed', () => gauges.garbage());
  gauge('tc_archive_unreachable_recordings', 'Recordings over a cap on nodes that cannot delete now', () =>
    gauges.unreachable(),
  );
  const deletions = counter('tc_archive_deletions_total', 'Recordings deleted', ['reason']);
  const deletedBytes = counter('tc_archive_deleted_bytes_total', 'Bytes of deleted recordings', ['reason']);
  const moves = counter('tc_archive_moves_total', 'Recordings moved to the object store');
  const movedBytes = counter('tc_archive_moved_bytes_total', 'Bytes moved to the object store');
  const hashes = counter('tc_archive_hashes_total', 'Held recordings hashed');
  const pruned = counter('tc_archive_pruned_records_total', 'Deletion records dropped after their time');
  const failures = counter('tc_archive_failures_total', 'Work of the archiver that failed and is tried again', [
    'task',
  ]);
  return {
    deleted: (reason, bytes) => {
      deletions.inc({ reason });
      deletedBytes.inc({ reason }, bytes);
    },
    moved: (bytes) => {
      moves.inc();
      movedBytes.inc(bytes);
    },
    hashed: () => hashes.inc(),
    pruned: (records) => pruned.inc(records),
    failed: (task) => failures.inc({ task }),
  };
}
