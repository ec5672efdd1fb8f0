import type { AuditActor } from '@thapcanh/infra/audit/append-audit';
import type { CameraGroupTable, Tables } from '@thapcanh/infra/database/tables';
import { type Kysely, type Selectable, sql } from 'kysely';
import { noteDecision } from './storage-audit.ts';

export type CameraGroupRow = Selectable<CameraGroupTable> & { readonly cameras: number };

export interface CameraGroupColumns {
  readonly name: string;
  readonly keep_days: number;
  readonly max_bytes: number | null;
  readonly move_after_hours: number | null;
}

export type CameraGroupRepository = ReturnType<typeof createCameraGroupRepository>;

/** SQL of camera groups. Every change is written down with who made it. */
export function createCameraGroupRepository(db: Kysely<Tables>) {
  const groups = () =>
    db
      .selectFrom('camera_group')
      .selectAll()
      .select(sql<number>`(select count(*) from camera c where c.group_id = camera_group.id)`.as('cameras'));

  return {
    list: (): Promise<CameraGroupRow[]> => groups().orderBy('name').orderBy('id').execute(),

    async find(id: string): Promise<CameraGroupRow | null> {
      return (await groups().where('id', '=', id).executeTakeFirst()) ?? null;
    },

    /** False when the id is taken. */
    insert(id: string, columns: CameraGroupColumns, by: AuditActor, at: Date): Promise<boolean> {
      return db.transaction().execute(async (tx) => {
        const inserted = await tx
          .insertInto('camera_group')
          .values({ id, ...columns, caps_changed_at: at, created_at: at, updated_at: at })
          .onConflict((conflict) => conflict.column('id').doNothing())
          .executeTakeFirst();
        if (inserted.numInsertedOrUpdatedRows !== 1n) return false;
        await noteDecision(tx, { action: 'group-created', by, details: { group: id, after: columns } });
        return true;
      });
    },

    /** False when the group is not at that version any more. A new limit is noted as a person's wish. */
    update(
      id: string,
      version: number,
      changes: Partial<CameraGroupColumns>,
      by: AuditActor,
      at: Date,
    ): Promise<boolean> {
      return db.transaction().execute(async (tx) => {
        const before = await tx
          .selectFrom('camera_group')
          .select(['name', 'keep_days', 'max_bytes', 'move_after_hours'])
          .where('id', '=', id)
          .where('version', '=', version)
          .forUpdate()
          .executeTakeFirst();
        if (!before) return false;
        const { keep_days = before.keep_days, max_bytes = before.max_bytes } = changes;
        // A form that sends everything must not disarm the deletion breaker.
        const isCapChanged = keep_days !== before.keep_days || max_bytes !== before.max_bytes;
        await tx
          .updateTable('camera_group')
          .set({ ...changes, updated_at: at, version: version + 1, ...(isCapChanged && { caps_changed_at: at }) })
          .where('id', '=', id)
          .execute();
        await noteDecision(tx, { action: 'group-changed', by, details: { group: id, before, after: changes } });
        return true;
      });
    },

    /** False when cameras are in it. */
    remove(id: string, by: AuditActor): Promise<boolean> {
      return db.transaction().execute(async (tx) => {
        const before = await tx
          .deleteFrom('camera_group')
          .where('id', '=', id)
          .where((eb) => eb.not(eb.exists(eb.selectFrom('camera').select('id').where('group_id', '=', id))))
          .returning(['name', 'keep_days', 'max_bytes', 'move_after_hours'])
          .executeTakeFirst();
        if (!before) return false;
        await noteDecision(tx, { action: 'group-removed', by, details: { group: id, before } });
        return true;
      });
    },
  };
}
