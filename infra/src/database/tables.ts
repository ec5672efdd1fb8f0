import type { Purpose } from '@thapcanh/core/people/purpose';
import type { PictureShare } from '@thapcanh/core/pictures/picture-share';
import type { ColumnType, Generated } from 'kysely';
import type { AlarmTables } from './alarm-tables.ts';
import type { CityTables } from './city-tables.ts';
import type { IncidentTables } from './incident-tables.ts';
import type { Json, JsonWithDefault } from './json-column.ts';
import type { PeopleTables } from './people-tables.ts';
import type { SignInTables } from './sign-in-tables.ts';
import type { WallTables } from './wall-tables.ts';

/** The schema of `migrations/*.sql` as Kysely sees it. `timestamptz` reads as Date; bigint reads as number (int8 parser). */
export interface Tables extends PeopleTables, AlarmTables, IncidentTables, WallTables, SignInTables, CityTables {
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
  /** What operators type to call it; unique. */
  number: Generated<number>;
  latitude: number | null;
  longitude: number | null;
  bearing_deg: number | null;
  view_deg: number | null;
  view_m: number | null;
  masks: JsonWithDefault<PictureShare[]>;
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
