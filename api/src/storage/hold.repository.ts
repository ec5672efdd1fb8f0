import type { CameraId } from '@thapcanh/core/ids';
import type { AuditActor } from '@thapcanh/infra/audit/append-audit';
import type { RecordingHoldTable, Tables } from '@thapcanh/infra/database/tables';
import { type Kysely, type RawBuilder, type Selectable, sql } from 'kysely';
import { type CameraScope, isInScope } from '../identity/camera-scope.ts';
import { noteDecision } from './storage-audit.ts';

export type HoldRow = Selectable<RecordingHoldTable> & {
  readonly camera_name: string;
  readonly created_by_name: string | null;
  readonly released_by_name: string | null;
  readonly recordings: number;
  readonly bytes: number;
  readonly hashed: number;
};

export interface HoldFilter {
  readonly scope: CameraScope;
  readonly cameraId: CameraId | null;
  readonly isActive: boolean | null;
  readonly after: { readonly createdAtMs: number; readonly id: string } | null;
  readonly limit: number;
}

export interface NewHold {
  readonly id: string;
  readonly cameraId: CameraId;
  readonly from: Date;
  readonly to: Date;
  readonly reason: string;
  readonly by: AuditActor;
  readonly at: Date;
  readonly scope: CameraScope;
}

export type HoldRepository = ReturnType<typeof createHoldRepository>;

/** SQL of evidence holds, newest first. Every change is written down with who made it. */
export function createHoldRepository(db: Kysely<Tables>) {
  const select = async (where: RawBuilder<unknown>, limit: number): Promise<HoldRow[]> => {
    const { rows } = await sql<HoldRow>`
      select h.*, c.name as camera_name, maker.display_name as created_by_name, ender.display_name as released_by_name,
        held.recordings, held.bytes, held.hashed
      from recording_hold h join camera c on c.id = h.camera_id
      left join app_user maker on maker.id = h.created_by left join app_user ender on ender.id = h.released_by
      cross join lateral (
        select count(*) as recordings, coalesce(sum(r.bytes), 0)::bigint as bytes, count(r.sha256) as hashed
        from recording r where r.camera_id = h.camera_id and r.state = 'finished' and r.started_at <= h.to_at
          and r.ended_at >= h.from_at and r.started_at > h.from_at - interval '1 hour') held
      where ${where} order by h.created_at desc, h.id desc limit ${limit}`.execute(db);
    return rows;
  };

  return {
    list({ scope, cameraId, isActive, after, limit }: HoldFilter): Promise<HoldRow[]> {
      const conditions: RawBuilder<unknown>[] = [isInScope(scope, 'h.camera_id')];
      if (cameraId !== null) conditions.push(sql`h.camera_id = ${cameraId}`);
      if (isActive !== null) conditions.push(isActive ? sql`h.released_at is null` : sql`h.released_at is not null`);
      if (after !== null) {
        conditions.push(sql`(h.created_at, h.id) < (${new Date(after.createdAtMs)}::timestamptz, ${after.id}::uuid)`);
      }
      return select(sql.join(conditions, sql` and `), limit);
    },

    async find(id: string, scope: CameraScope): Promise<HoldRow | null> {
      return (await select(sql`h.id = ${id} and ${isInScope(scope, 'h.camera_id')}`, 1))[0] ?? null;
    },

    /** False when there is no such camera. A deletion under way on the camera is waited for, later ones see the hold. */
    insert(hold: NewHold): Promise<boolean> {
      return db.transaction().execute((tx) => placeHold(tx, hold));
    },

    /** False when it was released before. */
    release(id: string, reason: string, by: AuditActor, at: Date): Promise<boolean> {
      return db.transaction().execute(async (tx) => {
        const released = await tx
          .updateTable('recording_hold')
          .set({ released_at: at, released_by: by.id, release_reason: reason })
          .where('id', '=', id)
          .where('released_at', 'is', null)
          .executeTakeFirst();
        if (released.numUpdatedRows !== 1n) return false;
        await noteDecision(tx, { action: 'hold-released', by, details: { hold: id, reason } });
        return true;
      });
    },
  };
}

/** As `insert`, as a part of the transaction. */
export async function placeHold(tx: Kysely<Tables>, hold: NewHold): Promise<boolean> {
  const { id, cameraId, from, to, reason, by, at, scope } = hold;
  const camera = await tx
    .selectFrom('camera')
    .select('id')
    .where('id', '=', cameraId)
    .where(isInScope(scope, 'camera.id'))
    .forKeyShare()
    .executeTakeFirst();
  if (!camera) return false;
  const span = { from_at: from, to_at: to };
  await tx
    .insertInto('recording_hold')
    .values({ id, camera_id: cameraId, ...span, reason, created_by: by.id, created_at: at })
    .execute();
  await noteDecision(tx, {
    action: 'hold-placed',
    by,
    cameraId,
    details: { hold: id, camera: cameraId, from, to, reason },
  });
  return true;
}
