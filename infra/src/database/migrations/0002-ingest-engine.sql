-- The ingest engine: how a camera is read, who holds it, what is recorded or missing, how long it is kept.

-- Retention is decided for groups of cameras.
create table camera_group (
  id text primary key check (id ~ '^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$'),
  name text not null,
  keep_days real not null default 30 check (keep_days > 0),        -- older recordings are deleted
  max_bytes bigint check (max_bytes > 0),                          -- beyond this the oldest of the group go first; null: no cap
  move_after_hours real check (move_after_hours >= 0),             -- then recordings move to the object store; null: never
  version integer not null default 1,
  caps_changed_at timestamptz not null default now(),              -- a person changed what is due: much may be deleted at once
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
insert into camera_group (id, name, caps_changed_at) values ('default', 'Mặc định', to_timestamp(0));

alter table camera
  add column source text not null default 'rtsp' check (source in ('rtsp', 'ffmpeg')),
  add column transport text not null default 'auto' check (transport in ('auto', 'tcp', 'udp')),
  add column site text not null default '',                        -- cameras behind one switch or line reconnect in turn; '': by network address
  add column motion_fps real check (motion_fps > 0 and motion_fps <= 30), -- pictures a second for rules that need motion; null: key frames only
  add column group_id text not null default 'default' references camera_group (id),
  add column onvif_url text;                                       -- device service, without credentials

alter table camera_status
  add column sub_codec text,
  add column audio text,                                           -- 'aac', 'dropped:PCMA', null: none
  add column clock_offset_ms bigint;                               -- camera's clock minus ours (RTCP sender report)

-- One life of one ingest process. A node is one machine with one recordings directory.
create table ingest_worker (
  id uuid primary key,
  node_id text not null,
  slot integer not null,                                           -- 0.. on its node
  live_endpoint text not null,                                     -- unix:/path, for readers on the same node
  media_address text,                                              -- http://host:port, for readers on other nodes
  capacity integer not null,                                       -- cameras at most
  started_at timestamptz not null default now(),
  heartbeat_at timestamptz not null default now(),
  stopped_at timestamptz                                           -- set by an orderly end
);
create index ingest_worker_node on ingest_worker (node_id, heartbeat_at);

-- Who holds a camera: the worker named, while it lives (not stopped, heartbeat younger than 6 s by this database's clock).
-- `epoch` rises with every change of holder and fences what an earlier holder still tries to write.
create table camera_lease (
  camera_id text primary key references camera (id) on delete cascade,
  worker_id uuid references ingest_worker (id) on delete set null, -- null: nobody yet, or given back
  epoch bigint not null default 0,                                 -- 0: never held
  acquired_at timestamptz not null default now()
);
create index camera_lease_worker on camera_lease (worker_id);

alter table recording
  add column node_id text not null default '',                     -- whose disk holds the file; '': the only node
  add column epoch bigint not null default 0,                      -- of the lease under which it was written
  add column tier text not null default 'local' check (tier in ('local', 'object')),
  add column object_key text references object_ledger (key),
  add column sha256 bytea,                                         -- of the whole file, from its move or its first hold on
  add column audio_codec text,                                     -- RFC 6381, e.g. mp4a.40.2
  add check (tier = 'local' or (object_key is not null and sha256 is not null));
-- Sums over spans read this index alone, never the rows with their fragments.
drop index recording_camera_end;
create index recording_camera_end on recording (camera_id, ended_at) include (started_at);
create index recording_open on recording (started_at) where state = 'open'; -- what a killed process left
create index recording_tier_start on recording (tier, started_at);
-- The oldest of one node, whatever a dead one left.
create index recording_local on recording (camera_id, node_id, started_at) where tier = 'local';
create index recording_unhashed on recording (camera_id, started_at) where sha256 is null;
-- Asked for each object that goes, by the foreign key too: without it every recording would be read for one.
create index recording_object on recording (object_key) where object_key is not null;
create index recording_nameless on recording (id) where node_id = '' and tier = 'local'; -- from before nodes had names

-- Sums over finished recordings, kept by triggers so that nobody adds up millions of rows.
create table recording_usage (
  camera_id text not null references camera (id) on delete cascade,
  node_id text not null,
  tier text not null,
  recordings bigint not null,
  bytes bigint not null,
  primary key (camera_id, node_id, tier)
);
insert into recording_usage (camera_id, node_id, tier, recordings, bytes)
  select camera_id, node_id, tier, count(*), sum(bytes) from recording where state = 'finished' group by 1, 2, 3;
create function note_recording_usage() returns trigger language plpgsql as $$
begin
  if tg_op <> 'INSERT' and old.state = 'finished' then
    update recording_usage set recordings = recordings - 1, bytes = bytes - old.bytes
      where camera_id = old.camera_id and node_id = old.node_id and tier = old.tier;
  end if;
  if tg_op <> 'DELETE' and new.state = 'finished' then
    insert into recording_usage (camera_id, node_id, tier, recordings, bytes)
      values (new.camera_id, new.node_id, new.tier, 1, new.bytes)
      on conflict (camera_id, node_id, tier) do update
      set recordings = recording_usage.recordings + 1, bytes = recording_usage.bytes + excluded.bytes;
  end if;
  return null;
end $$;
create trigger recording_usage_added after insert on recording
  for each row when (new.state = 'finished') execute function note_recording_usage();
create trigger recording_usage_changed after update of state, tier, node_id, bytes on recording
  for each row when (new.state = 'finished' and (old.state, old.tier, old.node_id, old.bytes)
    is distinct from (new.state, new.tier, new.node_id, new.bytes)) execute function note_recording_usage();
create trigger recording_usage_removed after delete on recording
  for each row when (old.state = 'finished') execute function note_recording_usage();

-- When a camera was switched on, kept by a trigger so that no way of editing a camera can pass it by.
create table camera_wanted (
  camera_id text not null references camera (id) on delete cascade,
  from_at timestamptz not null,
  to_at timestamptz check (to_at >= from_at),                      -- null: still switched on
  primary key (camera_id, from_at)
);
create unique index camera_wanted_open on camera_wanted (camera_id) where to_at is null;
insert into camera_wanted (camera_id, from_at) select id, created_at from camera where is_enabled;
create function note_camera_wanted() returns trigger language plpgsql as $$
begin
  if new.is_enabled and tg_op = 'INSERT' then
    insert into camera_wanted (camera_id, from_at) values (new.id, new.created_at);
  elsif new.is_enabled and not old.is_enabled then
    insert into camera_wanted (camera_id, from_at) values (new.id, clock_timestamp());
  elsif tg_op = 'UPDATE' and old.is_enabled and not new.is_enabled then
    update camera_wanted set to_at = greatest(from_at, clock_timestamp()) where camera_id = new.id and to_at is null;
  end if;
  return null;
end $$;
create trigger camera_wanted_noted after insert or update of is_enabled on camera
  for each row execute function note_camera_wanted();

-- Time of a camera that is wanted but not recorded. Recordings and gaps together cover every wanted second.
create table recording_gap (
  id uuid primary key,
  camera_id text not null references camera (id) on delete cascade,
  started_at timestamptz not null,
  ended_at timestamptz,                                            -- null: still open
  cause text not null,                                             -- core/src/coverage/gap-cause.ts
  params jsonb not null default '{}',                              -- of the cause's text
  epoch bigint not null default 0,
  alarmed_at timestamptz,
  backfill text not null default 'none' check (backfill in ('none', 'wanted', 'running', 'done', 'failed')),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  check (ended_at is null or ended_at > started_at)
);
create index recording_gap_time on recording_gap (camera_id, started_at);
-- Gaps are kept for good: what reaches into a period must not be looked for among all that were before it.
create index recording_gap_end on recording_gap (camera_id, (coalesce(ended_at, 'infinity'::timestamptz)));
create unique index recording_gap_open on recording_gap (camera_id) where ended_at is null;

-- Evidence holds: spans that no retention rule may delete.
create table recording_hold (
  id uuid primary key,
  camera_id text not null references camera (id) on delete restrict,
  from_at timestamptz not null,
  to_at timestamptz not null,
  reason text not null,
  created_by uuid references app_user (id) on delete set null,
  created_at timestamptz not null default now(),
  released_by uuid references app_user (id) on delete set null,
  released_at timestamptz,
  release_reason text,
  check (to_at > from_at)
);
create index recording_hold_active on recording_hold (camera_id, from_at, to_at) where released_at is null;

-- What was deleted, by which rule, written in the transaction that removes the row of the recording. Kept for as long as
-- ingest/src/archive/deletion-records.ts says.
create table deletion_record (
  id bigserial primary key,
  node_id text not null,                                           -- that decided
  camera_id text not null,
  recording_id uuid not null,
  started_at timestamptz not null,
  ended_at timestamptz not null,
  bytes bigint not null,
  tier text not null,
  place text not null,                                             -- path or object key
  sha256 bytea,
  reason text not null check (reason in ('age', 'size', 'disk-full', 'person')),
  rule jsonb not null,                                             -- the rule as it was then
  deleted_at timestamptz not null default now(),
  gone_at timestamptz                                              -- file or object removed durably; null: still to do
);
create index deletion_record_time on deletion_record (deleted_at desc);
create index deletion_record_camera on deletion_record (camera_id, started_at);

-- Files and objects that no recording refers to and that are still to be removed: every one we ever made has a row in
-- `recording` or here, at any instant. `copy`: an object being made by a move that has not switched its recording yet.
create table recording_garbage (
  tier text not null check (tier in ('local', 'object')),
  place text not null,                                             -- path or object key
  node_id text not null,                                           -- whose disk, or who made the object
  cause text not null check (cause in ('deleted', 'moved', 'copy')),
  deletion_id bigint references deletion_record (id),              -- set when deleted
  created_at timestamptz not null default now(),
  primary key (tier, place)
);
create index recording_garbage_node on recording_garbage (node_id, created_at);
-- Asked by the foreign key for each deletion record that goes.
create index recording_garbage_deletion on recording_garbage (deletion_id) where deletion_id is not null;

-- A store of recordings proves by a marker file that it is the one we know before anything is deleted.
create table recording_store (
  node_id text primary key,
  marker uuid not null,
  breaker_opened_at timestamptz,                                   -- deletion stands still until a person closes it
  breaker_reason text,                                             -- core/src/storage/breaker-reason.ts
  breaker_params jsonb not null default '{}',                      -- of the reason's text
  breaker_closed_at timestamptz,                                   -- a person looked: what was too much is allowed for a day
  breaker_closed_by uuid references app_user (id) on delete set null,
  breaker_note text,                                               -- why it was closed
  accept_asked_at timestamptz,                                     -- a person says that the directory as it is now is the store
  problem text,                                                    -- what checkStore found instead of the store; null: known
  disk_bytes bigint,
  disk_free_bytes bigint,
  checked_at timestamptz
);

-- What is wrong with a camera although it delivers: long GOP, drifting clock, default password ...
create table camera_finding (
  camera_id text not null references camera (id) on delete cascade,
  code text not null,                                              -- core/src/camera/camera-finding.ts
  params jsonb not null default '{}',
  found_by text not null check (found_by in ('stream', 'onvif')),
  first_seen_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  primary key (camera_id, code)
);

-- Who turns a camera: nobody else may until then.
create table ptz_lock (
  camera_id text primary key references camera (id) on delete cascade,
  user_id uuid not null references app_user (id) on delete cascade,
  until timestamptz not null
);
