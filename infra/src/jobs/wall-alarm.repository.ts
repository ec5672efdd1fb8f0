import {
  type AlarmPlacement,
  type AlarmShowing,
  type OpenAlarm,
  placeAlarms,
} from '@thapcanh/core/walls/alarm-placement';
import { type Kysely, sql } from 'kysely';
import { type AuditActor, appendAudit } from '../audit/append-audit.ts';
import type { Tables } from '../database/tables.ts';
import type { WallScreen } from '../database/wall-tables.ts';
import { publishLiveEvent } from '../events/live-events.ts';

/** More than this many open alarms of a wall are not counted: nobody would read the number. */
const MAX_ALARMS = 500;
/** The platform itself. */
const SYSTEM: AuditActor = { id: null, name: null, address: '', purpose: null, caseNumber: null };

/** Ids of the walls that have a panel for alarms. */
export async function wallsWithReservedPanels(db: Kysely<Tables>): Promise<string[]> {
  const rows = await db
    .selectFrom('wall')
    .select('id')
    .where(sql<boolean>`jsonb_path_exists(screens, '$[*].panels[*].reserve.severity')`)
    .execute();
  return rows.map(({ id }) => id);
}

/**
 * Puts the open alarms on the wall's reserved panels in one transaction, which waits for consoles that change the wall;
 * what changed is announced and written down. True when something did.
 */
export function placeAlarmsOnWall(db: Kysely<Tables>, wallId: string, nowMs: number): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    const wall = await tx
      .selectFrom('wall')
      .select(['screens', 'area_id', 'alarms_waiting'])
      .where('id', '=', wallId)
      .forUpdate()
      .executeTakeFirst();
    if (wall === undefined) return false;
    const panels = reservedPanels(wall.screens, await lockedPanels(tx, wallId, nowMs));
    const before = await showingsOf(tx, wallId);
    const after = placeAlarms(panels, await openAlarms(tx, wall.area_id), before, nowMs);
    if (!(await save(tx, wallId, before, after)) && after.waiting === wall.alarms_waiting) return false;
    await tx.updateTable('wall').set({ alarms_waiting: after.waiting }).where('id', '=', wallId).execute();
    await publishLiveEvent(tx, { type: 'wall.changed', cameraId: null, wallId });
    const shown = after.showings.filter(
      ({ alarmId, panel }) => panel !== null && before.find((one) => one.alarmId === alarmId)?.panel !== panel,
    );
    if (shown.length > 0) {
      const alarms = shown.map(({ alarmId, panel }) => ({ alarm: alarmId, panel }));
      await appendAudit(tx, SYSTEM, { kind: 'wall.alarm', details: { wall: wallId, alarms } });
    }
    return true;
  });
}

function reservedPanels(screens: readonly WallScreen[], locked: ReadonlySet<number>) {
  return screens.flatMap((screen) =>
    screen.panels.flatMap(({ number, reserve }) =>
      reserve === null ? [] : [{ panel: number, ...reserve, isLocked: locked.has(number) }],
    ),
  );
}

async function lockedPanels(tx: Kysely<Tables>, wallId: string, nowMs: number): Promise<ReadonlySet<number>> {
  const rows = await tx
    .selectFrom('wall_push')
    .select('panel')
    .where('wall_id', '=', wallId)
    .where('locked_until', '>', new Date(nowMs))
    .execute();
  return new Set(rows.map(({ panel }) => panel));
}

async function openAlarms(tx: Kysely<Tables>, areaId: string | null): Promise<OpenAlarm[]> {
  const rows = await tx
    .selectFrom('alarm')
    .innerJoin('camera', 'camera.id', 'alarm.camera_id')
    .select(['alarm.id', 'alarm.severity', 'alarm.last_at'])
    .where('alarm.state', '=', 'open')
    .$if(areaId !== null, (query) =>
      query.where('camera.area_id', 'in', (eb) =>
        eb
          .selectFrom('area_within')
          .select('area_within.area_id')
          .where('within_id', '=', areaId ?? ''),
      ),
    )
    .orderBy('alarm.severity', 'desc')
    .orderBy('alarm.last_at', 'desc')
    .limit(MAX_ALARMS)
    .execute();
  return rows.map(({ id, severity, last_at }) => ({ id, severity, lastAtMs: last_at.getTime() }));
}

async function showingsOf(tx: Kysely<Tables>, wallId: string): Promise<AlarmShowing[]> {
  const rows = await tx.selectFrom('wall_alarm').selectAll().where('wall_id', '=', wallId).execute();
  return rows.map((row) => ({
    alarmId: row.alarm_id,
    panel: row.panel,
    shownAtMs: row.shown_at.getTime(),
    untilMs: row.until?.getTime() ?? null,
    endedAtMs: row.ended_at?.getTime() ?? null,
  }));
}

/** Whether a screen shows anything else than before. */
async function save(
  tx: Kysely<Tables>,
  wallId: string,
  before: readonly AlarmShowing[],
  { showings }: AlarmPlacement,
): Promise<boolean> {
  const kept = new Set(showings.map(({ alarmId }) => alarmId));
  const gone = before.filter(({ alarmId }) => !kept.has(alarmId));
  if (gone.length > 0) {
    const ids = gone.map(({ alarmId }) => alarmId);
    await tx.deleteFrom('wall_alarm').where('wall_id', '=', wallId).where('alarm_id', 'in', ids).execute();
  }
  const changed = showings.filter((showing) => !before.includes(showing));
  for (const { alarmId, panel, shownAtMs, untilMs, endedAtMs } of changed) {
    const values = {
      panel,
      shown_at: new Date(shownAtMs),
      until: untilMs === null ? null : new Date(untilMs),
      ended_at: endedAtMs === null ? null : new Date(endedAtMs),
    };
    await tx
      .insertInto('wall_alarm')
      .values({ wall_id: wallId, alarm_id: alarmId, ...values })
      .onConflict((conflict) => conflict.columns(['wall_id', 'alarm_id']).doUpdateSet(values))
      .execute();
  }
  const isSeen = ({ alarmId, panel }: AlarmShowing): boolean =>
    panel !== (before.find((one) => one.alarmId === alarmId)?.panel ?? null);
  return gone.some(({ panel }) => panel !== null) || changed.some(isSeen);
}
