import type { CameraId } from '@thapcanh/core/ids';
import type { Tables } from '@thapcanh/infra/database/tables';
import type { Kysely } from 'kysely';

/** Where a recording keeps the pictures from one key frame to the next. */
export interface RecordedRun {
  readonly path: string;
  readonly nodeId: string;
  /** Null: the file lies on the disk of the node. */
  readonly objectKey: string | null;
  readonly initBytes: number;
  readonly offset: number;
  readonly bytes: number;
  readonly startsAtMs: number;
  readonly durationMs: number;
}

export interface RecordedRunRepository {
  /** The run that covers an instant; null when nothing was recorded then. */
  find(cameraId: CameraId, atMs: number): Promise<RecordedRun | null>;
}

/** Without this bound an instant of a gap would be looked for in everything before it. */
const LONGEST_RECORDING_MS = 3_600_000;

export function createRecordedRunRepository(db: Kysely<Tables>): RecordedRunRepository {
  return {
    async find(cameraId, atMs) {
      const rows = await db
        .selectFrom('recording')
        .select(['path', 'node_id', 'tier', 'object_key', 'init_bytes', 'started_at', 'fragments'])
        .where('camera_id', '=', cameraId)
        .where('started_at', '<=', new Date(atMs))
        .where('started_at', '>', new Date(atMs - LONGEST_RECORDING_MS))
        .where('ended_at', '>', new Date(atMs))
        .orderBy('started_at', 'desc')
        .limit(2)
        .execute();
      for (const row of rows) {
        const startedAtMs = row.started_at.getTime();
        const run = row.fragments.findLast(([, , offsetMs]) => startedAtMs + offsetMs <= atMs);
        if (run === undefined) continue;
        const [offset, bytes, offsetMs, durationMs] = run;
        if (atMs >= startedAtMs + offsetMs + durationMs) continue;
        const objectKey = row.tier === 'object' ? row.object_key : null;
        const place = { path: row.path, nodeId: row.node_id, objectKey, initBytes: row.init_bytes };
        return { ...place, offset, bytes, startsAtMs: startedAtMs + offsetMs, durationMs };
      }
      return null;
    },
  };
}
