import { type AuditActor, appendAudit } from '@thapcanh/infra/audit/append-audit';
import type { OpenItems, ShiftLogEntryTable } from '@thapcanh/infra/database/alarm-tables';
import { isForeignKeyViolation } from '@thapcanh/infra/database/constraint-violation';
import type { Tables } from '@thapcanh/infra/database/tables';
import { type Kysely, type RawBuilder, type Selectable, type SqlBool, sql } from 'kysely';
import { type CameraScope, isInScope } from '../identity/camera-scope.ts';
import { type IncidentReader, isIncidentInReach } from '../incidents/incident-scope.ts';

export type ShiftEntryRow = Selectable<ShiftLogEntryTable> & { readonly is_unread: boolean };

export interface RoomRow {
  readonly id: string;
  readonly name: string;
  readonly area_id: string | null;
  readonly unread: number;
}

/** Named in a hand-over at most; the list of alarms itself tells the rest. */
const MAX_OPEN = 200;

export type ShiftLogRepository = ReturnType<typeof createShiftLogRepository>;

/** SQL of control rooms and their shift log. A room of an area is for whoever was granted that area or what it lies in. */
export function createShiftLogRepository(db: Kysely<Tables>) {
  return {
    async rooms({ scope, userId }: IncidentReader): Promise<RoomRow[]> {
      const { rows } = await sql<RoomRow>`
        select r.id, r.name, r.area_id, (select count(*) from shift_log_entry e where e.room_id = r.id
          and e.author_id is distinct from ${userId}::uuid and e.id > coalesce((select entry_id from shift_log_read
            where room_id = r.id and user_id = ${userId}::uuid), 0)) as unread
        from control_room r where ${isRoomInScope(scope)} order by r.area_id nulls first, r.name`.execute(db);
      return rows;
    },

    async hasRoom(id: string, scope: CameraScope): Promise<boolean> {
      const { rows } = await sql`select 1 from control_room r where r.id = ${id} and ${isRoomInScope(scope)}`.execute(
        db,
      );
      return rows.length > 0;
    },

    async insertRoom(
      room: { id: string; name: string; areaId: string | null },
      actor: AuditActor,
    ): Promise<'done' | 'taken' | 'no-area'> {
      try {
        return await db.transaction().execute(async (tx) => {
          const inserted = await tx
            .insertInto('control_room')
            .values({ id: room.id, name: room.name, area_id: room.areaId })
            .onConflict((conflict) => conflict.column('id').doNothing())
            .executeTakeFirst();
          if (inserted.numInsertedOrUpdatedRows !== 1n) return 'taken';
          await appendAudit(tx, actor, { kind: 'shift.room-created', details: { ...room } });
          return 'done';
        });
      } catch (error) {
        if (isForeignKeyViolation(error)) return 'no-area';
        throw error;
      }
    },

    async list(roomId: string, userId: string, before: number | null, limit: number): Promise<ShiftEntryRow[]> {
      const { rows } = await sql<ShiftEntryRow>`
        select e.*, e.author_id is distinct from ${userId}::uuid and e.id > coalesce((select entry_id from shift_log_read
          where room_id = e.room_id and user_id = ${userId}::uuid), 0) as is_unread
        from shift_log_entry e where e.room_id = ${roomId} and e.id < ${before ?? Number.MAX_SAFE_INTEGER}::bigint
        order by e.id desc limit ${limit}`.execute(db);
      return rows;
    },

    async openItems(reader: IncidentReader): Promise<OpenItems> {
      const [alarms, incidents] = await Promise.all([
        db
          .selectFrom('alarm')
          .select(['id', 'kind', 'camera_id as cameraId'])
          .where('state', '!=', 'closed')
          .where(isInScope(reader.scope, 'alarm.camera_id'))
          .orderBy('severity', 'desc')
          .orderBy('last_at', 'desc')
          .limit(MAX_OPEN)
          .execute(),
        sql<OpenItems['incidents'][number]>`select i.id, i.number, i.title from incident i
          where i.state <> 'closed' and ${isIncidentInReach(reader)} order by i.severity desc, i.created_at desc
          limit ${MAX_OPEN}`.execute(db),
      ]);
      return { alarms, incidents: incidents.rows };
    },

    insert(
      entry: { roomId: string; kind: 'note' | 'hand-over'; text: string; openItems: OpenItems | null; at: Date },
      author: { userId: string; name: string; actor: AuditActor },
    ): Promise<number> {
      const { roomId, kind, text, openItems, at } = entry;
      return db.transaction().execute(async (tx) => {
        const { id } = await tx
          .insertInto('shift_log_entry')
          .values({
            room_id: roomId,
            at,
            kind,
            author_id: author.userId,
            author_name: author.name,
            text,
            open_items: openItems === null ? null : JSON.stringify(openItems),
          })
          .returning('id')
          .executeTakeFirstOrThrow();
        const audit = kind === 'note' ? ('shift.noted' as const) : ('shift.handed-over' as const);
        await appendAudit(tx, author.actor, { kind: audit, details: { entry: id, room: roomId } });
        return id;
      });
    },

    /** False: there is no such hand-over in a room of the scope, it is taken, or its author wants to take it. */
    take(
      id: number,
      at: Date,
      taker: { userId: string; name: string; actor: AuditActor; scope: CameraScope },
    ): Promise<boolean> {
      return db.transaction().execute(async (tx) => {
        const { rows } = await sql<{ room_id: string }>`
          update shift_log_entry e set taken_at = ${at}, taken_by = ${taker.userId}::uuid, taken_by_name = ${taker.name}
          where e.id = ${id}::bigint and e.kind = 'hand-over' and e.taken_at is null
            and e.author_id is distinct from ${taker.userId}::uuid
            and e.room_id in (select r.id from control_room r where ${isRoomInScope(taker.scope)})
          returning e.room_id`.execute(tx);
        const [taken] = rows;
        if (taken === undefined) return false;
        await appendAudit(tx, taker.actor, { kind: 'shift.taken', details: { entry: id, room: taken.room_id } });
        return true;
      });
    },

    async markRead(userId: string, roomId: string): Promise<void> {
      await sql`
        insert into shift_log_read (user_id, room_id, entry_id)
        select ${userId}::uuid, room_id, max(id) from shift_log_entry where room_id = ${roomId} group by room_id
        on conflict (user_id, room_id) do update set entry_id = excluded.entry_id`.execute(db);
    },
  };
}

/** SQL: the room `r` is for whoever has the scope. */
function isRoomInScope(scope: CameraScope): RawBuilder<SqlBool> {
  if (scope.kind === 'everything') return sql<SqlBool>`true`;
  // The screen of a wall reads no log.
  if (scope.kind === 'wall') return sql<SqlBool>`false`;
  return sql<SqlBool>`r.area_id in (
    with own as (
      select area_id from access_grant_part where grant_id = any(${[...scope.grantIds]}::uuid[])
      union select o.area_id from access_grant_part p join operating_area_part o
        on o.operating_area_id = p.operating_area_id where p.grant_id = any(${[...scope.grantIds]}::uuid[])
    )
    select w.area_id from own join area_within w on w.within_id = own.area_id)`;
}
