import type { Purpose } from '@thapcanh/core/people/purpose';
import type { Role } from '@thapcanh/core/people/role';
import type { ColumnType, Generated, GeneratedAlways } from 'kysely';

/** The schema of `migrations/*.sql` as Kysely sees it. `timestamptz` reads as Date; bigint reads as number (int8 parser). */
export interface Tables {
  app_user: AppUserTable;
  user_session: UserSessionTable;
  camera: CameraTable;
  camera_status: CameraStatusTable;
  recording: RecordingTable;
  object_ledger: ObjectLedgerTable;
  passage: PassageTable;
  outbox: OutboxTable;
  camera_group: CameraGroupTable;
  ingest_worker: IngestWorkerTable;
  camera_lease: CameraLeaseTable;
  camera_wanted: CameraWantedTable;
  recording_gap: RecordingGapTable;
  recording_hold: RecordingHoldTable;
  deletion_record: DeletionRecordTable;
  recording_usage: RecordingUsageTable;
  recording_garbage: RecordingGarbageTable;
  recording_store: RecordingStoreTable;
  camera_finding: CameraFindingTable;
  ptz_lock: PtzLockTable;
  area: AreaTable;
  area_within: AreaWithinView;
  operating_area: OperatingAreaTable;
  operating_area_part: OperatingAreaPartTable;
  team: TeamTable;
  team_member: TeamMemberTable;
  access_grant: AccessGrantTable;
  access_grant_part: AccessGrantPartTable;
  grant_camera: GrantCameraView;
  audit_entry: AuditEntryTable;
  audit_head: AuditHeadTable;
}

/** jsonb: reads parsed, writes as JSON text. */
type Json<T> = ColumnType<T, string, string>;
type JsonWithDefault<T> = ColumnType<T, string | undefined, string>;

export interface AppUserTable {
  id: string;
  username: string;
  username_key: string;
  display_name: string;
  password_hash: string;
  is_active: Generated<boolean>;
  must_change_password: Generated<boolean>;
  failed_logins: Generated<number>;
  locked_until: Date | null;
  created_at: Generated<Date>;
  updated_at: Generated<Date>;
}

export interface UserSessionTable {
  token_hash: Buffer;
  user_id: string;
  created_at: Generated<Date>;
  last_seen_at: Generated<Date>;
  expires_at: Date;
  user_agent: Generated<string>;
  id: Generated<string>;
  /** Where the login came from. */
  address: Generated<string>;
}

export interface CameraTable {
  id: string;
  name: string;
  search_key: string;
  main_url: string;
  sub_url: string | null;
  username: string | null;
  password_sealed: Buffer | null;
  profile: Generated<'plate-gate' | 'street' | 'none'>;
  is_enabled: Generated<boolean>;
  origin: Generated<'ui' | 'file' | 'command-line' | 'demo'>;
  version: Generated<number>;
  /** Removed by a person, kept for its recordings and passages; hidden while it is also not enabled. */
  removed_at: Date | null;
  source: Generated<'rtsp' | 'ffmpeg'>;
  transport: Generated<'auto' | 'tcp' | 'udp'>;
  site: Generated<string>;
  motion_fps: number | null;
  group_id: Generated<string>;
  onvif_url: string | null;
  area_id: string | null;
  purposes: Generated<Purpose[]>;
  created_at: Generated<Date>;
  updated_at: Generated<Date>;
}

export interface CameraStatusTable {
  camera_id: string;
  state: 'connecting' | 'live' | 'stale' | 'offline' | 'disabled';
  fault_code: string | null;
  fault_params: JsonWithDefault<Record<string, string | number>>;
  is_recording: Generated<boolean>;
  last_frame_at: Date | null;
  width: number | null;
  height: number | null;
  codec: string | null;
  fps: number | null;
  bitrate_kbps: number | null;
  gop_ms: number | null;
  live_endpoint: string | null;
  sub_codec: string | null;
  audio: string | null;
  clock_offset_ms: number | null;
  worker_id: Generated<string>;
  updated_at: Generated<Date>;
}

/** [offset, bytes, offsetMs, durationMs] */
export type PackedFragment = [number, number, number, number];

export interface RecordingTable {
  id: string;
  camera_id: string;
  started_at: Date;
  ended_at: Date;
  state: 'open' | 'finished';
  path: string;
  bytes: number;
  init_bytes: number;
  codec: string;
  width: number;
  height: number;
  fragments: Json<PackedFragment[]>;
  node_id: Generated<string>;
  epoch: Generated<number>;
  tier: Generated<'local' | 'object'>;
  object_key: string | null;
  sha256: Buffer | null;
  audio_codec: string | null;
}

export interface CameraGroupTable {
  id: string;
  name: string;
  keep_days: Generated<number>;
  max_bytes: number | null;
  move_after_hours: number | null;
  version: Generated<number>;
  caps_changed_at: Generated<Date>;
  created_at: Generated<Date>;
  updated_at: Generated<Date>;
}

export interface IngestWorkerTable {
  id: string;
  node_id: string;
  slot: number;
  live_endpoint: string;
  media_address: string | null;
  capacity: number;
  started_at: Generated<Date>;
  heartbeat_at: Generated<Date>;
  stopped_at: Date | null;
}

export interface CameraLeaseTable {
  camera_id: string;
  worker_id: string | null;
  epoch: Generated<number>;
  acquired_at: Generated<Date>;
}

/** Written by a trigger on `camera` only. */
export interface CameraWantedTable {
  camera_id: string;
  from_at: Date;
  to_at: Date | null;
}

export interface RecordingGapTable {
  id: string;
  camera_id: string;
  started_at: Date;
  ended_at: Date | null;
  cause: string;
  params: JsonWithDefault<Record<string, string | number>>;
  epoch: Generated<number>;
  alarmed_at: Date | null;
  backfill: Generated<'none' | 'wanted' | 'running' | 'done' | 'failed'>;
  created_at: Generated<Date>;
  updated_at: Generated<Date>;
}

export interface RecordingHoldTable {
  id: string;
  camera_id: string;
  from_at: Date;
  to_at: Date;
  reason: string;
  created_by: string | null;
  created_at: Generated<Date>;
  released_by: string | null;
  released_at: Date | null;
  release_reason: string | null;
}

export interface DeletionRecordTable {
  id: Generated<number>;
  node_id: string;
  camera_id: string;
  recording_id: string;
  started_at: Date;
  ended_at: Date;
  bytes: number;
  tier: string;
  place: string;
  sha256: Buffer | null;
  reason: 'age' | 'size' | 'disk-full' | 'person';
  rule: Json<unknown>;
  deleted_at: Generated<Date>;
  gone_at: Date | null;
}

export interface RecordingUsageTable {
  camera_id: string;
  node_id: string;
  tier: 'local' | 'object';
  recordings: number;
  bytes: number;
}

export interface RecordingGarbageTable {
  tier: 'local' | 'object';
  place: string;
  node_id: string;
  cause: 'deleted' | 'moved' | 'copy';
  deletion_id: number | null;
  created_at: Generated<Date>;
}

export interface RecordingStoreTable {
  node_id: string;
  marker: string;
  breaker_opened_at: Date | null;
  breaker_reason: string | null;
  breaker_params: JsonWithDefault<Record<string, string | number>>;
  breaker_closed_at: Date | null;
  breaker_closed_by: string | null;
  breaker_note: string | null;
  accept_asked_at: Date | null;
  problem: string | null;
  disk_bytes: number | null;
  disk_free_bytes: number | null;
  checked_at: Date | null;
}

export interface CameraFindingTable {
  camera_id: string;
  code: string;
  params: JsonWithDefault<Record<string, string | number>>;
  found_by: 'stream' | 'onvif';
  first_seen_at: Generated<Date>;
  last_seen_at: Generated<Date>;
}

export interface PtzLockTable {
  camera_id: string;
  user_id: string;
  until: Date;
}

export interface ObjectLedgerTable {
  key: string;
  sha256: Buffer;
  bytes: number;
  content_type: string;
  created_at: Generated<Date>;
}

export interface PassageTable {
  id: string;
  camera_id: string;
  track_key: string;
  started_at: Date;
  ended_at: Date;
  best_at: Date;
  object_class: string;
  vehicle_colour: string | null;
  plate_text: string | null;
  plate_key: string | null;
  plate_display: string | null;
  plate_confidence: number | null;
  plate_lines: 1 | 2 | null;
  plate_ground: string | null;
  plate_kinds: JsonWithDefault<string[]>;
  reads: JsonWithDefault<{ atMs: number; text: string; confidence: number }[]>;
  read_count: Generated<number>;
  crop_key: string | null;
  scene_key: string | null;
  plate_box: ColumnType<
    { x: number; y: number; width: number; height: number } | null,
    string | null | undefined,
    string | null
  >;
  created_at: Generated<Date>;
  updated_at: Generated<Date>;
}

export interface OutboxTable {
  id: Generated<number>;
  kind: string;
  payload: Json<unknown>;
  created_at: Generated<Date>;
  done_at: Date | null;
}

export interface AreaTable {
  id: string;
  parent_id: string | null;
  kind: 'province' | 'ward' | 'site';
  parent_kind: GeneratedAlways<'province' | 'ward' | null>;
  name: string;
  search_key: string;
  version: Generated<number>;
  created_at: Generated<Date>;
  updated_at: Generated<Date>;
}

/** An area is within itself, its parent and its parent's parent. */
export interface AreaWithinView {
  area_id: string;
  within_id: string;
}

export interface OperatingAreaTable {
  id: string;
  name: string;
  search_key: string;
  version: Generated<number>;
  created_at: Generated<Date>;
  updated_at: Generated<Date>;
}

/** Exactly one of the two is set. */
export interface OperatingAreaPartTable {
  operating_area_id: string;
  area_id: string | null;
  group_id: string | null;
}

export interface TeamTable {
  id: string;
  name: string;
  name_key: string;
  version: Generated<number>;
  created_at: Generated<Date>;
  updated_at: Generated<Date>;
}

export interface TeamMemberTable {
  team_id: string;
  user_id: string;
}

/** Either of a user or of a team. */
export interface AccessGrantTable {
  id: string;
  user_id: string | null;
  team_id: string | null;
  role: Role;
  is_everything: boolean;
  purposes: Purpose[];
  created_by: string | null;
  created_at: Generated<Date>;
}

/** Exactly one of the three is set. */
export interface AccessGrantPartTable {
  grant_id: string;
  area_id: string | null;
  operating_area_id: string | null;
  group_id: string | null;
}

/** Which cameras a grant reaches. */
export interface GrantCameraView {
  grant_id: string;
  camera_id: string;
}

/** Only ever inserted. */
export interface AuditEntryTable {
  id: number;
  at: Date;
  kind: string;
  actor_id: string | null;
  actor_name: string | null;
  address: string;
  purpose: string | null;
  case_number: string | null;
  camera_id: string | null;
  details: Json<unknown>;
  previous_hash: Buffer;
  hash: Buffer;
}

/** One row: the newest entry. */
export interface AuditHeadTable {
  is_only: Generated<boolean>;
  id: number;
  hash: Buffer;
}
