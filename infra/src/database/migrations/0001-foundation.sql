-- Foundation: accounts, cameras, recordings, passages, outbox, object ledger.
-- All instants are timestamptz in UTC. Text ids of cameras are slugs (core/src/ids.ts).

create table app_user (
  id uuid primary key,
  username text not null,
  username_key text not null unique,          -- folded lower case, for look-up
  display_name text not null,
  password_hash text not null,                -- argon2id, PHC string
  role text not null check (role in ('admin', 'operator')),
  is_active boolean not null default true,
  must_change_password boolean not null default false,
  failed_logins integer not null default 0,   -- since the last success
  locked_until timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create table user_session (
  token_hash bytea primary key,               -- SHA-256 of the cookie's random token; the token itself is never stored
  user_id uuid not null references app_user (id) on delete cascade,
  created_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  expires_at timestamptz not null,
  user_agent text not null default ''
);
create index user_session_user on user_session (user_id);
create index user_session_expiry on user_session (expires_at);

create table camera (
  id text primary key check (id ~ '^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$'),
  name text not null,
  search_key text not null,                   -- name folded: lower case, no diacritics
  main_url text not null,                     -- never carries credentials
  sub_url text,
  username text,
  password_sealed bytea,                      -- AES-256-GCM, see infra/src/secrets/secret-box.ts
  profile text not null default 'none' check (profile in ('plate-gate', 'street', 'none')),
  is_enabled boolean not null default true,
  origin text not null default 'ui' check (origin in ('ui', 'file', 'command-line', 'demo')),
  version integer not null default 1,         -- rises with every edit; the ETag
  removed_at timestamptz,                     -- removed by a person but kept for its recordings and passages; hidden while not enabled
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create table camera_status (
  camera_id text primary key references camera (id) on delete cascade,
  state text not null check (state in ('connecting', 'live', 'stale', 'offline', 'disabled')),
  fault_code text,
  fault_params jsonb not null default '{}',
  is_recording boolean not null default false,
  last_frame_at timestamptz,
  width integer,
  height integer,
  codec text,
  fps real,
  bitrate_kbps real,
  gop_ms real,
  live_endpoint text,                         -- where the ingest worker serves this camera's live window: unix:/path
  worker_id text not null default '',
  updated_at timestamptz not null default now()
);

create table recording (
  id uuid primary key,
  camera_id text not null references camera (id) on delete restrict,
  started_at timestamptz not null,
  ended_at timestamptz not null,              -- end of the last fragment in the index
  state text not null check (state in ('open', 'finished')),
  path text not null unique,                  -- relative to the recordings directory
  bytes bigint not null,                      -- end of the last indexed fragment
  init_bytes integer not null,                -- initialisation segment lies at [0, init_bytes)
  codec text not null,                        -- RFC 6381, e.g. avc1.64001f
  width integer not null,
  height integer not null,
  fragments jsonb not null,                   -- RecordingFragment[] as [[offset, bytes, offsetMs, durationMs], ...]
  unique (camera_id, started_at),
  check (ended_at >= started_at)
);
create index recording_camera_end on recording (camera_id, ended_at);

create table object_ledger (
  key text primary key,
  sha256 bytea not null,
  bytes bigint not null,
  content_type text not null,
  created_at timestamptz not null default now()
);

create table passage (
  id uuid primary key,
  camera_id text not null references camera (id) on delete restrict,
  track_key text not null,                    -- unique per camera: what makes writing it twice harmless
  started_at timestamptz not null,
  ended_at timestamptz not null,
  best_at timestamptz not null,
  object_class text not null,
  plate_text text,                            -- canonical
  plate_key text,                             -- folded for search: Đ -> D
  plate_display text,
  plate_confidence real,
  plate_lines smallint check (plate_lines in (1, 2)),
  plate_ground text,
  plate_kinds jsonb not null default '[]',
  reads jsonb not null default '[]',          -- [{atMs, text, confidence}], bounded
  read_count integer not null default 0,
  crop_key text references object_ledger (key),
  scene_key text references object_ledger (key),
  plate_box jsonb,                            -- PixelBox in the scene still
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (camera_id, track_key)
);
create index passage_time on passage (started_at desc, id desc);
create index passage_camera_time on passage (camera_id, started_at desc, id desc);
create index passage_plate on passage (plate_key text_pattern_ops, started_at desc);

create table outbox (
  id bigserial primary key,
  kind text not null,
  payload jsonb not null,
  created_at timestamptz not null default now(),
  done_at timestamptz
);
create index outbox_pending on outbox (id) where done_at is null;
