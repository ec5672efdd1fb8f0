import type { CameraId, UserId } from '@thapcanh/core/ids';
import type { Tables } from '@thapcanh/infra/database/tables';
import type { Kysely } from 'kysely';

export type PtzLockRepository = ReturnType<typeof createPtzLockRepository>;

/** SQL of who turns which camera: one person at a time, for all API processes together. */
export function createPtzLockRepository(db: Kysely<Tables>) {
  return {
    /** Null when taken or renewed until then (never shortened); else who has it. */
    async take(
      cameraId: CameraId,
      userId: UserId,
      now: Date,
      until: Date,
    ): Promise<{ displayName: string; until: Date } | null> {
      const taken = await db
        .insertInto('ptz_lock')
        .values({ camera_id: cameraId, user_id: userId, until })
        .onConflict((conflict) =>
          conflict
            .column('camera_id')
            .doUpdateSet((eb) => ({
              user_id: userId,
              until: eb
                .case()
                .when('ptz_lock.user_id', '=', userId)
                .then(eb.fn<Date>('greatest', ['ptz_lock.until', eb.val(until)]))
                .else(until)
                .end(),
            }))
            .where((eb) => eb.or([eb('ptz_lock.user_id', '=', userId), eb('ptz_lock.until', '<=', now)])),
        )
        .returning('camera_id')
        .executeTakeFirst();
      if (taken !== undefined) return null;
      const holder = await db
        .selectFrom('ptz_lock')
        .innerJoin('app_user', 'app_user.id', 'ptz_lock.user_id')
        .select(['app_user.display_name', 'ptz_lock.until'])
        .where('camera_id', '=', cameraId)
        .executeTakeFirst();
      return { displayName: holder?.display_name ?? '?', until: holder?.until ?? now };
    },

    async release(cameraId: CameraId, userId: UserId): Promise<void> {
      await db.deleteFrom('ptz_lock').where('camera_id', '=', cameraId).where('user_id', '=', userId).execute();
    },
  };
}
