import type { Generated, GeneratedAlways } from 'kysely';
import type { JsonWithDefault } from './json-column.ts';

/** Tables of alarms and incidents. */
export interface AlarmTables {
  alarm: AlarmTable;
  incident: IncidentTable;
  incident_camera: IncidentCameraTable;
}

export interface AlarmTable {
  id: string;
  kind: string;
  severity: 1 | 2 | 3 | 4;
  camera_id: string | null;
  params: JsonWithDefault<Record<string, string | number>>;
  state: Generated<'open' | 'acknowledged' | 'closed'>;
  count: Generated<number>;
  first_at: Date;
  last_at: Date;
  version: Generated<number>;
}

export interface IncidentTable {
  id: string;
  number: GeneratedAlways<number>;
  kind: string;
  severity: 1 | 2 | 3 | 4;
  title: string;
  state: Generated<'new' | 'verified' | 'dispatched' | 'on-scene' | 'resolved' | 'closed'>;
  occurred_at: Date;
  latitude: number | null;
  longitude: number | null;
  version: Generated<number>;
  created_at: Generated<Date>;
  updated_at: Generated<Date>;
}

export interface IncidentCameraTable {
  incident_id: string;
  camera_id: string;
  position: number;
}
