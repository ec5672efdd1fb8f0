import type { Clock } from '@thapcanh/core/time/clock';
import { apiError } from '../errors/api-errors.ts';
import { type Auth, requireAccess } from '../identity/access.ts';
import type { ShiftEntryRow, ShiftLogRepository } from './shift-log.repository.ts';
import type { ControlRoom, ShiftEntry, ShiftEntryCreate, ShiftLogPage, ShiftLogQuery } from './shift-log.schema.ts';

const DEFAULT_LIMIT = 50;

export type ShiftLogService = ReturnType<typeof createShiftLogService>;

/** The log that a shift keeps in its control room, and the hand-over to the next one. */
export function createShiftLogService(deps: { log: ShiftLogRepository; clock: Clock }) {
  const { log, clock } = deps;
  const now = (): Date => new Date(clock.nowMs());

  return {
    /** Rooms within reach, with how much in each is unread. */
    async rooms(auth: Auth): Promise<ControlRoom[]> {
      const rooms = await log.rooms(requireAccess(auth, 'alarm.view'));
      return rooms.map(({ id, name, area_id: areaId, unread }) => ({ id, name, areaId, unread }));
    },

    /** Throws `TC_ROOM_ID_TAKEN`, `TC_AREA_NOT_FOUND`. */
    async createRoom(auth: Auth, room: { id: string; name: string; areaId?: string }): Promise<ControlRoom> {
      const { actor } = requireAccess(auth, 'area.manage');
      const { id, areaId = null } = room;
      const name = room.name.normalize('NFC').trim() || id;
      const result = await log.insertRoom({ id, name, areaId }, actor);
      if (result === 'taken') throw apiError('TC_ROOM_ID_TAKEN', { roomId: id });
      if (result === 'no-area') throw apiError('TC_AREA_NOT_FOUND', { areaId: areaId ?? '' });
      return { id, name, areaId, unread: 0 };
    },

    /** One page, newest first. Throws `TC_ROOM_NOT_FOUND`. */
    async list(auth: Auth, query: ShiftLogQuery): Promise<ShiftLogPage> {
      const { scope, userId } = requireAccess(auth, 'alarm.view');
      if (!(await log.hasRoom(query.roomId, scope))) throw apiError('TC_ROOM_NOT_FOUND', { roomId: query.roomId });
      const limit = query.limit ?? DEFAULT_LIMIT;
      const before = query.cursor === undefined ? null : Number(query.cursor);
      const rows = await log.list(query.roomId, userId, before, limit + 1);
      const page = rows.slice(0, limit);
      const last = rows.length > limit ? page.at(-1) : undefined;
      return { items: page.map(entryView), next: last === undefined ? null : String(last.id) };
    },

    /** A hand-over keeps what its author reaches and is open now. Throws `TC_ROOM_NOT_FOUND`, `TC_REQUEST_INVALID`. */
    async write(auth: Auth, input: ShiftEntryCreate): Promise<ShiftEntry> {
      const access = requireAccess(auth, 'alarm.handle');
      const { roomId, kind } = input;
      if (!(await log.hasRoom(roomId, access.scope))) throw apiError('TC_ROOM_NOT_FOUND', { roomId });
      const text = input.text.normalize('NFC').trim();
      if (text === '') throw apiError('TC_REQUEST_INVALID', { detail: 'text' });
      const openItems = kind === 'hand-over' ? await log.openItems(access) : null;
      const author = { userId: access.userId, name: access.displayName, actor: access.actor };
      const id = await log.insert({ roomId, kind, text, openItems, at: now() }, author);
      const [row] = await log.list(roomId, access.userId, id + 1, 1);
      if (row === undefined) throw apiError('TC_ROOM_NOT_FOUND', { roomId });
      return entryView(row);
    },

    /** By somebody else than who handed over. Throws `TC_HAND_OVER_NOT_FOUND`. */
    async take(auth: Auth, id: number): Promise<void> {
      const { userId, displayName: name, actor, scope } = requireAccess(auth, 'alarm.handle');
      if (!(await log.take(id, now(), { userId, name, actor, scope }))) throw apiError('TC_HAND_OVER_NOT_FOUND');
    },

    /** Only for whoever asks. Throws `TC_ROOM_NOT_FOUND`. */
    async markRead(auth: Auth, roomId: string): Promise<void> {
      const { scope, userId } = requireAccess(auth, 'alarm.view');
      if (!(await log.hasRoom(roomId, scope))) throw apiError('TC_ROOM_NOT_FOUND', { roomId });
      await log.markRead(userId, roomId);
    },
  };
}

function entryView(row: ShiftEntryRow): ShiftEntry {
  return {
    id: row.id,
    at: row.at.toISOString(),
    kind: row.kind,
    author: row.author_name,
    text: row.text,
    openAlarms: [...(row.open_items?.alarms ?? [])],
    openIncidents: [...(row.open_items?.incidents ?? [])],
    takenAt: row.taken_at?.toISOString() ?? null,
    takenBy: row.taken_by_name,
    isUnread: row.is_unread,
  };
}
