import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { type CameraScope, isInScope } from '../identity/camera-scope.ts';

/** Who looks at incidents, and on which cameras they may. */
export interface IncidentReader {
  readonly scope: CameraScope;
  readonly userId: string;
}

/** SQL: the assignment stands, and is the person's own or of a team of theirs. */
export function isAssignedTo(userId: string, assignment: string): RawBuilder<SqlBool> {
  const column = (name: string) => sql.ref(`${assignment}.${name}`);
  return sql<SqlBool>`${column('ended_at')} is null and (${column('user_id')} = ${userId}::uuid
    or ${column('team_id')} in (select team_id from team_member where user_id = ${userId}::uuid))`;
}

/**
 * SQL: the incident `i` is for the reader: a camera of it is within reach, it was sent to them or a team of theirs, or it
 * is their own and has no camera.
 */
export function isIncidentInReach({ scope, userId }: IncidentReader): RawBuilder<SqlBool> {
  if (scope.kind === 'everything') return sql<SqlBool>`true`;
  return sql<SqlBool>`(
    exists (select 1 from incident_camera seen where seen.incident_id = i.id and ${isInScope(scope, 'seen.camera_id')})
    or exists (select 1 from incident_assignment sent where sent.incident_id = i.id and ${isAssignedTo(userId, 'sent')})
    or (i.created_by = ${userId}::uuid and not exists (select 1 from incident_camera own where own.incident_id = i.id)))`;
}
