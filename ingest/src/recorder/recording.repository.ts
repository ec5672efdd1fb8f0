import type { CameraId } from '@thapcanh/core/ids';
import type { PackedFragment, Tables } from '@thapcanh/infra/database/tables';
import { type Kysely, sql } from 'kysely';

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
  readonly audioCodec: string | null;
  readonly width: number;
  readonly height: number;
  readonly fragments: readonly PackedFragment[];
  readonly nodeId: string;
  /** Of the lease under which it was written; 0: found by recovery. */
  readonly epoch: number;
}

export interface RecordingRepository {
  /**
   * Writes the newest state of open or finished recordings in one statement, all of them or none; a finished one is
   * never opened again, one of a deleted camera is passed over. At most one row a recording.
   */
  upsert(rows: readonly RecordingRow[]): Promise<void>;
  /**
   * Open rows of files on this node, newest first, without those that another live worker writes: a recording that began
   * after the present holder of its camera took it belongs to that holder. What `workerId` holds is not left out: it
   * knows its own files.
   */
  abandonedRecordings(nodeId: string, workerId: string | null): Promise<{ id: string; path: string }[]>;
  /** Starts of the recordings of one camera in [from, to), UTC ms. */
  knownStarts(cameraId: CameraId, fromMs: number, toMs: number): Promise<Set<number>>;
  /** Those of `paths` whose recording was deleted or moved away and whose file is about to be removed. */
  garbageAmong(paths: readonly string[]): Promise<Set<string>>;
  /** Cameras and when their present holder on a live worker took them, UTC ms; null: nobody but `workerId` holds them. */
  cameraHolds(workerId: string | null): Promise<Map<string, number | null>>;
}

/** A worker whose heart has not beaten for so long holds nothing. */
const DEAD_AFTER = sql`interval '10 seconds'`;

export function createRecordingRepository(db: Kysely<Tables>): RecordingRepository {
  return {
    async upsert(rows) {
      if (rows.length === 0) return;
      const records = rows.map((row) => ({
        id: row.id,
        camera_id: row.cameraId,
        started_at: new Date(row.startedAtMs).toISOString(),
        ended_at: new Date(row.endedAtMs).toISOString(),
        state: row.state,
        path: row.path,
        bytes: row.bytes,
        init_bytes: row.initBytes,
        codec: row.codec,
        audio_codec: row.audioCodec,
        width: row.width,
        height: row.height,
        fragments: row.fragments,
        node_id: row.nodeId,
        epoch: row.epoch,
      }));
      await sql`
        insert into recording (id, camera_id, started_at, ended_at, state, path, bytes, init_bytes, codec, audio_codec,
          width, height, fragments, node_id, epoch)
        select r.id, r.camera_id, r.started_at, r.ended_at, r.state, r.path, r.bytes, r.init_bytes, r.codec,
          r.audio_codec, r.width, r.height, r.fragments, r.node_id, r.epoch
        from jsonb_to_recordset(${JSON.stringify(records)}::jsonb) as r (id uuid, camera_id text, started_at timestamptz,
          ended_at timestamptz, state text, path text, bytes bigint, init_bytes integer, codec text, audio_codec text,
          width integer, height integer, fragments jsonb, node_id text, epoch bigint)
        join camera on camera.id = r.camera_id
        on conflict (id) do update set ended_at = excluded.ended_at, state = excluded.state, bytes = excluded.bytes,
          fragments = excluded.fragments
        where recording.state = 'open'`.execute(db);
    },
    async abandonedRecordings(nodeId, workerId) {
      const found = await sql<{ id: string; path: string }>`
        select r.id, r.path from recording r
        where r.state = 'open' and r.tier = 'local' and r.node_id in (${nodeId}, '')
          and not exists (select from camera_lease l join ingest_worker w on w.id = l.worker_id
            where l.camera_id = r.camera_id and w.stopped_at is null and w.heartbeat_at > now() - ${DEAD_AFTER}
              and l.acquired_at <= r.started_at and w.id is distinct from ${workerId}::uuid)
        order by r.started_at desc`.execute(db);
      return found.rows;
    },
    async knownStarts(cameraId, fromMs, toMs) {
      const rows = await db
        .selectFrom('recording')
        .select('started_at')
        .where('camera_id', '=', cameraId)
        .where('started_at', '>=', new Date(fromMs))
        .where('started_at', '<', new Date(toMs))
        .execute();
      return new Set(rows.map((row) => row.started_at.getTime()));
    },
    async garbageAmong(paths) {
      if (paths.length === 0) return new Set();
      const rows = await db
        .selectFrom('recording_garbage')
        .select('place')
        .where('tier', '=', 'local')
        .where('place', 'in', [...paths])
        .execute();
      return new Set(rows.map((row) => row.place));
    },
    async cameraHolds(workerId) {
      const found = await sql<{ id: string; acquired_at: Date | null }>`
        select c.id, w.acquired_at from camera c
        left join lateral (select l.acquired_at from camera_lease l join ingest_worker i on i.id = l.worker_id
          where l.camera_id = c.id and i.stopped_at is null and i.heartbeat_at > now() - ${DEAD_AFTER}
            and i.id is distinct from ${workerId}::uuid) w on true
        order by c.id`.execute(db);
      return new Map(found.rows.map((row) => [row.id, row.acquired_at?.getTime() ?? null]));
    },
  };
}
