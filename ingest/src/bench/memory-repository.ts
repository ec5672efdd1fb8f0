import type { RecordingRepository, RecordingRow } from '../recorder/recording.repository.ts';

/** Recording rows in memory, for measuring without a database. */
export interface MemoryRepository extends RecordingRepository {
  /** The newest state of every recording, in the order they began. */
  rows(): readonly RecordingRow[];
}

/** Keeps the promise of `RecordingRepository` for the life of the process. */
export function createMemoryRepository(): MemoryRepository {
  const rows = new Map<string, RecordingRow>();
  return {
    rows: () => [...rows.values()],
    async upsert(row) {
      if (rows.get(row.id)?.state !== 'finished') rows.set(row.id, row);
    },
    openRecordings: async () => [...rows.values()].filter((row) => row.state === 'open'),
    knownPaths: async (paths) => {
      const known = new Set([...rows.values()].map((row) => row.path));
      return new Set(paths.filter((path) => known.has(path)));
    },
    knownCameras: async () => new Set([...rows.values()].map((row) => row.cameraId)),
  };
}
