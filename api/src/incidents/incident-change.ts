import { type AuditActor, type AuditFact, appendAudit } from '@thapcanh/infra/audit/append-audit';
import type { IncidentEventKind, IncidentTable } from '@thapcanh/infra/database/incident-tables';
import type { Tables } from '@thapcanh/infra/database/tables';
import { publishLiveEvent } from '@thapcanh/infra/events/live-events';
import type { Kysely, Selectable } from 'kysely';
import { apiError } from '../errors/api-errors.ts';
import type { IncidentReader } from './incident-scope.ts';

/** Who changes an incident, when, and what they reach. */
export interface IncidentEditor extends IncidentReader {
  readonly name: string;
  readonly actor: AuditActor;
  readonly at: Date;
}

export interface IncidentFact {
  readonly kind: IncidentEventKind;
  readonly text?: string;
  readonly details?: Readonly<Record<string, string | number | null>>;
  /** What it tells of, when not of now. */
  readonly at?: Date;
}

export type LockedIncident = Selectable<IncidentTable>;

/** The incident, held until the end of the transaction. Throws `TC_INCIDENT_NOT_FOUND`, and `TC_INCIDENT_MERGED`. */
export async function lockIncident(tx: Kysely<Tables>, id: string): Promise<LockedIncident> {
  const row = await tx.selectFrom('incident').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
  if (row === undefined) throw apiError('TC_INCIDENT_NOT_FOUND');
  if (row.merged_into !== null) throw apiError('TC_INCIDENT_MERGED');
  return row;
}

/** Into the course of events. */
export async function tellEvent(
  tx: Kysely<Tables>,
  id: string,
  editor: IncidentEditor,
  fact: IncidentFact,
): Promise<void> {
  await tx
    .insertInto('incident_event')
    .values({
      incident_id: id,
      at: fact.at ?? editor.at,
      kind: fact.kind,
      author_id: editor.userId,
      author_name: editor.name,
      text: fact.text ?? '',
      details: JSON.stringify(fact.details ?? {}),
    })
    .execute();
}

/** Tells every listener who reaches one of its cameras. */
export async function publishIncident(tx: Kysely<Tables>, incidentId: string): Promise<void> {
  const cameras = await tx
    .selectFrom('incident_camera')
    .select('camera_id')
    .where('incident_id', '=', incidentId)
    .execute();
  const ids: (string | null)[] = cameras.length === 0 ? [null] : cameras.map((camera) => camera.camera_id);
  for (const cameraId of ids) await publishLiveEvent(tx, { type: 'incident.changed', cameraId, incidentId });
}

/** The end of every change: a new version, the event, the listeners, the audit log. */
export async function finishChange(
  tx: Kysely<Tables>,
  id: string,
  editor: IncidentEditor,
  fact: IncidentFact,
  audit: AuditFact,
): Promise<void> {
  await tx
    .updateTable('incident')
    .set((eb) => ({ version: eb('version', '+', 1), updated_at: editor.at }))
    .where('id', '=', id)
    .execute();
  await tellEvent(tx, id, editor, fact);
  await publishIncident(tx, id);
  await appendAudit(tx, editor.actor, { ...audit, details: { incident: id, ...audit.details } });
}
