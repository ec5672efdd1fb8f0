import { checklistOf } from '@thapcanh/core/incidents/incident-checklist';
import { ROLES } from '@thapcanh/core/people/role';
import { apiError } from '../errors/api-errors.ts';
import { type Auth, requireAccess } from '../identity/access.ts';
import { ROLE_PERMISSIONS } from '../identity/permissions.ts';
import type { IncidentRepository } from './incident.repository.ts';
import type { Incident, IncidentUnit } from './incident.schema.ts';
import type { IncidentService } from './incident.service.ts';
import type { IncidentChangeRepository } from './incident-change.repository.ts';
import { kindOf } from './incident-view.ts';

/** Whom it makes sense to send: they must be able to read what they are sent to. */
const ABLE_ROLES = ROLES.filter((role) => ROLE_PERMISSIONS[role].has('incident.view'));

export type IncidentWorkService = ReturnType<typeof createIncidentWorkService>;

/** The work on an incident: its cameras, who is sent, its checklist, and duplicates. */
export function createIncidentWorkService(deps: {
  service: Pick<IncidentService, 'open' | 'change' | 'get'>;
  incidents: IncidentRepository;
  changes: IncidentChangeRepository;
}) {
  const { service, incidents, changes } = deps;

  return {
    /** Throws `TC_INCIDENT_NOT_FOUND`, `TC_CAMERA_NOT_FOUND`, `TC_INCIDENT_CAMERA_LIMIT`, `TC_INCIDENT_MERGED`. */
    addCamera: (auth: Auth, id: string, cameraId: string): Promise<Incident> =>
      service.change(auth, id, (editor) => changes.addCamera(id, cameraId, editor)),

    /** What was held stays held. Throws `TC_INCIDENT_NOT_FOUND`, `TC_CAMERA_NOT_FOUND`, `TC_INCIDENT_MERGED`. */
    async removeCamera(auth: Auth, id: string, cameraId: string): Promise<void> {
      const { editor } = await service.open(auth, 'incident.handle', id);
      await changes.removeCamera(id, cameraId, editor);
    },

    /** Teams and people who may be sent. */
    async units(auth: Auth): Promise<IncidentUnit[]> {
      return incidents.units(requireAccess(auth, 'incident.handle'), ABLE_ROLES);
    },

    /** Throws `TC_INCIDENT_NOT_FOUND`, `TC_UNIT_NOT_FOUND`, `TC_INCIDENT_MERGED`. */
    assign: (auth: Auth, id: string, wanted: { teamId?: string; userId?: string }): Promise<Incident> =>
      service.change(auth, id, async (editor) => {
        const { teamId, userId } = wanted;
        const units =
          (teamId === undefined) === (userId === undefined) ? [] : await incidents.units(editor, ABLE_ROLES);
        const unit = units.find(({ kind, id: unitId }) => unitId === (kind === 'team' ? teamId : userId));
        if (unit === undefined) throw apiError('TC_UNIT_NOT_FOUND');
        await changes.assign(id, unit, editor);
      }),

    /** By whom it was given to. Throws `TC_INCIDENT_NOT_FOUND`, `TC_ASSIGNMENT_NOT_FOUND`, `TC_INCIDENT_MERGED`. */
    async acknowledge(auth: Auth, id: string, assignment: string): Promise<Incident> {
      const { editor } = await service.open(auth, 'incident.view', id);
      await changes.acknowledge(id, assignment, editor);
      return service.get(auth, id);
    },

    /** Throws `TC_INCIDENT_NOT_FOUND`, `TC_ASSIGNMENT_NOT_FOUND`, `TC_INCIDENT_MERGED`. */
    async unassign(auth: Auth, id: string, assignment: string): Promise<void> {
      const { editor } = await service.open(auth, 'incident.handle', id);
      await changes.unassign(id, assignment, editor);
    },

    /** Throws `TC_INCIDENT_NOT_FOUND`, `TC_CHECK_ITEM_NOT_FOUND`, `TC_INCIDENT_MERGED`. */
    check: (auth: Auth, id: string, item: string, { isDone, note = '' }: { isDone: boolean; note?: string }) =>
      service.change(auth, id, async (editor) => {
        const incident = await incidents.find(editor, id);
        const known =
          incident &&
          checklistOf(kindOf(incident.kind), incident.occurred_at.getTime()).find((each) => each.id === item);
        if (!known) throw apiError('TC_CHECK_ITEM_NOT_FOUND', { item });
        await changes.check(id, { item, isDone, note: note.normalize('NFC').trim(), text: known.vi }, editor);
      }),

    /** Both must be within reach. Throws `TC_INCIDENT_NOT_FOUND`, `TC_INCIDENT_MERGE_INVALID`, `TC_INCIDENT_MERGED`. */
    async merge(auth: Auth, id: string, into: string): Promise<Incident> {
      const { editor } = await service.open(auth, 'incident.handle', id);
      await service.open(auth, 'incident.handle', into);
      await changes.merge(id, into, editor);
      return service.get(auth, into);
    },
  };
}
