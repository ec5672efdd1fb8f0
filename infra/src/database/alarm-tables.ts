import type { Generated, GeneratedAlways } from 'kysely';
import type { Json, JsonWithDefault } from './json-column.ts';

/** Tables of alarms and of the shift log. */
export interface AlarmTables {
  alarm: AlarmTable;
  alarm_mute: AlarmMuteTable;
  alarm_event: AlarmEventTable;
  alarm_read: AlarmReadTable;
  request_once: RequestOnceTable;
  control_room: ControlRoomTable;
  shift_log_entry: ShiftLogEntryTable;
  shift_log_read: ShiftLogReadTable;
}

export type Severity = 1 | 2 | 3 | 4;

export interface AlarmTable {
  id: string;
  kind: string;
  severity: Severity;
  camera_id: string | null;
  params: JsonWithDefault<Record<string, string | number>>;
  state: Generated<'open' | 'acknowledged' | 'closed'>;
  count: Generated<number>;
  first_at: Date;
  last_at: Date;
  version: Generated<number>;
  source: Generated<'health' | 'device' | 'finding' | 'api' | 'analytics' | 'watchlist'>;
  subject: Generated<string>;
  title: string | null;
  is_lasting: Generated<boolean>;
  ended_at: Date | null;
  acknowledged_at: Date | null;
  acknowledged_by: string | null;
  escalated_at: Date | null;
  escalated_by: string | null;
  closed_at: Date | null;
  closed_by: string | null;
  mute_id: string | null;
  incident_id: string | null;
  created_at: Generated<Date>;
}

export interface AlarmMuteTable {
  id: string;
  camera_id: string | null;
  kind: string | null;
  until: Date;
  reason: string;
  created_by: string | null;
  created_at: Generated<Date>;
  ended_at: Date | null;
  ended_by: string | null;
  suppressed: Generated<number>;
}

export type AlarmEventKind =
  | 'raised'
  | 'repeated'
  | 'acknowledged'
  | 'escalated'
  | 'muted'
  | 'unmuted'
  | 'ended'
  | 'closed'
  | 'incident';

export interface AlarmEventTable {
  id: GeneratedAlways<number>;
  alarm_id: string;
  at: Date;
  kind: AlarmEventKind;
  by_id: string | null;
  note: string | null;
}

export interface AlarmReadTable {
  user_id: string;
  alarm_id: string;
  last_at: Date;
}

export interface RequestOnceTable {
  owner: string;
  route: string;
  key: string;
  fingerprint: Buffer;
  result: string;
  at: Generated<Date>;
}

export interface ControlRoomTable {
  id: string;
  name: string;
  area_id: string | null;
  created_at: Generated<Date>;
}

/** What was open when a shift was handed over. */
export interface OpenItems {
  readonly alarms: readonly { readonly id: string; readonly kind: string; readonly cameraId: string | null }[];
  readonly incidents: readonly { readonly id: string; readonly number: number; readonly title: string }[];
}

export interface ShiftLogEntryTable {
  id: GeneratedAlways<number>;
  room_id: string;
  at: Date;
  kind: 'note' | 'hand-over';
  author_id: string | null;
  author_name: string;
  text: string;
  open_items: Json<OpenItems> | null;
  taken_at: Date | null;
  taken_by: string | null;
  taken_by_name: string | null;
}

export interface ShiftLogReadTable {
  user_id: string;
  room_id: string;
  entry_id: number;
}
