import type { WallContent } from '@thapcanh/core/walls/wall-content';
import type { AuditActor } from '@thapcanh/infra/audit/append-audit';
import type { Tables } from '@thapcanh/infra/database/tables';
import type { WallPushTable } from '@thapcanh/infra/database/wall-tables';
import { type Kysely, type Selectable, sql } from 'kysely';
import { type CameraScope, isInScope } from '../identity/camera-scope.ts';
import { told } from './wall.repository.ts';

export type PushRow = Selectable<WallPushTable>;

/** An alarm on a panel, with what a person needs to know of it. */
export interface AlarmRow {
  readonly panel: number;
  readonly shown_at: Date;
  readonly until: Date | null;
  readonly id: string;
  readonly kind: string;
  readonly title: string | null;
  readonly params: Record<string, string | number>;
  readonly severity: 1 | 2 | 3 | 4;
  readonly count: number;
  readonly first_at: Date;
  readonly last_at: Date;
  readonly camera_id: string;
  readonly place: string | null;
}

export interface IncidentRow {
  readonly id: string;
  readonly number: number;
  readonly title: string;
  readonly severity: 1 | 2 | 3 | 4;
  readonly state: string;
  readonly occurred_at: Date;
  /** The nearest first. */
  readonly camera_ids: string[];
}

/** Who does something to a panel, and whether they may break the lock of somebody else. */
export interface PanelHand {
  readonly userId: string;
  readonly userName: string;
  readonly now: Date;
  readonly mayBreak: boolean;
  readonly actor: AuditActor;
}

/** The lock of somebody else that stands in the way. */
export interface StandingLock {
  readonly name: string;
  readonly until: Date;
}

export type WallPanelRepository = ReturnType<typeof createWallPanelRepository>;

/** SQL of what stands on panels. Changes of one wall wait for each other, so that no two people share a panel. */
export function createWallPanelRepository(db: Kysely<Tables>) {
  /** Runs `change` unless somebody else holds the panel; then gives their lock. */
  function unlessLocked(
    wallId: string,
    panel: number,
    { userId, now, mayBreak }: PanelHand,
    change: (tx: Kysely<Tables>, broken: StandingLock | null) => Promise<void>,
  ): Promise<StandingLock | null> {
    return db.transaction().execute(async (tx) => {
      await tx.selectFrom('wall').select('id').where('id', '=', wallId).forUpdate().execute();
      const held = await tx
        .selectFrom('wall_push')
        .select(['user_name', 'locked_until'])
        .where('wall_id', '=', wallId)
        .where('panel', '=', panel)
        .where('locked_until', '>', now)
        .where('user_id', '!=', userId)
        .executeTakeFirst();
      const lock = held?.locked_until ? { name: held.user_name, until: held.locked_until } : null;
      if (lock !== null && !mayBreak) return lock;
      await change(tx, lock);
      return null;
    });
  }

  async function dismissAlarm(tx: Kysely<Tables>, wallId: string, panel: number, now: Date): Promise<void> {
    await tx
      .updateTable('wall_alarm')
      .set({ panel: null, ended_at: now })
      .where('wall_id', '=', wallId)
      .where('panel', '=', panel)
      .execute();
  }

  return {
    pushes: (wallId: string): Promise<PushRow[]> =>
      db.selectFrom('wall_push').selectAll().where('wall_id', '=', wallId).execute(),

    async alarms(wallId: string): Promise<AlarmRow[]> {
      const rows = await db
        .selectFrom('wall_alarm')
        .innerJoin('alarm', 'alarm.id', 'wall_alarm.alarm_id')
        .innerJoin('camera', 'camera.id', 'alarm.camera_id')
        .leftJoin('area', 'area.id', 'camera.area_id')
        .select(['wall_alarm.panel', 'wall_alarm.shown_at', 'wall_alarm.until', 'alarm.id', 'alarm.kind'])
        .select(['alarm.severity', 'alarm.count', 'alarm.first_at', 'alarm.last_at', 'camera.id as camera_id'])
        .select(['alarm.title', 'alarm.params', 'area.name as place'])
        .where('wall_alarm.wall_id', '=', wallId)
        .where('wall_alarm.panel', 'is not', null)
        .execute();
      return rows.flatMap(({ panel, ...row }) => (panel === null ? [] : [{ ...row, panel }]));
    },

    incidents(ids: readonly string[]): Promise<IncidentRow[]> {
      return db
        .selectFrom('incident')
        .select(['id', 'number', 'title', 'severity', 'state', 'occurred_at'])
        .select(
          sql<string[]>`array(select camera_id from incident_camera i where i.incident_id = incident.id
            order by i.position, i.camera_id)`.as('camera_ids'),
        )
        .where('id', '=', sql<string>`any(${[...ids]}::uuid[])`)
        .execute();
    },

    /** Those of the cameras that exist and lie within the scope. */
    async camerasWithin(ids: readonly string[], scope: CameraScope): Promise<ReadonlySet<string>> {
      const rows = await db
        .selectFrom('camera')
        .select('id')
        .where('id', '=', sql<string>`any(${[...ids]}::text[])`)
        .where(isInScope(scope, 'camera.id'))
        .execute();
      return new Set(rows.map((row) => row.id));
    },

    /** Null when done. What was there is gone, an alarm too; `lockedUntil` null: not locked. */
    push(
      wallId: string,
      panel: number,
      { content, lockedUntil, isLock }: { content: WallContent; lockedUntil: Date | null; isLock: boolean },
      hand: PanelHand,
    ): Promise<StandingLock | null> {
      return unlessLocked(wallId, panel, hand, async (tx, broken) => {
        const values = {
          content: JSON.stringify(content),
          user_id: hand.userId,
          user_name: hand.userName,
          pushed_at: hand.now,
          locked_until: lockedUntil,
        };
        await tx
          .insertInto('wall_push')
          .values({ wall_id: wallId, panel, ...values })
          .onConflict((conflict) => conflict.columns(['wall_id', 'panel']).doUpdateSet(values))
          .execute();
        await dismissAlarm(tx, wallId, panel, hand.now);
        await told(tx, wallId, hand.actor, {
          kind: isLock ? 'wall.locked' : 'wall.pushed',
          cameraId: 'cameraId' in content ? content.cameraId : null,
          details: { wall: wallId, panel, content, lockedUntil, ...brokenFact(broken) },
        });
      });
    },

    /** Null when done. What was pushed stays, for anybody to change. */
    unlock(wallId: string, panel: number, hand: PanelHand): Promise<StandingLock | null> {
      return unlessLocked(wallId, panel, hand, async (tx, broken) => {
        await tx
          .updateTable('wall_push')
          .set({ locked_until: null })
          .where('wall_id', '=', wallId)
          .where('panel', '=', panel)
          .execute();
        const details = { wall: wallId, panel, ...brokenFact(broken) };
        await told(tx, wallId, hand.actor, { kind: 'wall.unlocked', details });
      });
    },

    /** Null when done: the panel shows what the preset says. */
    returnToPreset(wallId: string, panel: number, hand: PanelHand): Promise<StandingLock | null> {
      return unlessLocked(wallId, panel, hand, async (tx, broken) => {
        await tx.deleteFrom('wall_push').where('wall_id', '=', wallId).where('panel', '=', panel).execute();
        await dismissAlarm(tx, wallId, panel, hand.now);
        const details = { wall: wallId, panel, ...brokenFact(broken) };
        await told(tx, wallId, hand.actor, { kind: 'wall.returned', details });
      });
    },

    /** Everything pushed goes, but for what is locked. */
    switchPreset(wallId: string, preset: number, hand: PanelHand): Promise<void> {
      return db.transaction().execute(async (tx) => {
        await tx
          .updateTable('wall')
          .set({ preset, preset_at: hand.now, preset_by: hand.userName })
          .where('id', '=', wallId)
          .execute();
        await tx
          .deleteFrom('wall_push')
          .where('wall_id', '=', wallId)
          .where((eb) => eb.or([eb('locked_until', 'is', null), eb('locked_until', '<=', hand.now)]))
          .execute();
        await told(tx, wallId, hand.actor, { kind: 'wall.preset', details: { wall: wallId, preset } });
      });
    },
  };
}

const brokenFact = (broken: StandingLock | null) => (broken === null ? {} : { brokenLockOf: broken.name });
