import { randomUUID } from 'node:crypto';
import type { AlarmSeverity } from '@thapcanh/core/alarms/alarm-kind';
import { parseCameraId } from '@thapcanh/core/ids';
import type { IncidentKind, IncidentSource } from '@thapcanh/core/incidents/incident-kind';
import { foldText } from '@thapcanh/core/text/fold-text';
import { appendAudit } from '@thapcanh/infra/audit/append-audit';
import type { Tables } from '@thapcanh/infra/database/tables';
import { publishLiveEvent } from '@thapcanh/infra/events/live-events';
import type { Kysely } from 'kysely';
import { makeOnce, type OnceRequest } from '../http/request-once.ts';
import { isInScope } from '../identity/camera-scope.ts';
import { placeHold } from '../storage/hold.repository.ts';
import { type IncidentEditor, publishIncident, tellEvent } from './incident-change.ts';
import { type GeoPoint, nearestCameras } from './nearest-cameras.ts';

export interface NewIncident {
  readonly kind: IncidentKind;
  readonly severity: AlarmSeverity;
  readonly title: string;
  readonly occurredAt: Date;
  /** Shows it; stands first. */
  readonly cameraId: string | null;
  /** Null: where that camera stands. */
  readonly place: GeoPoint | null;
  readonly placeText: string;
  readonly description: string;
  readonly source: IncidentSource;
  readonly sourceRef: string | null;
  readonly alarmId: string | null;
}

/** As many as one screen shows at once. */
export const MAX_INCIDENT_CAMERAS = 9;
/** Cameras further away show nothing of it. */
const NEAR_M = 500;
export const HOLD_AROUND_MS = 5 * 60_000;

/**
 * Opens an incident with the nearest cameras, and holds what they recorded around it, in one transaction. 'no-camera':
 * there is none of that id within reach.
 */
export async function insertIncident(
  db: Kysely<Tables>,
  incident: NewIncident,
  editor: IncidentEditor,
  once: OnceRequest,
): Promise<{ id: string; isRepeat: boolean } | 'no-camera'> {
  const { cameraId } = incident;
  return db.transaction().execute(async (tx) => {
    const camera = cameraId === null ? null : await findCamera(tx, cameraId, editor);
    if (camera === undefined) return 'no-camera';
    return makeOnce(tx, once, async () => {
      const place = incident.place ?? (camera && pointOf(camera));
      const near =
        place === null
          ? []
          : await nearestCameras(tx, { place, withinM: NEAR_M, limit: MAX_INCIDENT_CAMERAS, scope: editor.scope });
      const cameraIds = [...new Set([...(cameraId === null ? [] : [cameraId]), ...near])].slice(
        0,
        MAX_INCIDENT_CAMERAS,
      );
      const id = randomUUID();
      const { number } = await tx
        .insertInto('incident')
        .values({
          id,
          kind: incident.kind,
          severity: incident.severity,
          title: incident.title,
          search_key: foldText(`${incident.title} ${incident.placeText}`),
          occurred_at: incident.occurredAt,
          latitude: place?.latitude ?? null,
          longitude: place?.longitude ?? null,
          place: incident.placeText,
          description: incident.description,
          source: incident.source,
          source_ref: incident.sourceRef,
          created_by: editor.userId,
          created_at: editor.at,
          updated_at: editor.at,
        })
        .returning('number')
        .executeTakeFirstOrThrow();
      const title = { number, title: incident.title };
      await tellEvent(tx, id, editor, {
        kind: 'created',
        text: incident.description,
        details: { source: incident.source, sourceRef: incident.sourceRef },
      });
      if (incident.alarmId !== null) await takeAlarm(tx, incident.alarmId, { id, ...title }, editor);
      await addCameras(tx, { id, ...title, occurredAt: incident.occurredAt }, cameraIds, editor);
      await publishIncident(tx, id);
      const { kind, severity, source, sourceRef } = incident;
      await appendAudit(tx, editor.actor, {
        kind: 'incident.created',
        cameraId,
        details: { incident: id, ...title, kind, severity, source, sourceRef, cameraIds },
      });
      return id;
    });
  });
}

/** Adds the cameras after those it has and holds what they recorded around it. All must be within reach. */
export async function addCameras(
  tx: Kysely<Tables>,
  incident: { id: string; number: number; title: string; occurredAt: Date },
  cameraIds: readonly string[],
  editor: IncidentEditor,
): Promise<void> {
  if (cameraIds.length === 0) return;
  // All at once and in one order: each hold also holds the newest entry of the audit log until the end.
  await tx
    .selectFrom('camera')
    .select('id')
    .where('id', 'in', [...cameraIds])
    .orderBy('id')
    .forKeyShare()
    .execute();
  const last = await tx
    .selectFrom('incident_camera')
    .select((eb) => eb.fn.max('position').as('position'))
    .where('incident_id', '=', incident.id)
    .executeTakeFirst();
  const begin = (last?.position ?? -1) + 1;
  const span = {
    from: new Date(incident.occurredAt.getTime() - HOLD_AROUND_MS),
    to: new Date(incident.occurredAt.getTime() + HOLD_AROUND_MS),
  };
  const reason = `Vụ việc #${incident.number}: ${incident.title}`.slice(0, 500);
  const holds = new Map(cameraIds.map((cameraId) => [cameraId, randomUUID()]));
  for (const [cameraId, id] of holds) {
    const parsed = parseCameraId(cameraId);
    const hold = { id, ...span, reason, by: editor.actor, at: editor.at, scope: editor.scope };
    if (parsed === null || !(await placeHold(tx, { ...hold, cameraId: parsed }))) {
      throw new Error(`camera ${cameraId} is not within reach`);
    }
  }
  await tx
    .insertInto('incident_camera')
    .values(
      [...holds].map(([cameraId, holdId], index) => ({
        incident_id: incident.id,
        camera_id: cameraId,
        position: begin + index,
        hold_id: holdId,
        added_at: editor.at,
        added_by: editor.userId,
      })),
    )
    .execute();
}

export async function findCamera(tx: Kysely<Tables>, cameraId: string, { scope }: Pick<IncidentEditor, 'scope'>) {
  return tx
    .selectFrom('camera')
    .select(['id', 'name', 'latitude', 'longitude'])
    .where('id', '=', cameraId)
    .where(isInScope(scope, 'camera.id'))
    .executeTakeFirst();
}

function pointOf({ latitude, longitude }: { latitude: number | null; longitude: number | null }): GeoPoint | null {
  return latitude === null || longitude === null ? null : { latitude, longitude };
}

/** Whoever opens an incident from an alarm has seen it. */
async function takeAlarm(
  tx: Kysely<Tables>,
  alarmId: string,
  incident: { id: string; number: number },
  editor: IncidentEditor,
): Promise<void> {
  const { at, userId } = editor;
  const before = await tx.selectFrom('alarm').select('state').where('id', '=', alarmId).forUpdate().executeTakeFirst();
  const alarm = await tx
    .updateTable('alarm')
    .set((eb) => ({
      incident_id: incident.id,
      version: eb('version', '+', 1),
      ...(before?.state === 'open' && { state: 'acknowledged' as const, acknowledged_at: at, acknowledged_by: userId }),
    }))
    .where('id', '=', alarmId)
    .returning(['camera_id'])
    .executeTakeFirstOrThrow();
  const note = `#${incident.number}`;
  await tx.insertInto('alarm_event').values({ alarm_id: alarmId, at, kind: 'incident', by_id: userId, note }).execute();
  await publishLiveEvent(tx, { type: 'alarm.changed', cameraId: alarm.camera_id, alarmId });
}
