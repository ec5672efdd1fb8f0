import { type AuditActor, appendAudit } from '@thapcanh/infra/audit/append-audit';
import type { Tables } from '@thapcanh/infra/database/tables';
import type { Kysely } from 'kysely';
import { apiError } from '../errors/api-errors.ts';
import { type CameraScope, isInScope } from '../identity/camera-scope.ts';
import type { CameraChanges } from './camera-changes.ts';
import { noteMove, withPlace } from './camera-rows.ts';

export type CameraBulkRepository = ReturnType<typeof createCameraBulkRepository>;

/** SQL of editing many cameras at once. */
export function createCameraBulkRepository(db: Kysely<Tables>) {
  return {
    /**
     * All or none. Throws `TC_CAMERA_NOT_FOUND` for one that is not there or out of the scope, `TC_BULK_CHANGED` when some
     * are at another version, `TC_GROUP_NOT_FOUND`, `TC_AREA_NOT_FOUND`, and `TC_PLACE_REFUSED` when some would then
     * lie outside the scope.
     */
    async update(
      versions: ReadonlyMap<string, number>,
      edit: { changes: CameraChanges; at: Date; scope: CameraScope; actor: AuditActor },
    ): Promise<void> {
      const { changes, at, scope, actor } = edit;
      const ids = [...versions.keys()].sort();
      await withPlace(changes, () =>
        db.transaction().execute(async (tx) => {
          const before = await tx
            .selectFrom('camera')
            .select(['id', 'version', 'group_id'])
            .where('id', 'in', ids)
            .where((eb) =>
              eb.or([eb('is_enabled', '=', true), eb.and([eb('removed_at', 'is', null), eb('origin', '!=', 'demo')])]),
            )
            .where(isInScope(scope, 'camera.id'))
            .orderBy('id')
            .forUpdate()
            .execute();
          const found = new Set(before.map(({ id }) => id));
          const missing = ids.find((id) => !found.has(id));
          if (missing !== undefined) throw apiError('TC_CAMERA_NOT_FOUND', { cameraId: missing });
          const outdated = before.filter(({ id, version }) => versions.get(id) !== version);
          if (outdated.length > 0) throw apiError('TC_BULK_CHANGED', { count: outdated.length });
          await tx
            .updateTable('camera')
            .set({ ...changes, updated_at: at })
            .set((eb) => ({ version: eb('version', '+', 1) }))
            .where('id', 'in', ids)
            .execute();
          const reached = await tx
            .selectFrom('camera')
            .select('id')
            .where('id', 'in', ids)
            .where(isInScope(scope, 'camera.id'))
            .execute();
          if (reached.length < ids.length) throw apiError('TC_PLACE_REFUSED');
          const moved = before.find((one) => one.group_id !== changes.group_id);
          if (moved && changes.group_id !== undefined) await noteMove(tx, moved.group_id, changes.group_id, at);
          for (const { id, version } of before) {
            await appendAudit(tx, actor, {
              kind: 'camera.changed',
              cameraId: id,
              details: { version, after: changes },
            });
          }
        }),
      );
    },
  };
}
