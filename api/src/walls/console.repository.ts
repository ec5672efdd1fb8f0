import type { CameraId } from '@thapcanh/core/ids';
import { type AuditActor, appendAudit } from '@thapcanh/infra/audit/append-audit';
import type { Tables } from '@thapcanh/infra/database/tables';
import type { CameraMarkTable, ConsoleLayoutTable } from '@thapcanh/infra/database/wall-tables';
import type { Insertable, Kysely, Selectable } from 'kysely';
import { type CameraScope, isInScope } from '../identity/camera-scope.ts';

export type ConsoleLayoutRow = Selectable<ConsoleLayoutTable>;
export type CameraMarkRow = Omit<Selectable<CameraMarkTable>, 'user_id'> & { readonly created_by: string | null };

export type ConsoleRepository = ReturnType<typeof createConsoleRepository>;

/** SQL of what people keep of their consoles: arrangements, and moments that they marked. */
export function createConsoleRepository(db: Kysely<Tables>) {
  return {
    layouts: (userId: string): Promise<ConsoleLayoutRow[]> =>
      db.selectFrom('console_layout').selectAll().where('user_id', '=', userId).orderBy('number').execute(),

    async saveLayout(row: Omit<ConsoleLayoutRow, 'tiles'> & { tiles: ConsoleLayoutRow['tiles'] }): Promise<void> {
      const values = { ...row, tiles: JSON.stringify(row.tiles) };
      await db
        .insertInto('console_layout')
        .values(values)
        .onConflict((conflict) => conflict.columns(['user_id', 'number']).doUpdateSet(values))
        .execute();
    },

    /** False when there was none. */
    async removeLayout(userId: string, number: number): Promise<boolean> {
      const removed = await db
        .deleteFrom('console_layout')
        .where('user_id', '=', userId)
        .where('number', '=', number)
        .executeTakeFirst();
      return removed.numDeletedRows === 1n;
    },

    async cameraExists(id: CameraId, scope: CameraScope): Promise<boolean> {
      const row = await db
        .selectFrom('camera')
        .select('id')
        .where('id', '=', id)
        .where(isInScope(scope, 'camera.id'))
        .executeTakeFirst();
      return row !== undefined;
    },

    async addMark(mark: Insertable<CameraMarkTable>, actor: AuditActor): Promise<void> {
      await db.transaction().execute(async (tx) => {
        await tx.insertInto('camera_mark').values(mark).execute();
        const { camera_id: cameraId, kind, at, note } = mark;
        await appendAudit(tx, actor, { kind: 'camera.marked', cameraId, details: { kind, at, note } });
      });
    },

    /** Newest moments first. */
    marks: (cameraId: CameraId, limit: number): Promise<CameraMarkRow[]> =>
      db
        .selectFrom('camera_mark')
        .leftJoin('app_user', 'app_user.id', 'camera_mark.user_id')
        .select(['camera_mark.id', 'camera_id', 'kind', 'at', 'note', 'camera_mark.created_at'])
        .select('app_user.display_name as created_by')
        .where('camera_id', '=', cameraId)
        .orderBy('at', 'desc')
        .limit(limit)
        .execute(),
  };
}
