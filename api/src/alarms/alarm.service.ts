import { type AlarmSeverity, alarmKind } from '@thapcanh/core/alarms/alarm-kind';
import type { Clock } from '@thapcanh/core/time/clock';
import { apiError } from '../errors/api-errors.ts';
import { type Access, type Auth, requireAccess } from '../identity/access.ts';
import type { AlarmRepository, AlarmRow, AlarmStep } from './alarm.repository.ts';
import type { Alarm, AlarmCreate, AlarmHistory, AlarmPage, AlarmQuery, AlarmSummary } from './alarm.schema.ts';
import { decodeTimeCursor, encodeTimeCursor } from './alarm-cursor.ts';
import { alarmView } from './alarm-view.ts';

const DEFAULT_LIMIT = 50;
const DEFAULT_SEVERITY: AlarmSeverity = 2;
const STATES: Readonly<Record<NonNullable<AlarmQuery['state']>, readonly AlarmRow['state'][]>> = {
  active: ['open', 'acknowledged'],
  all: ['open', 'acknowledged', 'closed'],
  open: ['open'],
  acknowledged: ['acknowledged'],
  closed: ['closed'],
};

export type AlarmService = ReturnType<typeof createAlarmService>;

/** The inbox of alarms: what came in, and what people do with it. */
export function createAlarmService(deps: { alarms: AlarmRepository; clock: Clock }) {
  const { alarms, clock } = deps;

  async function find(id: string, { scope, userId }: Access): Promise<Alarm> {
    const row = await alarms.find(id, scope, userId);
    if (row === null) throw apiError('TC_ALARM_NOT_FOUND');
    return alarmView(row);
  }

  async function take(auth: Auth, id: string, note: string | undefined, stepOf: (who: string, at: Date) => AlarmStep) {
    const access = requireAccess(auth, 'alarm.handle');
    await find(id, access);
    const at = new Date(clock.nowMs());
    const text = note?.normalize('NFC').trim() || null;
    const state = await alarms.take(id, stepOf(access.userId, at), { note: text, at, actor: access.actor });
    if (state !== null) throw apiError('TC_ALARM_STATE', { state });
    await alarms.markRead(access.userId, [id], access.scope);
    return find(id, access);
  }

  return {
    /** One page, newest first. Throws `TC_CURSOR_INVALID`. */
    async list(auth: Auth, query: AlarmQuery): Promise<AlarmPage> {
      const { scope, userId } = requireAccess(auth, 'alarm.view');
      const limit = query.limit ?? DEFAULT_LIMIT;
      const filter = {
        states: STATES[query.state ?? 'active'],
        minSeverity: query.minSeverity ?? 1,
        cameraId: query.cameraId ?? null,
        kind: query.kind ?? null,
        isEscalated: query.isEscalated ?? null,
        fromMs: query.from === undefined ? null : Date.parse(query.from),
        toMs: query.to === undefined ? null : Date.parse(query.to),
        after: query.cursor === undefined ? null : decodeTimeCursor(query.cursor),
        limit: limit + 1,
      };
      const rows = await alarms.list(filter, scope, userId);
      const page = rows.slice(0, limit);
      const last = rows.length > limit ? page.at(-1) : undefined;
      const next = last ? encodeTimeCursor({ atMs: last.last_at.getTime(), id: last.id }) : null;
      return { items: page.map(alarmView), next };
    },

    async summary(auth: Auth): Promise<AlarmSummary> {
      const { scope, userId } = requireAccess(auth, 'alarm.view');
      const { highest, newest, ...counts } = await alarms.summary(scope, userId);
      return { ...counts, highestUnread: highest, newestUnreadAt: newest?.toISOString() ?? null };
    },

    /** Throws `TC_ALARM_NOT_FOUND`. */
    async get(auth: Auth, id: string): Promise<AlarmHistory> {
      const alarm = await find(id, requireAccess(auth, 'alarm.view'));
      const events = await alarms.events(id);
      return {
        alarm,
        events: events.map(({ at, kind, by_name: by, note }) => ({ at: at.toISOString(), kind, by, note })).reverse(),
      };
    },

    /**
     * An alarm of another system. Throws `TC_ALARM_KIND_INVALID` for a kind of our own, `TC_CAMERA_NOT_FOUND` (also for
     * one without a camera from whoever does not reach everything) and `TC_IDEMPOTENCY_CONFLICT`.
     */
    async raise(auth: Auth, input: AlarmCreate, key: string | null): Promise<{ alarm: Alarm; isRepeat: boolean }> {
      const access = requireAccess(auth, 'alarm.handle');
      const nowMs = clock.nowMs();
      const title = input.title.normalize('NFC').trim();
      if (title === '' || alarmKind(input.kind, nowMs) !== null)
        throw apiError('TC_ALARM_KIND_INVALID', { kind: input.kind });
      const cameraId = input.cameraId ?? null;
      const raised = await alarms.raise(
        {
          kind: input.kind,
          title,
          severity: (input.severity ?? DEFAULT_SEVERITY) as AlarmSeverity,
          cameraId,
          subject: input.subject ?? '',
          atMs: input.at === undefined ? nowMs : Math.min(Date.parse(input.at), nowMs),
        },
        { owner: access.userId, route: 'alarms', key, body: input },
        access,
      );
      if (raised === null) throw apiError('TC_CAMERA_NOT_FOUND', { cameraId: cameraId ?? '' });
      return { alarm: await find(raised.id, access), isRepeat: raised.isRepeat };
    },

    /** I have seen it and deal with it. Throws `TC_ALARM_NOT_FOUND`, `TC_ALARM_STATE`. */
    acknowledge: (auth: Auth, id: string, note?: string): Promise<Alarm> =>
      take(auth, id, note, (who, at) => ({
        from: ['open'],
        columns: { state: 'acknowledged', acknowledged_at: at, acknowledged_by: who },
        event: 'acknowledged',
      })),

    /** One grade graver, and before the shift lead. Throws `TC_ALARM_NOT_FOUND`, `TC_ALARM_STATE`. */
    escalate: (auth: Auth, id: string, note?: string): Promise<Alarm> =>
      take(auth, id, note, (who, at) => ({
        from: ['open', 'acknowledged'],
        columns: { escalated_at: at, escalated_by: who },
        raisesSeverity: true,
        event: 'escalated',
      })),

    /** Done with. Throws `TC_ALARM_NOT_FOUND`, `TC_ALARM_STATE`. */
    close: (auth: Auth, id: string, note?: string): Promise<Alarm> =>
      take(auth, id, note, (who, at) => ({
        from: ['open', 'acknowledged'],
        columns: { state: 'closed', closed_at: at, closed_by: who },
        event: 'closed',
      })),

    /** Only for whoever asks; of all that are active when no ids are given. What is out of reach is passed over. */
    async markRead(auth: Auth, ids: readonly string[] | undefined): Promise<void> {
      const { scope, userId } = requireAccess(auth, 'alarm.view');
      await alarms.markRead(userId, ids ?? 'all', scope);
    },
  };
}
