import { type AlarmSeverity, alarmText } from '@thapcanh/core/alarms/alarm-kind';
import { INCIDENT_KIND_NAMES, type IncidentKind, type IncidentSource } from '@thapcanh/core/incidents/incident-kind';
import { INCIDENT_STATES, type IncidentState } from '@thapcanh/core/incidents/incident-state';
import { foldText } from '@thapcanh/core/text/fold-text';
import type { Clock } from '@thapcanh/core/time/clock';
import type { AlarmRepository } from '../alarms/alarm.repository.ts';
import { decodeTimeCursor, encodeTimeCursor } from '../alarms/alarm-cursor.ts';
import { apiError } from '../errors/api-errors.ts';
import { type Access, type Auth, hasPermission, requireAccess } from '../identity/access.ts';
import type { Permission } from '../identity/permissions.ts';
import type { IncidentRepository } from './incident.repository.ts';
import type { Incident, IncidentCreate, IncidentEdit, IncidentPage, IncidentQuery } from './incident.schema.ts';
import type { IncidentChangeRepository } from './incident-change.repository.ts';
import type { IncidentEditor } from './incident-change.ts';
import { incidentSummary, incidentView } from './incident-view.ts';

const DEFAULT_LIMIT = 50;
const ACTIVE = INCIDENT_STATES.filter((state) => state !== 'closed');

/** What an incident is made of, by whoever makes it; the platform's own callers name their source. */
export interface IncidentWish extends Omit<IncidentCreate, 'caller'> {
  readonly source?: Exclude<IncidentSource, 'alarm'>;
  /** The report, or who called. */
  readonly sourceRef?: string;
}

export type IncidentService = ReturnType<typeof createIncidentService>;

/** Incidents: opened from a moment, an alarm, a report or a call, and led through their states. */
export function createIncidentService(deps: {
  incidents: IncidentRepository;
  changes: IncidentChangeRepository;
  alarms: Pick<AlarmRepository, 'find'>;
  clock: Clock;
}) {
  const { incidents, changes, alarms, clock } = deps;

  async function get(access: Access, id: string): Promise<Incident> {
    const row = await incidents.find(access, id);
    if (row === null) throw apiError('TC_INCIDENT_NOT_FOUND');
    return incidentView(row, await incidents.parts(access, id));
  }

  /** Somebody who may, on an incident within their reach. Throws `TC_INCIDENT_NOT_FOUND`. */
  async function open(
    auth: Auth,
    permission: Permission,
    id: string,
  ): Promise<{ access: Access; editor: IncidentEditor }> {
    const access = requireAccess(auth, permission);
    if ((await incidents.find(access, id)) === null) throw apiError('TC_INCIDENT_NOT_FOUND');
    return { access, editor: editorOf(access) };
  }

  function editorOf(access: Access): IncidentEditor {
    const { scope, userId, displayName: name, actor } = access;
    return { scope, userId, name, actor, at: new Date(clock.nowMs()) };
  }

  async function change(auth: Auth, id: string, work: (editor: IncidentEditor) => Promise<unknown>): Promise<Incident> {
    const { access, editor } = await open(auth, 'incident.handle', id);
    await work(editor);
    await incidents.markRead(access.userId, id);
    return get(access, id);
  }

  return {
    open,
    change,

    /** One page, newest first. Throws `TC_CURSOR_INVALID`. */
    async list(auth: Auth, query: IncidentQuery): Promise<IncidentPage> {
      const access = requireAccess(auth, 'incident.view');
      const limit = query.limit ?? DEFAULT_LIMIT;
      const { state = 'active', q = '' } = query;
      const folded = foldText(q) || null;
      const rows = await incidents.list(access, {
        states: state === 'all' ? null : state === 'active' ? ACTIVE : [state],
        kind: query.kind ?? null,
        folded,
        number: /^#?\d{1,9}$/.test(folded ?? '') ? Number(folded?.replace('#', '')) : null,
        isMine: query.isMine ?? false,
        after: query.cursor === undefined ? null : decodeTimeCursor(query.cursor),
        limit: limit + 1,
      });
      const page = rows.slice(0, limit);
      const last = rows.length > limit ? page.at(-1) : undefined;
      const next = last ? encodeTimeCursor({ atMs: last.created_at.getTime(), id: last.id }) : null;
      return { items: page.map(incidentSummary), next };
    },

    /** Throws `TC_INCIDENT_NOT_FOUND`. */
    async get(auth: Auth, id: string): Promise<Incident> {
      return get(requireAccess(auth, 'incident.view'), id);
    },

    /**
     * Opens an incident; the nearest cameras come with it and their footage of five minutes around it is held. The key
     * makes it once. Throws `TC_CAMERA_NOT_FOUND`, `TC_ALARM_NOT_FOUND`, `TC_INCIDENT_INVALID`, `TC_IDEMPOTENCY_CONFLICT`.
     */
    async create(
      auth: Auth,
      wish: IncidentWish,
      key: string | null = null,
    ): Promise<{ incident: Incident; isRepeat: boolean }> {
      const access = requireAccess(auth, 'incident.handle');
      const { alarmId = null } = wish;
      const alarm = alarmId === null ? null : await alarms.find(alarmId, access.scope, access.userId);
      if (alarmId !== null && alarm === null) throw apiError('TC_ALARM_NOT_FOUND');
      const nowMs = clock.nowMs();
      const { latitude, longitude } = wish;
      if ((latitude === undefined) !== (longitude === undefined)) {
        throw apiError('TC_INCIDENT_INVALID', { detail: 'latitude, longitude' });
      }
      const kind: IncidentKind = wish.kind ?? 'other';
      const cameraId = wish.cameraId ?? alarm?.camera_id ?? null;
      const fallback = alarm === null ? INCIDENT_KIND_NAMES[kind].vi : alarmText(alarm, 'vi');
      const made = await changes.insert(
        {
          kind,
          severity: (wish.severity ?? alarm?.severity ?? INCIDENT_KIND_NAMES[kind].severity) as AlarmSeverity,
          title: tidy(wish.title) || fallback,
          occurredAt: new Date(
            Math.min(nowMs, wish.at === undefined ? (alarm?.first_at.getTime() ?? nowMs) : Date.parse(wish.at)),
          ),
          cameraId,
          place: latitude === undefined || longitude === undefined ? null : { latitude, longitude },
          placeText: tidy(wish.place) || alarm?.camera_name || '',
          description: tidy(wish.description),
          source: alarm === null ? (wish.source ?? 'operator') : 'alarm',
          sourceRef: alarmId ?? wish.sourceRef ?? null,
          alarmId,
        },
        editorOf(access),
        { owner: access.userId, route: 'incidents', key, body: wish },
      );
      if (made === 'no-camera') throw apiError('TC_CAMERA_NOT_FOUND', { cameraId: cameraId ?? '' });
      await incidents.markRead(access.userId, made.id);
      return { incident: await get(access, made.id), isRepeat: made.isRepeat };
    },

    /** Throws `TC_INCIDENT_NOT_FOUND`, `TC_VERSION_CONFLICT`, `TC_INCIDENT_INVALID`, `TC_INCIDENT_MERGED`. */
    edit: (auth: Auth, id: string, version: number, edit: IncidentEdit): Promise<Incident> =>
      change(auth, id, async (editor) => {
        const { title, severity, place, description, latitude, longitude } = edit;
        if ((latitude === undefined) !== (longitude === undefined) || (latitude === null) !== (longitude === null)) {
          throw apiError('TC_INCIDENT_INVALID', { detail: 'latitude, longitude' });
        }
        if (title !== undefined && tidy(title) === '') throw apiError('TC_INCIDENT_INVALID', { detail: 'title' });
        const changed = await changes.edit(
          id,
          version,
          {
            ...(edit.kind !== undefined && { kind: edit.kind }),
            ...(severity !== undefined && { severity: severity as AlarmSeverity }),
            ...(title !== undefined && { title: tidy(title) }),
            ...(place !== undefined && { place: tidy(place) }),
            ...(description !== undefined && { description: tidy(description) }),
            ...(latitude !== undefined && { latitude }),
            ...(longitude !== undefined && { longitude }),
          },
          editor,
        );
        if (!changed) throw apiError('TC_VERSION_CONFLICT');
      }),

    /** Throws `TC_INCIDENT_NOT_FOUND`, `TC_INCIDENT_STEP_INVALID`, `TC_REASON_REQUIRED`, `TC_INCIDENT_MERGED`. */
    move: (auth: Auth, id: string, to: IncidentState, note: string | undefined): Promise<Incident> =>
      change(auth, id, (editor) => changes.move(id, to, tidy(note), hasPermission(auth, 'incident.lead'), editor)),

    /** Throws `TC_INCIDENT_NOT_FOUND`, `TC_INCIDENT_INVALID`, `TC_INCIDENT_MERGED`. */
    note: (auth: Auth, id: string, text: string, at: string | undefined): Promise<Incident> =>
      change(auth, id, (editor) => {
        if (tidy(text) === '') throw apiError('TC_INCIDENT_INVALID', { detail: 'text' });
        const nowMs = editor.at.getTime();
        return changes.note(
          id,
          tidy(text),
          new Date(at === undefined ? nowMs : Math.min(nowMs, Date.parse(at))),
          editor,
        );
      }),

    /** Only for whoever asks. Throws `TC_INCIDENT_NOT_FOUND`. */
    async markRead(auth: Auth, id: string): Promise<void> {
      const { access } = await open(auth, 'incident.view', id);
      await incidents.markRead(access.userId, id);
    },
  };
}

function tidy(text: string | undefined): string {
  return text?.normalize('NFC').trim() ?? '';
}
