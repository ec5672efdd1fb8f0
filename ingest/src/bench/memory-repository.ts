import type { RecordingRepository, RecordingRow } from '../recorder/recording.repository.ts';

/** Recording rows in memory, for measuring without a database. */
export interface MemoryRepository extends RecordingRepository {
  /** The newest state of every recording, in the order they began. */
  rows(): readonly RecordingRow[];
}

/** Keeps the promise of `RecordingRepository` for rows that ended within the last `rememberMs`. */
export function createMemoryRepository(rememberMs: number): MemoryRepository {
  const rows = new Map<string, RecordingRow>();
  return {
    rows: () => [...rows.values()],
    async upsert(changed) {
      for (const row of changed) if (rows.get(row.id)?.state !== 'finished') rows.set(row.id, row);
      const newestMs = changed.reduce((newest, { endedAtMs }) => Math.max(newest, endedAtMs), 0);
      for (const [id, { endedAtMs }] of rows) {
        if (newestMs - endedAtMs <= rememberMs) break;
        rows.delete(id);
      }
    },
    abandonedRecordings: async () => [...rows.values()].filter((row) => row.state === 'open'),
    knownStarts: async (cameraId) => {
      const own = [...rows.values()].filter((row) => row.cameraId === cameraId);
      return new Set(own.map((row) => row.startedAtMs));
    },
    garbageAmong: async () => new Set(),
    cameraHolds: async () => new Map([...rows.values()].map((row) => [row.cameraId, null])),
  };
}
