import type { AlarmSeverity } from '@thapcanh/core/alarms/alarm-kind';
import { raiseAlarm } from '@thapcanh/infra/alarms/raise-alarm';
import { type AuditActor, appendAudit } from '@thapcanh/infra/audit/append-audit';
import type { AlarmEventKind, AlarmTable } from '@thapcanh/infra/database/alarm-tables';
import type { Tables } from '@thapcanh/infra/database/tables';
import { publishLiveEvent } from '@thapcanh/infra/events/live-events';
import { type Kysely, type RawBuilder, type Selectable, type SqlBool, sql } from 'kysely';
import { makeOnce, type OnceRequest } from '../http/request-once.ts';
import { type CameraScope, isInScope } from '../identity/camera-scope.ts';
import type { TimeCursor } from './alarm-cursor.ts';

export type AlarmRow = Selectable<AlarmTable> & {
  readonly camera_name: string | null;
  readonly acknowledged_by_name: string | null;
  readonly escalated_by_name: string | null;
  readonly closed_by_name: string | null;
  readonly is_unread: boolean;
};

export interface AlarmFilter {
  readonly states: readonly AlarmRow['state'][];
  readonly minSeverity: number;
  readonly cameraId: string | null;
  readonly kind: string | null;
  readonly isEscalated: boolean | null;
  readonly fromMs: number | null;
  readonly toMs: number | null;
  readonly after: TimeCursor | null;
  readonly limit: number;
}

export interface AlarmEventRow {
  readonly at: Date;
  readonly kind: AlarmEventKind;
  readonly by_name: string | null;
  readonly note: string | null;
}

/** What a person does with an alarm, from which states it may be done, and what the audit log calls it. */
export interface AlarmStep {
  readonly from: readonly AlarmRow['state'][];
  readonly columns: Partial<
    Pick<
      AlarmRow,
      'state' | 'acknowledged_at' | 'acknowledged_by' | 'escalated_at' | 'escalated_by' | 'closed_at' | 'closed_by'
    >
  >;
  readonly raisesSeverity?: true;
  readonly event: 'acknowledged' | 'escalated' | 'closed';
}

export type AlarmRepository = ReturnType<typeof createAlarmRepository>;

/** SQL of the inbox of alarms. One without a camera is only for whoever reaches everything. */
export function createAlarmRepository(db: Kysely<Tables>) {
  async function select(userId: string, where: RawBuilder<SqlBool>, limit: number): Promise<AlarmRow[]> {
    const { rows } = await sql<AlarmRow>`
      select a.*, c.name as camera_name, acknowledger.display_name as acknowledged_by_name,
        escalator.display_name as escalated_by_name, closer.display_name as closed_by_name,
        r.last_at is null or r.last_at < a.last_at as is_unread
      from alarm a left join camera c on c.id = a.camera_id
      left join app_user acknowledger on acknowledger.id = a.acknowledged_by
      left join app_user escalator on escalator.id = a.escalated_by
      left join app_user closer on closer.id = a.closed_by
      left join alarm_read r on r.alarm_id = a.id and r.user_id = ${userId}
      where ${where} order by a.last_at desc, a.id desc limit ${limit}`.execute(db);
    return rows;
  }

  return {
    list(filter: AlarmFilter, scope: CameraScope, userId: string): Promise<AlarmRow[]> {
      const { states, minSeverity, cameraId, kind, isEscalated, fromMs, toMs, after, limit } = filter;
      const conditions: RawBuilder<SqlBool>[] = [isInScope(scope, 'a.camera_id')];
      if (states.length < 3) conditions.push(sql`a.state = any(${[...states]}::text[])`);
      // Said again so that the index of what is not closed fits.
      if (states.length > 0 && !states.includes('closed')) conditions.push(sql`a.state <> 'closed'`);
      if (minSeverity > 1) conditions.push(sql`a.severity >= ${minSeverity}`);
      if (cameraId !== null) conditions.push(sql`a.camera_id = ${cameraId}`);
      if (kind !== null) conditions.push(sql`a.kind = ${kind}`);
      if (isEscalated !== null)
        conditions.push(isEscalated ? sql`a.escalated_at is not null` : sql`a.escalated_at is null`);
      if (fromMs !== null) conditions.push(sql`a.last_at >= ${new Date(fromMs)}`);
      if (toMs !== null) conditions.push(sql`a.first_at < ${new Date(toMs)}`);
      if (after !== null)
        conditions.push(sql`(a.last_at, a.id) < (${new Date(after.atMs)}::timestamptz, ${after.id}::uuid)`);
      return select(userId, sql<SqlBool>`${sql.join(conditions, sql` and `)}`, limit);
    },

    async find(id: string, scope: CameraScope, userId: string): Promise<AlarmRow | null> {
      return (await select(userId, sql<SqlBool>`a.id = ${id} and ${isInScope(scope, 'a.camera_id')}`, 1))[0] ?? null;
    },

    async events(id: string): Promise<AlarmEventRow[]> {
      return db
        .selectFrom('alarm_event')
        .leftJoin('app_user', 'app_user.id', 'alarm_event.by_id')
        .select(['alarm_event.at', 'alarm_event.kind', 'alarm_event.note', 'app_user.display_name as by_name'])
        .where('alarm_id', '=', id)
        .orderBy('alarm_event.id', 'desc')
        .limit(200)
        .execute();
    },

    async summary(scope: CameraScope, userId: string) {
      const { rows } = await sql<{
        open: number;
        acknowledged: number;
        escalated: number;
        unread: number;
        highest: number | null;
        newest: Date | null;
      }>`
        select count(*) filter (where a.state = 'open') as open,
          count(*) filter (where a.state = 'acknowledged') as acknowledged,
          count(*) filter (where a.escalated_at is not null) as escalated,
          count(*) filter (where a.state = 'open' and unread.is_it) as unread,
          max(a.severity) filter (where a.state = 'open' and unread.is_it) as highest,
          max(a.last_at) filter (where a.state = 'open' and unread.is_it) as newest
        from alarm a left join alarm_read r on r.alarm_id = a.id and r.user_id = ${userId}
        cross join lateral (select r.last_at is null or r.last_at < a.last_at as is_it) unread
        where a.state <> 'closed' and ${isInScope(scope, 'a.camera_id')}`.execute(db);
      return rows[0] ?? { open: 0, acknowledged: 0, escalated: 0, unread: 0, highest: null, newest: null };
    },

    /** Null when there is no such camera within the scope. Throws `TC_IDEMPOTENCY_CONFLICT`. */
    raise(
      alarm: {
        kind: string;
        title: string;
        severity: AlarmSeverity;
        cameraId: string | null;
        subject: string;
        atMs: number;
      },
      once: OnceRequest,
      { scope, actor }: { scope: CameraScope; actor: AuditActor },
    ): Promise<{ id: string; isRepeat: boolean } | null> {
      const { kind, cameraId, severity } = alarm;
      return db.transaction().execute(async (tx) => {
        if (cameraId === null ? scope.kind !== 'everything' : !(await reaches(tx, cameraId, scope))) return null;
        return makeOnce(tx, once, async () => {
          const outcome = await raiseAlarm(tx, { ...alarm, source: 'api' });
          if (outcome === null) throw new Error('the camera went between two looks of one transaction');
          const details = { alarm: outcome.id, kind, severity, result: outcome.result };
          await appendAudit(tx, actor, { kind: 'alarm.raised', cameraId, details });
          return outcome.id;
        });
      });
    },

    /** The state it is in instead when the step may not be taken; null: taken, or there is no such alarm. */
    take(
      id: string,
      step: AlarmStep,
      { note, at, actor }: { note: string | null; at: Date; actor: AuditActor },
    ): Promise<AlarmRow['state'] | null> {
      return db.transaction().execute(async (tx) => {
        const alarm = await tx
          .selectFrom('alarm')
          .select(['state', 'camera_id', 'severity'])
          .where('id', '=', id)
          .forUpdate()
          .executeTakeFirst();
        if (alarm === undefined) return null;
        if (!step.from.includes(alarm.state)) return alarm.state;
        const severity = step.raisesSeverity ? (Math.min(4, alarm.severity + 1) as AlarmSeverity) : alarm.severity;
        await tx
          .updateTable('alarm')
          .set((eb) => ({ ...step.columns, severity, version: eb('version', '+', 1) }))
          .where('id', '=', id)
          .execute();
        await tx
          .insertInto('alarm_event')
          .values({ alarm_id: id, at, kind: step.event, by_id: actor.id, note })
          .execute();
        await publishLiveEvent(tx, { type: 'alarm.changed', cameraId: alarm.camera_id, alarmId: id });
        const details = { alarm: id, before: alarm.state, severity, ...(note !== null && { note }) };
        await appendAudit(tx, actor, { kind: `alarm.${step.event}`, cameraId: alarm.camera_id, details });
        return null;
      });
    },

    async markRead(userId: string, ids: readonly string[] | 'all', scope: CameraScope): Promise<void> {
      const which = ids === 'all' ? sql`a.state <> 'closed'` : sql`a.id = any(${[...ids]}::uuid[])`;
      await sql`
        insert into alarm_read (user_id, alarm_id, last_at)
        select ${userId}::uuid, a.id, a.last_at from alarm a where ${which} and ${isInScope(scope, 'a.camera_id')}
        on conflict (user_id, alarm_id) do update set last_at = excluded.last_at`.execute(db);
    },
  };
}

async function reaches(tx: Kysely<Tables>, cameraId: string, scope: CameraScope): Promise<boolean> {
  const camera = tx.selectFrom('camera').select('id').where('id', '=', cameraId).where(isInScope(scope, 'camera.id'));
  return (await camera.executeTakeFirst()) !== undefined;
}
