import type { AuditEntryTable } from '@thapcanh/infra/database/people-tables';
import type { Tables } from '@thapcanh/infra/database/tables';
import { type Kysely, type Selectable, sql } from 'kysely';

export type AuditRow = Selectable<AuditEntryTable>;

export interface AuditFilter {
  readonly actorId: string | null;
  /** A user name at that time, without regard to case. */
  readonly actorName: string | null;
  readonly kind: string | null;
  readonly cameraId: string | null;
  readonly from: Date | null;
  readonly to: Date | null;
  readonly beforeId: number | null;
  readonly limit: number;
}

export type AuditRepository = ReturnType<typeof createAuditRepository>;

/** SQL of reading the audit log. */
export function createAuditRepository(db: Kysely<Tables>) {
  return {
    /** Newest first. */
    list({ actorId, actorName, kind, cameraId, from, to, beforeId, limit }: AuditFilter): Promise<AuditRow[]> {
      let query = db.selectFrom('audit_entry').selectAll();
      if (actorId !== null) query = query.where('actor_id', '=', actorId);
      if (actorName !== null) query = query.where(sql`lower(actor_name)`, '=', actorName.toLowerCase());
      if (kind !== null) query = query.where('kind', '=', kind);
      if (cameraId !== null) query = query.where('camera_id', '=', cameraId);
      if (from !== null) query = query.where('at', '>=', from);
      if (to !== null) query = query.where('at', '<', to);
      if (beforeId !== null) query = query.where('id', '<', beforeId);
      return query.orderBy('id', 'desc').limit(limit).execute();
    },
  };
}
