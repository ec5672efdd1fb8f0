import { checklistOf } from '@thapcanh/core/incidents/incident-checklist';
import { INCIDENT_KINDS, type IncidentKind } from '@thapcanh/core/incidents/incident-kind';
import { INCIDENT_STATES, nextIncidentStates } from '@thapcanh/core/incidents/incident-state';
import type { IncidentParts, IncidentRow } from './incident.repository.ts';
import type { Incident, IncidentSummary } from './incident.schema.ts';
import { distanceM } from './nearest-cameras.ts';

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

export const kindOf = (text: string): IncidentKind => INCIDENT_KINDS.find((kind) => kind === text) ?? 'other';

export function incidentSummary(row: IncidentRow): IncidentSummary {
  return {
    id: row.id,
    number: row.number,
    kind: kindOf(row.kind),
    severity: row.severity,
    title: row.title,
    state: row.state,
    occurredAt: row.occurred_at.toISOString(),
    place: row.place,
    latitude: row.latitude,
    longitude: row.longitude,
    source: row.source,
    createdAt: row.created_at.toISOString(),
    createdBy: row.created_by_name,
    updatedAt: row.updated_at.toISOString(),
    mergedInto: row.merged_into,
    cameraIds: row.camera_ids,
    units: row.units,
    isUnread: row.is_unread,
    version: row.version,
  };
}

export function incidentView(row: IncidentRow, parts: IncidentParts): Incident {
  const { latitude, longitude } = row;
  const done = new Map(parts.checks.map((check) => [check.item, check]));
  const secondsTo = (at: Date | null): number | null =>
    at === null ? null : Math.max(0, Math.round((at.getTime() - row.created_at.getTime()) / 1_000));
  return {
    ...incidentSummary(row),
    description: row.description,
    sourceRef: row.source_ref,
    cameras: parts.cameras.map((camera) => ({
      cameraId: camera.camera_id,
      cameraName: camera.camera_name,
      distanceM:
        latitude === null || longitude === null || camera.latitude === null || camera.longitude === null
          ? null
          : Math.round(distanceM({ latitude, longitude }, { latitude: camera.latitude, longitude: camera.longitude })),
      heldFrom: iso(camera.held_from),
      heldTo: iso(camera.held_to),
    })),
    events: parts.events
      .map((event) => ({
        id: event.id,
        at: event.at.toISOString(),
        kind: event.kind,
        author: event.author_name,
        text: event.text,
        details: event.details,
      }))
      .reverse(),
    assignments: parts.assignments.map((assignment) => ({
      id: assignment.id,
      teamId: assignment.team_id,
      userId: assignment.user_id,
      name: assignment.name,
      assignedAt: assignment.assigned_at.toISOString(),
      assignedBy: assignment.assigned_by_name,
      acknowledgedAt: iso(assignment.acknowledged_at),
      acknowledgedBy: assignment.acknowledged_by_name,
      isMine: assignment.is_mine,
    })),
    checklist: checklistOf(kindOf(row.kind), row.occurred_at.getTime()).map(({ id, vi, en }) => {
      const check = done.get(id);
      return {
        item: id,
        text: { vi, en },
        doneAt: iso(check?.done_at ?? null),
        doneBy: check?.done_by_name ?? null,
        note: check?.note ?? '',
      };
    }),
    alarmIds: [...parts.alarmIds],
    merged: parts.merged.map(({ id, number }) => ({ id, number })),
    times: {
      verifyS: secondsTo(row.verified_at),
      dispatchS: secondsTo(row.dispatched_at),
      arriveS: secondsTo(row.arrived_at),
      resolveS: secondsTo(row.resolved_at),
    },
    nextStates: row.merged_into === null ? [...nextIncidentStates(row.state)] : [],
    backStates: row.merged_into === null ? INCIDENT_STATES.slice(0, INCIDENT_STATES.indexOf(row.state)) : [],
  };
}
