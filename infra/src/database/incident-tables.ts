import type { Generated, GeneratedAlways } from 'kysely';
import type { Severity } from './alarm-tables.ts';
import type { JsonWithDefault } from './json-column.ts';

/** Tables of incidents. */
export interface IncidentTables {
  incident: IncidentTable;
  incident_camera: IncidentCameraTable;
  incident_event: IncidentEventTable;
  incident_assignment: IncidentAssignmentTable;
  incident_check: IncidentCheckTable;
  incident_read: IncidentReadTable;
}

export interface IncidentTable {
  id: string;
  number: GeneratedAlways<number>;
  kind: string;
  severity: Severity;
  title: string;
  state: Generated<'new' | 'verified' | 'dispatched' | 'on-scene' | 'resolved' | 'closed'>;
  occurred_at: Date;
  latitude: number | null;
  longitude: number | null;
  version: Generated<number>;
  created_at: Generated<Date>;
  updated_at: Generated<Date>;
  search_key: Generated<string>;
  place: Generated<string>;
  description: Generated<string>;
  source: Generated<'operator' | 'alarm' | 'citizen-report' | 'call'>;
  source_ref: string | null;
  created_by: string | null;
  merged_into: string | null;
  verified_at: Date | null;
  dispatched_at: Date | null;
  arrived_at: Date | null;
  resolved_at: Date | null;
  closed_at: Date | null;
}

export interface IncidentCameraTable {
  incident_id: string;
  camera_id: string;
  position: number;
  hold_id: string | null;
  added_at: Generated<Date>;
  added_by: string | null;
}

export type IncidentEventKind =
  | 'created'
  | 'state'
  | 'note'
  | 'edited'
  | 'camera-added'
  | 'camera-removed'
  | 'checked'
  | 'unchecked'
  | 'assigned'
  | 'assignment-acknowledged'
  | 'unassigned'
  | 'merged'
  | 'took-in'
  | 'alarm';

export interface IncidentEventTable {
  id: GeneratedAlways<number>;
  incident_id: string;
  at: Date;
  kind: IncidentEventKind;
  author_id: string | null;
  author_name: string;
  text: Generated<string>;
  details: JsonWithDefault<Record<string, string | number | null>>;
}

/** Either a team or a user is set. */
export interface IncidentAssignmentTable {
  id: string;
  incident_id: string;
  team_id: string | null;
  user_id: string | null;
  assigned_at: Date;
  assigned_by: string | null;
  acknowledged_at: Date | null;
  acknowledged_by: string | null;
  ended_at: Date | null;
}

export interface IncidentCheckTable {
  incident_id: string;
  item: string;
  done_at: Date;
  done_by: string | null;
  note: Generated<string>;
}

export interface IncidentReadTable {
  user_id: string;
  incident_id: string;
  event_id: number;
}
