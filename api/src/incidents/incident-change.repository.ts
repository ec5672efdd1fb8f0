import { randomUUID } from 'node:crypto';
import type { AlarmSeverity } from '@thapcanh/core/alarms/alarm-kind';
import { type IncidentState, incidentStep } from '@thapcanh/core/incidents/incident-state';
import { foldText } from '@thapcanh/core/text/fold-text';
import { isForeignKeyViolation } from '@thapcanh/infra/database/constraint-violation';
import type { IncidentTable } from '@thapcanh/infra/database/incident-tables';
import type { Tables } from '@thapcanh/infra/database/tables';
import type { Kysely, Updateable } from 'kysely';
import { apiError } from '../errors/api-errors.ts';
import type { OnceRequest } from '../http/request-once.ts';
import { finishChange, type IncidentEditor, lockIncident } from './incident-change.ts';
import {
  addCameras,
  findCamera,
  insertIncident,
  MAX_INCIDENT_CAMERAS,
  type NewIncident,
} from './incident-creation.repository.ts';
import { isAssignedTo } from './incident-scope.ts';

export interface IncidentChanges {
  readonly kind?: string;
  readonly severity?: AlarmSeverity;
  readonly title?: string;
  readonly place?: string;
  readonly description?: string;
  readonly latitude?: number | null;
  readonly longitude?: number | null;
}

/** When an incident first came to a state. */
const REACHED: Readonly<Partial<Record<IncidentState, keyof Updateable<IncidentTable>>>> = {
  verified: 'verified_at',
  dispatched: 'dispatched_at',
  'on-scene': 'arrived_at',
  resolved: 'resolved_at',
  closed: 'closed_at',
};

export type IncidentChangeRepository = ReturnType<typeof createIncidentChangeRepository>;

/** SQL of changing incidents. Whoever calls has made sure that the editor reaches the incident. */
export function createIncidentChangeRepository(db: Kysely<Tables>) {
  return {
    insert: (incident: NewIncident, editor: IncidentEditor, once: OnceRequest) =>
      insertIncident(db, incident, editor, once),

    /** False: it is not at that version any more. Throws `TC_INCIDENT_MERGED`. */
    edit(id: string, version: number, changes: IncidentChanges, editor: IncidentEditor): Promise<boolean> {
      return db.transaction().execute(async (tx) => {
        const before = await lockIncident(tx, id);
        if (before.version !== version) return false;
        const { title = before.title, place = before.place } = changes;
        await tx
          .updateTable('incident')
          .set({ ...changes, search_key: foldText(`${title} ${place}`) })
          .where('id', '=', id)
          .execute();
        const after = { ...changes };
        const fact = { kind: 'edited' as const, details: after };
        await finishChange(tx, id, editor, fact, { kind: 'incident.changed', details: { version, after } });
        return true;
      });
    },

    /** Throws `TC_INCIDENT_STEP_INVALID`, `TC_REASON_REQUIRED`, `TC_INCIDENT_MERGED`. */
    move(id: string, to: IncidentState, note: string, isLead: boolean, editor: IncidentEditor): Promise<void> {
      return db.transaction().execute(async (tx) => {
        const before = await lockIncident(tx, id);
        const from = before.state;
        const step = incidentStep(from, to);
        if (step === null || (step.isBack && !isLead)) throw apiError('TC_INCIDENT_STEP_INVALID', { from, to });
        if (step.needsReason && note.length < 3) throw apiError('TC_REASON_REQUIRED');
        const reached = REACHED[to];
        const isFirst = !step.isBack && reached !== undefined && before[reached] === null;
        await tx
          .updateTable('incident')
          .set({ state: to, ...(isFirst && { [reached]: editor.at }), ...(from === 'closed' && { closed_at: null }) })
          .where('id', '=', id)
          .execute();
        const fact = { kind: 'state' as const, text: note, details: { from, to } };
        await finishChange(tx, id, editor, fact, { kind: 'incident.state', details: { from, to, note } });
      });
    },

    /** Throws `TC_INCIDENT_MERGED`. */
    note(id: string, text: string, at: Date, editor: IncidentEditor): Promise<void> {
      return db.transaction().execute(async (tx) => {
        await lockIncident(tx, id);
        const audit = { kind: 'incident.changed' as const, details: { note: text } };
        await finishChange(tx, id, editor, { kind: 'note', text, at }, audit);
      });
    },

    /** Nothing when it is there already. Throws `TC_CAMERA_NOT_FOUND`, `TC_INCIDENT_CAMERA_LIMIT`, `TC_INCIDENT_MERGED`. */
    addCamera(id: string, cameraId: string, editor: IncidentEditor): Promise<void> {
      return db.transaction().execute(async (tx) => {
        const incident = await lockIncident(tx, id);
        const camera = await findCamera(tx, cameraId, editor);
        if (camera === undefined) throw apiError('TC_CAMERA_NOT_FOUND', { cameraId });
        const there = await tx
          .selectFrom('incident_camera')
          .select('camera_id')
          .where('incident_id', '=', id)
          .execute();
        if (there.some((row) => row.camera_id === cameraId)) return;
        if (there.length >= MAX_INCIDENT_CAMERAS) {
          throw apiError('TC_INCIDENT_CAMERA_LIMIT', { max: MAX_INCIDENT_CAMERAS });
        }
        await addCameras(tx, { ...incident, occurredAt: incident.occurred_at }, [cameraId], editor);
        const fact = { kind: 'camera-added' as const, text: camera.name, details: { cameraId } };
        await finishChange(tx, id, editor, fact, { kind: 'incident.camera-added', cameraId });
      });
    },

    /** What was held stays held. Throws `TC_CAMERA_NOT_FOUND`, `TC_INCIDENT_MERGED`. */
    removeCamera(id: string, cameraId: string, editor: IncidentEditor): Promise<void> {
      return db.transaction().execute(async (tx) => {
        await lockIncident(tx, id);
        const camera = await findCamera(tx, cameraId, editor);
        if (camera === undefined) throw apiError('TC_CAMERA_NOT_FOUND', { cameraId });
        const removed = await tx
          .deleteFrom('incident_camera')
          .where('incident_id', '=', id)
          .where('camera_id', '=', cameraId)
          .executeTakeFirst();
        if (removed.numDeletedRows !== 1n) throw apiError('TC_CAMERA_NOT_FOUND', { cameraId });
        const fact = { kind: 'camera-removed' as const, text: camera.name, details: { cameraId } };
        await finishChange(tx, id, editor, fact, { kind: 'incident.camera-removed', cameraId });
      });
    },

    /** `unit` was offered to the editor. Nothing when it stands already. Throws `TC_UNIT_NOT_FOUND`, `TC_INCIDENT_MERGED`. */
    async assign(
      id: string,
      unit: { kind: 'team' | 'user'; id: string; name: string },
      editor: IncidentEditor,
    ): Promise<void> {
      const columns = unit.kind === 'team' ? { team_id: unit.id, user_id: null } : { team_id: null, user_id: unit.id };
      try {
        await db.transaction().execute(async (tx) => {
          await lockIncident(tx, id);
          const standing = tx
            .selectFrom('incident_assignment')
            .select('id')
            .where('incident_id', '=', id)
            .where('ended_at', 'is', null)
            .where(unit.kind === 'team' ? 'team_id' : 'user_id', '=', unit.id);
          if ((await standing.executeTakeFirst()) !== undefined) return;
          const assignment = randomUUID();
          await tx
            .insertInto('incident_assignment')
            .values({
              id: assignment,
              incident_id: id,
              ...columns,
              assigned_at: editor.at,
              assigned_by: editor.userId,
            })
            .execute();
          const fact = { kind: 'assigned' as const, text: unit.name, details: { assignment } };
          await finishChange(tx, id, editor, fact, { kind: 'incident.assigned', details: { [unit.kind]: unit.id } });
        });
      } catch (error) {
        if (isForeignKeyViolation(error)) throw apiError('TC_UNIT_NOT_FOUND', {}, { cause: error });
        throw error;
      }
    },

    /** Throws `TC_ASSIGNMENT_NOT_FOUND` unless it stands and is the editor's own or of a team of theirs. */
    acknowledge(id: string, assignment: string, editor: IncidentEditor): Promise<void> {
      return db.transaction().execute(async (tx) => {
        await lockIncident(tx, id);
        const taken = await tx
          .updateTable('incident_assignment')
          .set({ acknowledged_at: editor.at, acknowledged_by: editor.userId })
          .where('id', '=', assignment)
          .where('incident_id', '=', id)
          .where('acknowledged_at', 'is', null)
          .where(isAssignedTo(editor.userId, 'incident_assignment'))
          .executeTakeFirst();
        if (taken.numUpdatedRows !== 1n) throw apiError('TC_ASSIGNMENT_NOT_FOUND');
        const fact = { kind: 'assignment-acknowledged' as const, details: { assignment } };
        await finishChange(tx, id, editor, fact, { kind: 'incident.assigned', details: { acknowledged: assignment } });
      });
    },

    /** Throws `TC_ASSIGNMENT_NOT_FOUND`. */
    unassign(id: string, assignment: string, editor: IncidentEditor): Promise<void> {
      return db.transaction().execute(async (tx) => {
        await lockIncident(tx, id);
        const ended = await tx
          .updateTable('incident_assignment')
          .set({ ended_at: editor.at })
          .where('id', '=', assignment)
          .where('incident_id', '=', id)
          .where('ended_at', 'is', null)
          .executeTakeFirst();
        if (ended.numUpdatedRows !== 1n) throw apiError('TC_ASSIGNMENT_NOT_FOUND');
        const fact = { kind: 'unassigned' as const, details: { assignment } };
        await finishChange(tx, id, editor, fact, { kind: 'incident.unassigned', details: { assignment } });
      });
    },

    check(
      id: string,
      check: { item: string; isDone: boolean; note: string; text: string },
      editor: IncidentEditor,
    ): Promise<void> {
      const { item, isDone, note, text } = check;
      return db.transaction().execute(async (tx) => {
        await lockIncident(tx, id);
        const done = { done_at: editor.at, done_by: editor.userId, note };
        if (isDone) {
          await tx
            .insertInto('incident_check')
            .values({ incident_id: id, item, ...done })
            .onConflict((conflict) => conflict.columns(['incident_id', 'item']).doUpdateSet(done))
            .execute();
        } else {
          await tx.deleteFrom('incident_check').where('incident_id', '=', id).where('item', '=', item).execute();
        }
        const fact = { kind: isDone ? ('checked' as const) : ('unchecked' as const), text, details: { item, note } };
        await finishChange(tx, id, editor, fact, { kind: 'incident.changed', details: { item, isDone, note } });
      });
    },

    /** What is known of the first goes to the second, and it is closed. Throws `TC_INCIDENT_MERGED`, `TC_INCIDENT_MERGE_INVALID`. */
    merge(id: string, into: string, editor: IncidentEditor): Promise<void> {
      return db.transaction().execute(async (tx) => {
        if (id === into) throw apiError('TC_INCIDENT_MERGE_INVALID');
        // Always in the same order: two that merge each into the other must not wait for one another.
        const locked = new Map<string, Awaited<ReturnType<typeof lockIncident>>>();
        for (const each of [id, into].sort()) locked.set(each, await lockIncident(tx, each));
        const [source, target] = [locked.get(id), locked.get(into)];
        if (!source || !target || target.state === 'closed') throw apiError('TC_INCIDENT_MERGE_INVALID');
        const camerasOf = async (of: string) =>
          await tx
            .selectFrom('incident_camera')
            .selectAll()
            .where('incident_id', '=', of)
            .orderBy('position')
            .execute();
        const there = await camerasOf(into);
        const begin = Math.max(-1, ...there.map(({ position }) => position)) + 1;
        const coming = (await camerasOf(id))
          .filter((camera) => there.every(({ camera_id: known }) => known !== camera.camera_id))
          .slice(0, Math.max(0, MAX_INCIDENT_CAMERAS - there.length))
          .map((camera, index) => ({ ...camera, incident_id: into, position: begin + index }));
        if (coming.length > 0) await tx.insertInto('incident_camera').values(coming).execute();
        await tx.updateTable('alarm').set({ incident_id: into }).where('incident_id', '=', id).execute();
        await tx.updateTable('incident').set({ merged_into: into }).where('merged_into', '=', id).execute();
        await tx
          .updateTable('incident')
          .set({ merged_into: into, state: 'closed', closed_at: editor.at })
          .where('id', '=', id)
          .execute();
        const audit = { kind: 'incident.merged' as const, details: { into, number: source.number } };
        const took = { kind: 'took-in' as const, text: source.title, details: { incident: id, number: source.number } };
        const went = {
          kind: 'merged' as const,
          text: target.title,
          details: { incident: into, number: target.number },
        };
        await finishChange(tx, into, editor, took, { kind: 'incident.merged', details: { from: id } });
        await finishChange(tx, id, editor, went, audit);
      });
    },
  };
}
