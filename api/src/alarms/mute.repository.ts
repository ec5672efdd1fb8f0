import { type AuditActor, appendAudit } from '@thapcanh/infra/audit/append-audit';
import type { AlarmMuteTable } from '@thapcanh/infra/database/alarm-tables';
import type { Tables } from '@thapcanh/infra/database/tables';
import { publishLiveEvent } from '@thapcanh/infra/events/live-events';
import { type Kysely, type Selectable, sql } from 'kysely';
import { type CameraScope, isInScope } from '../identity/camera-scope.ts';

export type MuteRow = Selectable<AlarmMuteTable> & {
  readonly camera_name: string | null;
  readonly created_by_name: string | null;
};

export type MuteRepository = ReturnType<typeof createMuteRepository>;

/** SQL of mutes. One without a camera is only for whoever reaches everything. */
export function createMuteRepository(db: Kysely<Tables>) {
  const inForce = (scope: CameraScope, at: Date) =>
    db
      .selectFrom('alarm_mute')
      .leftJoin('camera', 'camera.id', 'alarm_mute.camera_id')
      .leftJoin('app_user', 'app_user.id', 'alarm_mute.created_by')
      .selectAll('alarm_mute')
      .select(['camera.name as camera_name', 'app_user.display_name as created_by_name'])
      .where('alarm_mute.ended_at', 'is', null)
      .where('alarm_mute.until', '>', at)
      .where(isInScope(scope, 'alarm_mute.camera_id'));

  return {
    list: (scope: CameraScope, at: Date): Promise<MuteRow[]> =>
      inForce(scope, at).orderBy('until').limit(500).execute(),

    async find(id: string, scope: CameraScope, at: Date): Promise<MuteRow | null> {
      return (await inForce(scope, at).where('alarm_mute.id', '=', id).executeTakeFirst()) ?? null;
    },

    /** Alarms that it covers and that nobody has acknowledged go with it. False when there is no such camera. */
    insert(
      mute: { id: string; cameraId: string | null; kind: string | null; until: Date; reason: string; at: Date },
      { scope, actor }: { scope: CameraScope; actor: AuditActor },
    ): Promise<boolean> {
      const { id, cameraId, kind, until, reason, at } = mute;
      return db.transaction().execute(async (tx) => {
        if (cameraId === null && scope.kind !== 'everything') return false;
        if (cameraId !== null) {
          const camera = tx.selectFrom('camera').select('id').where('id', '=', cameraId);
          if (!(await camera.where(isInScope(scope, 'camera.id')).forKeyShare().executeTakeFirst())) return false;
        }
        await tx
          .insertInto('alarm_mute')
          .values({ id, camera_id: cameraId, kind, until, reason, created_by: actor.id, created_at: at })
          .execute();
        const covered = await tx
          .updateTable('alarm')
          .set((eb) => ({ state: 'closed', closed_at: at, mute_id: id, version: eb('version', '+', 1) }))
          .where('state', '=', 'open')
          .$if(cameraId !== null, (query) => query.where('camera_id', '=', cameraId))
          .$if(kind !== null, (query) => query.where('kind', '=', kind ?? ''))
          .returning(['id', 'camera_id'])
          .execute();
        for (const alarm of covered) {
          const event = { alarm_id: alarm.id, at, kind: 'muted' as const, by_id: actor.id, note: reason };
          await tx.insertInto('alarm_event').values(event).execute();
          await publishLiveEvent(tx, { type: 'alarm.changed', cameraId: alarm.camera_id, alarmId: alarm.id });
        }
        const details = { mute: id, alarmKind: kind, until, reason, alarms: covered.length };
        await appendAudit(tx, actor, { kind: 'alarm.muted', cameraId, details });
        return true;
      });
    },

    /** False when it was over already. */
    end(id: string, at: Date, actor: AuditActor): Promise<boolean> {
      return db.transaction().execute(async (tx) => {
        const ended = await tx
          .updateTable('alarm_mute')
          .set({ ended_at: at, ended_by: actor.id })
          .where('id', '=', id)
          .where('ended_at', 'is', null)
          .where('until', '>', sql<Date>`${at}`)
          .returning('camera_id')
          .executeTakeFirst();
        if (ended === undefined) return false;
        await appendAudit(tx, actor, { kind: 'alarm.unmuted', cameraId: ended.camera_id, details: { mute: id } });
        return true;
      });
    },
  };
}
