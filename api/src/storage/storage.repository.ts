import type { CameraId } from '@thapcanh/core/ids';
import type { AuditActor } from '@thapcanh/infra/audit/append-audit';
import type { DeletionRecordTable, Tables } from '@thapcanh/infra/database/tables';
import { type Kysely, type Selectable, sql } from 'kysely';
import { noteDecision } from './storage-audit.ts';

export interface StorageNodeRow {
  readonly node_id: string;
  readonly checked_at: Date | null;
  readonly problem: string | null;
  readonly disk_bytes: number | null;
  readonly disk_free_bytes: number | null;
  readonly breaker_opened_at: Date | null;
  readonly breaker_reason: string | null;
  readonly breaker_params: Readonly<Record<string, string | number>> | null;
  readonly breaker_closed_at: Date | null;
  readonly breaker_closed_by: string | null;
  readonly breaker_note: string | null;
  readonly accept_asked_at: Date | null;
  readonly recordings: number;
  readonly bytes: number;
  readonly oldest_at: Date | null;
  readonly garbage: number;
}

export interface StorageGroupRow {
  readonly id: string;
  readonly name: string;
  readonly keep_days: number;
  readonly max_bytes: number | null;
  readonly cameras: number;
  readonly recordings: number;
  readonly local_bytes: number;
  readonly object_bytes: number;
  readonly oldest_at: Date | null;
}

export type DeletionRow = Selectable<DeletionRecordTable> & { readonly camera_name: string | null };

export interface DeletionFilter {
  readonly cameraId: CameraId | null;
  readonly from: Date | null;
  readonly to: Date | null;
  readonly beforeId: number | null;
  readonly limit: number;
}

export type StorageRepository = ReturnType<typeof createStorageRepository>;

/** SQL of what is kept where. Sums come from `recording_usage`: a row per camera, node and tier. */
export function createStorageRepository(db: Kysely<Tables>) {
  return {
    async nodes(): Promise<StorageNodeRow[]> {
      const { rows } = await sql<StorageNodeRow>`
        select n.node_id, s.checked_at, s.problem, s.disk_bytes, s.disk_free_bytes, s.breaker_opened_at, s.breaker_reason,
          s.breaker_params, s.breaker_closed_at, u.display_name as breaker_closed_by, s.breaker_note, s.accept_asked_at,
          coalesce(kept.recordings, 0)::bigint as recordings, coalesce(kept.bytes, 0)::bigint as bytes, kept.oldest_at,
          (select count(*) from recording_garbage g where g.node_id = n.node_id) as garbage
        from (select node_id from recording_store union
          select node_id from recording_usage where tier = 'local' and recordings > 0) n
        left join recording_store s on s.node_id = n.node_id left join app_user u on u.id = s.breaker_closed_by
        left join lateral (
          select sum(k.recordings) as recordings, sum(k.bytes) as bytes, min(oldest.started_at) as oldest_at
          from recording_usage k left join lateral (
            select r.started_at from recording r where r.camera_id = k.camera_id and r.tier = 'local'
              and r.node_id = k.node_id order by r.started_at limit 1) oldest on true
          where k.node_id = n.node_id and k.tier = 'local') kept on true
        order by n.node_id`.execute(db);
      return rows;
    },

    async groups(): Promise<StorageGroupRow[]> {
      const { rows } = await sql<StorageGroupRow>`
        select g.id, g.name, g.keep_days, g.max_bytes, count(distinct k.camera_id) as cameras,
          coalesce(sum(k.recordings), 0)::bigint as recordings,
          coalesce(sum(k.bytes) filter (where k.tier = 'local'), 0)::bigint as local_bytes,
          coalesce(sum(k.bytes) filter (where k.tier = 'object'), 0)::bigint as object_bytes,
          min(oldest.started_at) as oldest_at
        from camera_group g left join camera c on c.group_id = g.id
        left join recording_usage k on k.camera_id = c.id and k.recordings > 0
        left join lateral (select r.started_at from recording r where r.camera_id = k.camera_id
          order by r.started_at limit 1) oldest on true
        group by g.id order by g.name, g.id`.execute(db);
      return rows;
    },

    /** Newest first. */
    async deletions({ cameraId, from, to, beforeId, limit }: DeletionFilter): Promise<DeletionRow[]> {
      return db
        .selectFrom('deletion_record as d')
        .leftJoin('camera as c', 'c.id', 'd.camera_id')
        .selectAll('d')
        .select('c.name as camera_name')
        .$if(cameraId !== null, (query) => query.where('d.camera_id', '=', cameraId ?? ''))
        .$if(from !== null, (query) => query.where('d.ended_at', '>', from ?? new Date(0)))
        .$if(to !== null, (query) => query.where('d.started_at', '<', to ?? new Date(0)))
        .$if(beforeId !== null, (query) => query.where('d.id', '<', beforeId ?? 0))
        .orderBy('d.id', 'desc')
        .limit(limit)
        .execute();
    },

    /** Asks the archiver of the node to take its directory for the store. Null: no such node; false: it knows its store. */
    askAcceptance(nodeId: string, note: string, by: AuditActor, at: Date): Promise<boolean | null> {
      return db.transaction().execute(async (tx) => {
        const store = await tx
          .selectFrom('recording_store')
          .select(['marker', 'problem'])
          .where('node_id', '=', nodeId)
          .forUpdate()
          .executeTakeFirst();
        if (!store) return null;
        if (store.problem !== 'missing' && store.problem !== 'foreign') return false;
        await tx.updateTable('recording_store').set({ accept_asked_at: at }).where('node_id', '=', nodeId).execute();
        await noteDecision(tx, { action: 'store-accepted', by, details: { node: nodeId, note, before: store } });
        return true;
      });
    },

    /** Null: no such node; false: its breaker is not open. */
    closeBreaker(nodeId: string, note: string, by: AuditActor, at: Date): Promise<boolean | null> {
      return db.transaction().execute(async (tx) => {
        const store = await tx
          .selectFrom('recording_store')
          .select(['breaker_opened_at', 'breaker_reason', 'breaker_params'])
          .where('node_id', '=', nodeId)
          .forUpdate()
          .executeTakeFirst();
        if (!store) return null;
        if (store.breaker_opened_at === null) return false;
        await tx
          .updateTable('recording_store')
          .set({ breaker_opened_at: null, breaker_reason: null, breaker_params: '{}' })
          .set({ breaker_closed_at: at, breaker_closed_by: by.id, breaker_note: note })
          .where('node_id', '=', nodeId)
          .execute();
        await noteDecision(tx, { action: 'breaker-closed', by, details: { node: nodeId, note, before: store } });
        return true;
      });
    },
  };
}
