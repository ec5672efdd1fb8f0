import { randomUUID } from 'node:crypto';
import { type AlarmSeverity, type AlarmSource, alarmGroupMs, alarmKind } from '@thapcanh/core/alarms/alarm-kind';
import { type Kysely, sql } from 'kysely';
import type { Tables } from '../database/tables.ts';
import { publishLiveEvent } from '../events/live-events.ts';

export interface RaisedAlarm {
  readonly kind: string;
  /** Null: not about one camera. */
  readonly cameraId: string | null;
  /** With kind and camera: what makes two alarms the same. */
  readonly subject?: string;
  readonly params?: Readonly<Record<string, string | number>>;
  readonly atMs: number;
  /** Only of kinds that no table lists. */
  readonly severity?: AlarmSeverity;
  readonly source?: AlarmSource;
  readonly title?: string | null;
}

export interface AlarmOutcome {
  readonly id: string;
  /** 'counted': it was a repeat of an alarm that stands; 'muted': it is kept, closed from the start. */
  readonly result: 'raised' | 'counted' | 'muted';
}

const OTHER_SEVERITY: AlarmSeverity = 2;

/**
 * Makes an alarm of what happened, or counts it in the one that stands: same kind, camera and subject within the time
 * the kind groups by, or a lasting one whose state has not ended. What a mute covers is kept as closed. Tells listeners
 * at commit. To be called in a transaction. Null: there is no such camera (any more).
 */
export async function raiseAlarm(tx: Kysely<Tables>, alarm: RaisedAlarm): Promise<AlarmOutcome | null> {
  const { kind, cameraId, subject = '', params = {}, atMs } = alarm;
  const known = alarmKind(kind, atMs);
  const at = new Date(atMs);
  if (cameraId !== null) {
    const camera = tx.selectFrom('camera').select('id').where('id', '=', cameraId).forKeyShare();
    if ((await camera.executeTakeFirst()) === undefined) return null;
  }
  // Of two that come at once the second must see the first.
  const sameness = JSON.stringify([kind, cameraId, subject]);
  await sql`select pg_advisory_xact_lock(hashtextextended(${sameness}, 0))`.execute(tx);
  const standing = await tx
    .selectFrom('alarm')
    .select(['id', 'state', 'last_at'])
    .where('kind', '=', kind)
    .where('subject', '=', subject)
    .where('camera_id', 'is not distinct from', cameraId)
    // What a person closed is done with; what comes after it is new.
    .where((eb) => eb.or([eb('state', '!=', 'closed'), eb('closed_by', 'is', null)]))
    .where((eb) =>
      eb.or([
        eb('last_at', '>=', new Date(atMs - alarmGroupMs(kind, atMs))),
        eb.and([eb('is_lasting', '=', true), eb('ended_at', 'is', null)]),
      ]),
    )
    .orderBy('last_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  const mute = await muteOf(tx, kind, cameraId, at);
  const payload = JSON.stringify(params);
  if (standing !== undefined) {
    const isShut = standing.state === 'closed';
    const returns = isShut && mute === null;
    await tx
      .updateTable('alarm')
      .set((eb) => ({
        count: eb('count', '+', 1),
        version: eb('version', '+', 1),
        last_at: at > standing.last_at ? at : standing.last_at,
        params: payload,
        ended_at: null,
        ...(returns && { state: 'open' as const, closed_at: null, mute_id: null }),
      }))
      .where('id', '=', standing.id)
      .execute();
    if (returns) await note(tx, standing.id, 'repeated', at);
    if (isShut && mute !== null) await countMuted(tx, mute);
    await publishLiveEvent(tx, { type: 'alarm.changed', cameraId, alarmId: standing.id });
    return { id: standing.id, result: isShut && mute !== null ? 'muted' : 'counted' };
  }
  const id = randomUUID();
  await tx
    .insertInto('alarm')
    .values({
      id,
      kind,
      severity: known?.severity ?? alarm.severity ?? OTHER_SEVERITY,
      source: known?.source ?? alarm.source ?? 'api',
      camera_id: cameraId,
      subject,
      params: payload,
      title: alarm.title ?? null,
      first_at: at,
      last_at: at,
      is_lasting: known?.isLasting ?? false,
      ...(mute !== null && { state: 'closed', closed_at: at, mute_id: mute }),
    })
    .execute();
  await note(tx, id, mute === null ? 'raised' : 'muted', at);
  if (mute !== null) await countMuted(tx, mute);
  await publishLiveEvent(tx, { type: 'alarm.changed', cameraId, alarmId: id });
  return { id, result: mute === null ? 'raised' : 'muted' };
}

/** The state that lasting alarms told of is over; those nobody has closed close by themselves. */
export async function endAlarms(tx: Kysely<Tables>, ids: readonly string[], atMs: number): Promise<void> {
  if (ids.length === 0) return;
  const at = new Date(atMs);
  const ended = await tx
    .updateTable('alarm')
    .set((eb) => ({
      ended_at: at,
      version: eb('version', '+', 1),
      state: 'closed',
      closed_at: sql<Date>`coalesce(closed_at, ${at})`,
    }))
    .where('id', 'in', [...ids])
    .where('ended_at', 'is', null)
    .returning(['id', 'camera_id'])
    .execute();
  for (const { id, camera_id: cameraId } of ended) {
    await note(tx, id, 'ended', at);
    await publishLiveEvent(tx, { type: 'alarm.changed', cameraId, alarmId: id });
  }
}

/** Lasting alarms that a mute keeps away although it is over, and whose state still lasts, come up. */
export async function unmuteLasting(tx: Kysely<Tables>, atMs: number): Promise<void> {
  const at = new Date(atMs);
  const { rows } = await sql<{ id: string; camera_id: string | null }>`
    update alarm set state = 'open', closed_at = null, mute_id = null, version = version + 1
    where state = 'closed' and is_lasting and ended_at is null and closed_by is null and mute_id in (
      select id from alarm_mute where until <= ${at} or ended_at is not null)
    returning id, camera_id`.execute(tx);
  for (const { id, camera_id: cameraId } of rows) {
    await note(tx, id, 'unmuted', at);
    await publishLiveEvent(tx, { type: 'alarm.changed', cameraId, alarmId: id });
  }
}

async function muteOf(tx: Kysely<Tables>, kind: string, cameraId: string | null, at: Date): Promise<string | null> {
  const row = await tx
    .selectFrom('alarm_mute')
    .select('id')
    .where('ended_at', 'is', null)
    .where('until', '>', at)
    .where((eb) => eb.or([eb('kind', 'is', null), eb('kind', '=', kind)]))
    .where((eb) =>
      cameraId === null
        ? eb('camera_id', 'is', null)
        : eb.or([eb('camera_id', 'is', null), eb('camera_id', '=', cameraId)]),
    )
    .orderBy('until', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.id ?? null;
}

async function countMuted(tx: Kysely<Tables>, muteId: string): Promise<void> {
  await tx
    .updateTable('alarm_mute')
    .set((eb) => ({ suppressed: eb('suppressed', '+', 1) }))
    .where('id', '=', muteId)
    .execute();
}

async function note(
  tx: Kysely<Tables>,
  alarmId: string,
  kind: 'raised' | 'repeated' | 'muted' | 'unmuted' | 'ended',
  at: Date,
): Promise<void> {
  await tx.insertInto('alarm_event').values({ alarm_id: alarmId, at, kind }).execute();
}
