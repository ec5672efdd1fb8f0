import type { CameraId } from '@thapcanh/core/ids';
import type { PackedFragment, Tables } from '@thapcanh/infra/database/tables';
import type { Kysely } from 'kysely';

/** One recording as its row says it; see the columns of `recording`. */
export interface RecordingRow {
  readonly id: string;
  readonly cameraId: CameraId;
  readonly startedAtMs: number;
  readonly endedAtMs: number;
  readonly state: 'open' | 'finished';
  readonly path: string;
  readonly bytes: number;
  readonly initBytes: number;
  readonly codec: string;
  readonly width: number;
  readonly height: number;
  readonly fragments: readonly PackedFragment[];
}

export interface RecordingRepository {
  /** Writes the newest state of an open or finished recording; a finished one is never opened again. */
  upsert(row: RecordingRow): Promise<void>;
  openRecordings(): Promise<{ id: string; path: string }[]>;
  /** Those of `paths` that have a row. */
  knownPaths(paths: readonly string[]): Promise<Set<string>>;
  knownCameras(): Promise<Set<string>>;
}

export function createRecordingRepository(db: Kysely<Tables>): RecordingRepository {
  return {
    async upsert(row) {
      const changing = {
        ended_at: new Date(row.endedAtMs),
        state: row.state,
        bytes: row.bytes,
        fragments: JSON.stringify(row.fragments),
      };
      await db
        .insertInto('recording')
        .values({
          id: row.id,
          camera_id: row.cameraId,
          started_at: new Date(row.startedAtMs),
          path: row.path,
          init_bytes: row.initBytes,
          codec: row.codec,
          width: row.width,
          height: row.height,
          ...changing,
        })
        .onConflict((conflict) => conflict.column('id').doUpdateSet(changing).where('recording.state', '=', 'open'))
        .execute();
    },
    openRecordings: () =>
      db.selectFrom('recording').select(['id', 'path']).where('state', '=', 'open').orderBy('started_at').execute(),
    async knownPaths(paths) {
      if (paths.length === 0) return new Set();
      const rows = await db
        .selectFrom('recording')
        .select('path')
        .where('path', 'in', [...paths])
        .execute();
      return new Set(rows.map((row) => row.path));
    },
    async knownCameras() {
      const rows = await db.selectFrom('camera').select('id').execute();
      return new Set(rows.map((row) => row.id));
    },
  };
}
