import type { Readable } from 'node:stream';
import { INCIDENT_KINDS } from '@thapcanh/core/incidents/incident-kind';
import { reportCategory } from '@thapcanh/core/reports/report-categories';
import { isReportEnded, nextReportStates, REPORT_STATES } from '@thapcanh/core/reports/report-state';
import type { Clock } from '@thapcanh/core/time/clock';
import type { ObjectStore } from '@thapcanh/infra/objects/object-store';
import { decodeTimeCursor, encodeTimeCursor } from '../alarms/alarm-cursor.ts';
import type { AuditRecorder } from '../audit/audit-recorder.ts';
import { apiError } from '../errors/api-errors.ts';
import { type Access, type Auth, hasPermission, requireAccess } from '../identity/access.ts';
import type { Permission } from '../identity/permissions.ts';
import type { IncidentService } from '../incidents/incident.service.ts';
import type { ReportRepository, ReportRow } from './report.repository.ts';
import type { Report, ReportPage, ReportQuery, ReportStep, ReportSummary } from './report.schema.ts';
import { cleanPhoto } from './report-photo.ts';

const DEFAULT_LIMIT = 50;
const HELD_MS = 5 * 60_000;
const NOTED_MS = 10 * 60_000;
const OPEN = REPORT_STATES.filter((state) => !isReportEnded(state));

export type ReportService = ReturnType<typeof createReportService>;

/** What officers do with reports of citizens: look, take up or refuse, answer, publish. */
export function createReportService(deps: {
  reports: ReportRepository;
  incidents: Pick<IncidentService, 'create'>;
  audit: AuditRecorder;
  storePhoto: (key: string, jpeg: Buffer) => Promise<void>;
  objects: Pick<ObjectStore, 'get' | 'delete'>;
  secrets: { open(sealed: Buffer): string };
  clock: Clock;
}) {
  const { reports, objects, audit, clock } = deps;

  async function find(auth: Auth, permission: Permission, id: string): Promise<{ row: ReportRow; access: Access }> {
    const access = requireAccess(auth, permission);
    const row = await reports.find(id, access.scope);
    if (row === null) throw apiError('TC_REPORT_NOT_FOUND');
    return { row, access };
  }

  async function detail(auth: Auth, { row, access }: { row: ReportRow; access: Access }): Promise<Report> {
    const [cameras, steps] = await Promise.all([reports.cameras(row.id, access.scope), reports.steps(row.id)]);
    const mayCall = row.phone_sealed !== null && hasPermission(auth, 'report.handle');
    return {
      ...summary(row, clock.nowMs()),
      phone: mayCall && row.phone_sealed !== null ? deps.secrets.open(row.phone_sealed) : null,
      cameras: cameras.map((one) => ({
        cameraId: one.camera_id,
        name: one.name,
        distanceM: Math.round(one.distance_m),
      })),
      steps: steps.map(({ at, state, by_name: by, note }) => ({ at: at.toISOString(), state, by, note })),
    };
  }

  return {
    /** One page, newest first. Throws `TC_CURSOR_INVALID`. */
    async list(auth: Auth, query: ReportQuery): Promise<ReportPage> {
      const { scope } = requireAccess(auth, 'report.view');
      const { state = 'open', limit = DEFAULT_LIMIT } = query;
      const nowMs = clock.nowMs();
      const rows = await reports.list({
        scope,
        states: state === 'all' ? null : state === 'open' || state === 'late' ? OPEN : [state],
        lateAt: state === 'late' ? new Date(nowMs) : null,
        after: query.cursor === undefined ? null : decodeTimeCursor(query.cursor),
        limit: limit + 1,
      });
      const page = rows.slice(0, limit);
      const last = rows.length > limit ? page.at(-1) : undefined;
      const next = last ? encodeTimeCursor({ atMs: last.received_at.getTime(), id: last.id }) : null;
      return { items: page.map((row) => summary(row, nowMs)), next };
    },

    /** Throws `TC_REPORT_NOT_FOUND`. Whoever opens it is written down: it holds what a citizen wrote. */
    async get(auth: Auth, id: string): Promise<Report> {
      const found = await find(auth, 'report.view', id);
      const fact = { kind: 'report.opened' as const, details: { report: id } };
      await audit.noteOnce(found.access.actor, fact, { key: id, forMs: NOTED_MS });
      return detail(auth, found);
    },

    /**
     * Puts it into its next state; accepting holds what the nearest cameras recorded around it. Throws
     * `TC_REPORT_NOT_FOUND`, `TC_REPORT_STEP_REFUSED`, `TC_VERSION_CONFLICT`, `TC_REASON_REQUIRED`.
     */
    async step(auth: Auth, id: string, { to, version, note = '', answer }: ReportStep): Promise<Report> {
      const { row, access } = await find(auth, 'report.handle', id);
      if (!nextReportStates(row.state).includes(to)) throw apiError('TC_REPORT_STEP_REFUSED');
      const told = answer?.normalize('NFC').trim() ?? '';
      if ((to === 'refused' || to === 'resolved') && told.length < 3) throw apiError('TC_REASON_REQUIRED');
      const atMs = row.occurred_at.getTime();
      const isMoved = await reports.move(id, {
        to,
        version,
        note: note.normalize('NFC').trim(),
        answer: told === '' ? null : told,
        isEnd: isReportEnded(to),
        hold:
          to === 'accepted'
            ? {
                from: new Date(atMs - HELD_MS),
                to: new Date(atMs + HELD_MS),
                reason: `Phản ánh #${row.number}`,
              }
            : null,
        at: new Date(clock.nowMs()),
        userId: access.userId,
        actor: access.actor,
        scope: access.scope,
      });
      if (!isMoved) throw apiError('TC_VERSION_CONFLICT');
      return detail(auth, await find(auth, 'report.handle', id));
    },

    /** The photo of what was done, until it is published. Throws `TC_REPORT_STEP_REFUSED`, `TC_PHOTO_REFUSED`. */
    async setResult(auth: Auth, id: string, bytes: Buffer): Promise<Report> {
      const { row, access } = await find(auth, 'report.handle', id);
      if (row.state !== 'in-progress' && row.state !== 'resolved') throw apiError('TC_REPORT_STEP_REFUSED');
      const jpeg = await cleanPhoto(bytes);
      const key = `reports/${id}/result-${crypto.randomUUID()}.jpg`;
      await deps.storePhoto(key, jpeg);
      const replaced = await reports.setResult(id, key, { at: new Date(clock.nowMs()), actor: access.actor });
      if (replaced !== null) await objects.delete(replaced);
      return detail(auth, await find(auth, 'report.handle', id));
    },

    /** Throws `TC_REPORT_NOT_FOUND`, `TC_PHOTO_NOT_FOUND`. */
    async photo(auth: Auth, id: string, kind: 'photo' | 'result'): Promise<Readable> {
      const { row, access } = await find(auth, 'report.view', id);
      const key = kind === 'photo' ? row.photo_key : row.result_key;
      if (key === null) throw apiError('TC_PHOTO_NOT_FOUND');
      const fact = { kind: 'report.picture' as const, details: { report: id, picture: kind } };
      await audit.noteOnce(access.actor, fact, { key: `${id} ${kind}`, forMs: NOTED_MS });
      const body = await objects.get(key);
      if (body === null) throw apiError('TC_PHOTO_NOT_FOUND');
      return body;
    },

    /** Makes an incident of it, once. Throws `TC_REPORT_NOT_FOUND`, `TC_REPORT_STEP_REFUSED` when it was refused. */
    async toIncident(auth: Auth, id: string): Promise<Report> {
      const { row, access } = await find(auth, 'report.handle', id);
      if (row.state === 'refused') throw apiError('TC_REPORT_STEP_REFUSED');
      if (row.incident_id === null) {
        const name = reportCategory(row.category)?.name.vi ?? row.category;
        const { incident } = await deps.incidents.create(
          auth,
          {
            kind: INCIDENT_KINDS.find((kind) => kind === row.category) ?? 'other',
            title: `${name} (phản ánh #${row.number})`,
            at: row.occurred_at.toISOString(),
            latitude: row.latitude,
            longitude: row.longitude,
            description: row.description,
            source: 'citizen-report',
            sourceRef: row.id,
          },
          `report-${row.id}`,
        );
        await reports.setIncident(id, incident.id, { at: new Date(clock.nowMs()), actor: access.actor });
      }
      return detail(auth, await find(auth, 'report.handle', id));
    },
  };
}

function summary(row: ReportRow, nowMs: number): ReportSummary {
  const name = reportCategory(row.category)?.name;
  const isOpen = row.state === 'received' || row.state === 'accepted' || row.state === 'in-progress';
  const isLate =
    (row.state === 'received' && row.accept_due_at.getTime() < nowMs) ||
    (isOpen && row.resolve_due_at.getTime() < nowMs);
  return {
    id: row.id,
    number: row.number,
    categoryId: row.category,
    category: { vi: name?.vi ?? row.category, en: name?.en ?? row.category },
    description: row.description,
    latitude: row.latitude,
    longitude: row.longitude,
    occurredAt: row.occurred_at.toISOString(),
    receivedAt: row.received_at.toISOString(),
    state: row.state,
    next: [...nextReportStates(row.state)],
    acceptDueAt: row.accept_due_at.toISOString(),
    resolveDueAt: row.resolve_due_at.toISOString(),
    isLate,
    endedAt: row.ended_at?.toISOString() ?? null,
    answer: row.answer,
    hasPhoto: row.photo_key !== null,
    hasResultPhoto: row.result_key !== null,
    incidentId: row.incident_id,
    isForgotten: row.forgotten_at !== null,
    version: row.version,
  };
}
