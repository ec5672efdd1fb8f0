import type { ColumnType, Generated } from 'kysely';

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
  role: 'admin' | 'operator';
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
