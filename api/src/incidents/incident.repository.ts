import type { IncidentEventTable, IncidentTable } from '@thapcanh/infra/database/incident-tables';
import type { Tables } from '@thapcanh/infra/database/tables';
import { type Kysely, type RawBuilder, type Selectable, type SqlBool, sql } from 'kysely';
import type { TimeCursor } from '../alarms/alarm-cursor.ts';
import { isInScope } from '../identity/camera-scope.ts';
import { type IncidentReader, isAssignedTo, isIncidentInReach } from './incident-scope.ts';

export type IncidentRow = Selectable<IncidentTable> & {
  readonly created_by_name: string | null;
  readonly camera_ids: string[];
  readonly units: string[];
  readonly is_unread: boolean;
};

export interface IncidentFilter {
  readonly states: readonly IncidentRow['state'][] | null;
  readonly kind: string | null;
  readonly folded: string | null;
  readonly number: number | null;
  readonly isMine: boolean;
  readonly after: TimeCursor | null;
  readonly limit: number;
}

export interface IncidentCameraRow {
  readonly camera_id: string;
  readonly camera_name: string;
  readonly latitude: number | null;
  readonly longitude: number | null;
  readonly held_from: Date | null;
  readonly held_to: Date | null;
}

export interface AssignmentRow {
  readonly id: string;
  readonly team_id: string | null;
  readonly user_id: string | null;
  readonly name: string;
  readonly assigned_at: Date;
  readonly assigned_by_name: string | null;
  readonly acknowledged_at: Date | null;
  readonly acknowledged_by_name: string | null;
  readonly is_mine: boolean;
}

export interface IncidentParts {
  readonly cameras: readonly IncidentCameraRow[];
  /** Newest first. */
  readonly events: readonly Selectable<IncidentEventTable>[];
  readonly assignments: readonly AssignmentRow[];
  readonly checks: readonly { item: string; done_at: Date; done_by_name: string | null; note: string }[];
  readonly alarmIds: readonly string[];
  readonly merged: readonly { id: string; number: number }[];
}

const MAX_EVENTS = 500;

export type IncidentRepository = ReturnType<typeof createIncidentRepository>;

/** SQL of looking at incidents, always as one reader may. */
export function createIncidentRepository(db: Kysely<Tables>) {
  async function select(reader: IncidentReader, where: RawBuilder<SqlBool>, limit: number): Promise<IncidentRow[]> {
    const { rows } = await sql<IncidentRow>`
      select i.*, maker.display_name as created_by_name,
        array(select ic.camera_id from incident_camera ic where ic.incident_id = i.id
          and ${isInScope(reader.scope, 'ic.camera_id')} order by ic.position, ic.camera_id) as camera_ids,
        array(select coalesce(t.name, u.display_name) from incident_assignment a left join team t on t.id = a.team_id
          left join app_user u on u.id = a.user_id where a.incident_id = i.id and a.ended_at is null
          order by a.assigned_at) as units,
        coalesce((select max(e.id) from incident_event e where e.incident_id = i.id
          and e.author_id is distinct from ${reader.userId}::uuid), 0) > coalesce(r.event_id, 0) as is_unread
      from incident i left join app_user maker on maker.id = i.created_by
      left join incident_read r on r.incident_id = i.id and r.user_id = ${reader.userId}::uuid
      where ${isIncidentInReach(reader)} and ${where} order by i.created_at desc, i.id desc limit ${limit}`.execute(db);
    return rows;
  }

  return {
    list(reader: IncidentReader, filter: IncidentFilter): Promise<IncidentRow[]> {
      const { states, kind, folded, number, isMine, after, limit } = filter;
      const conditions: RawBuilder<SqlBool>[] = [sql<SqlBool>`true`];
      if (states !== null) conditions.push(sql`i.state = any(${[...states]}::text[])`);
      if (kind !== null) conditions.push(sql`i.kind = ${kind}`);
      if (folded !== null) {
        const pattern = `%${folded.replace(/[\\%_]/g, '\\$&')}%`;
        conditions.push(sql`(i.search_key like ${pattern} or i.number = ${number}::bigint)`);
      }
      if (isMine) {
        conditions.push(sql`exists (select 1 from incident_assignment mine where mine.incident_id = i.id
          and ${isAssignedTo(reader.userId, 'mine')})`);
      }
      if (after !== null) {
        conditions.push(sql`(i.created_at, i.id) < (${new Date(after.atMs)}::timestamptz, ${after.id}::uuid)`);
      }
      return select(reader, sql<SqlBool>`${sql.join(conditions, sql` and `)}`, limit);
    },

    async find(reader: IncidentReader, id: string): Promise<IncidentRow | null> {
      return (await select(reader, sql<SqlBool>`i.id = ${id}`, 1))[0] ?? null;
    },

    async parts(reader: IncidentReader, id: string): Promise<IncidentParts> {
      const [cameras, events, assignments, checks, alarms, merged] = await Promise.all([
        sql<IncidentCameraRow>`
          select ic.camera_id, c.name as camera_name, c.latitude, c.longitude, h.from_at as held_from, h.to_at as held_to
          from incident_camera ic join camera c on c.id = ic.camera_id
          left join recording_hold h on h.id = ic.hold_id and h.released_at is null
          where ic.incident_id = ${id} and ${isInScope(reader.scope, 'ic.camera_id')}
          order by ic.position, ic.camera_id`.execute(db),
        db
          .selectFrom('incident_event')
          .selectAll()
          .where('incident_id', '=', id)
          .orderBy('id', 'desc')
          .limit(MAX_EVENTS)
          .execute(),
        sql<AssignmentRow>`
          select a.id, a.team_id, a.user_id, coalesce(t.name, u.display_name) as name, a.assigned_at,
            giver.display_name as assigned_by_name, a.acknowledged_at, taker.display_name as acknowledged_by_name,
            ${isAssignedTo(reader.userId, 'a')} as is_mine
          from incident_assignment a left join team t on t.id = a.team_id left join app_user u on u.id = a.user_id
          left join app_user giver on giver.id = a.assigned_by left join app_user taker on taker.id = a.acknowledged_by
          where a.incident_id = ${id} and a.ended_at is null order by a.assigned_at, a.id`.execute(db),
        db
          .selectFrom('incident_check')
          .leftJoin('app_user', 'app_user.id', 'incident_check.done_by')
          .select(['item', 'done_at', 'note', 'app_user.display_name as done_by_name'])
          .where('incident_id', '=', id)
          .execute(),
        db
          .selectFrom('alarm')
          .select('id')
          .where('incident_id', '=', id)
          .where(isInScope(reader.scope, 'alarm.camera_id'))
          .orderBy('first_at')
          .limit(200)
          .execute(),
        db.selectFrom('incident').select(['id', 'number']).where('merged_into', '=', id).orderBy('number').execute(),
      ]);
      return {
        cameras: cameras.rows,
        events,
        assignments: assignments.rows,
        checks,
        alarmIds: alarms.map((alarm) => alarm.id),
        merged,
      };
    },

    async markRead(userId: string, id: string): Promise<void> {
      await sql`
        insert into incident_read (user_id, incident_id, event_id)
        select ${userId}::uuid, incident_id, max(id) from incident_event where incident_id = ${id} group by incident_id
        on conflict (user_id, incident_id) do update set event_id = excluded.event_id`.execute(db);
    },

    /** Teams and people with one of the roles on a camera of the scope: who may be sent. */
    async units(
      reader: IncidentReader,
      roles: readonly string[],
    ): Promise<{ kind: 'team' | 'user'; id: string; name: string }[]> {
      const reaching =
        reader.scope.kind === 'everything'
          ? sql<SqlBool>`true`
          : sql<SqlBool>`g.id in (select gc.grant_id from grant_camera gc where ${isInScope(reader.scope, 'gc.camera_id')})`;
      const { rows } = await sql<{ kind: 'team' | 'user'; id: string; name: string }>`
        with able as (select g.user_id, g.team_id from access_grant g where g.role = any(${[...roles]}::text[]) and ${reaching})
        select 'team' as kind, t.id, t.name, t.name_key as sort from team t where t.id in (select team_id from able)
        union all
        select 'user', u.id, u.display_name, u.username_key from app_user u where u.is_active and (
          u.id in (select user_id from able)
          or u.id in (select m.user_id from team_member m join able on able.team_id = m.team_id))
        order by kind, sort limit 1000`.execute(db);
      return rows.map(({ kind, id, name }) => ({ kind, id, name }));
    },
  };
}
