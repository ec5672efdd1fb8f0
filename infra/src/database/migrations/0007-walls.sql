-- The wall as all of its screens and consoles know it.

-- Read and edited as a whole, so its parts are JSON, checked by api/src/walls/wall.schema.ts.
create table wall (
  id text primary key check (id ~ '^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$'),
  name text not null,
  search_key text not null,                   -- name folded: lower case, no diacritics
  area_id text references area (id),          -- seen by whoever reaches a camera in it; null: by all who may see walls
  screens jsonb not null check (jsonb_typeof(screens) = 'array'), -- [{id, name, layout, panels: [{number, x, y, width, height, reserve}]}]
  presets jsonb not null check (jsonb_typeof(presets) = 'array'), -- [{number, name, tiles: [{panel, content}]}]
  preset smallint,                            -- the one that is on
  preset_at timestamptz not null default now(),
  preset_by text,                             -- display name of whoever switched
  alarms_waiting integer not null default 0,  -- no reserved panel had room for them
  version integer not null default 1,         -- counts edits, not what is shown
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

-- What somebody put on a panel over its preset; locked: only they may change it until then.
create table wall_push (
  wall_id text not null references wall (id) on delete cascade,
  panel smallint not null,
  content jsonb not null,                     -- core/src/walls/wall-content.ts
  user_id uuid not null,
  user_name text not null,
  pushed_at timestamptz not null,
  locked_until timestamptz,
  primary key (wall_id, panel)
);

-- Alarms on reserved panels, written by one process (infra/src/jobs/wall-alarms.ts).
create table wall_alarm (
  wall_id text not null references wall (id) on delete cascade,
  alarm_id uuid not null references alarm (id) on delete cascade,
  panel smallint,                             -- null: its time is over or somebody sent it away
  shown_at timestamptz not null,
  until timestamptz,                          -- null: until it is acknowledged
  ended_at timestamptz,
  primary key (wall_id, alarm_id)
);

-- Lets the computer of one screen in without a person; only the hash is kept.
create table wall_key (
  id uuid primary key,
  wall_id text not null references wall (id) on delete cascade,
  screen_id text not null,
  name text not null,
  key_hash bytea not null unique,             -- SHA-256
  created_by text not null,
  created_at timestamptz not null default now(),
  used_at timestamptz
);
create index wall_key_wall on wall_key (wall_id);
create table wall_session (
  token_hash bytea primary key,               -- SHA-256
  key_id uuid not null references wall_key (id) on delete cascade,
  created_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  expires_at timestamptz not null
);
create index wall_session_key on wall_session (key_id);

-- The cameras that a screen of the wall may show: the one place that says so.
create view wall_camera as
  with shown as (
    select w.id as wall_id, t.tile -> 'content' as content from wall w
      cross join jsonb_array_elements(w.presets) as p (arranged)
      cross join jsonb_array_elements(p.arranged -> 'tiles') as t (tile)
    union all select wall_id, content from wall_push
  )
  select wall_id, content ->> 'cameraId' as camera_id, content ->> 'kind' = 'clip' as is_clip
    from shown where content ? 'cameraId'
  union all select wall_id, jsonb_array_elements_text(content -> 'cameraIds'), false from shown where content ? 'cameraIds'
  union all select wall_id, i.camera_id, false from shown join incident_camera i on i.incident_id::text = content ->> 'incidentId'
  union all select a.wall_id, alarm.camera_id, false from wall_alarm a join alarm on alarm.id = a.alarm_id
    where a.panel is not null and alarm.camera_id is not null;

-- A person's own arrangements of their console, called by number.
create table console_layout (
  user_id uuid not null references app_user (id) on delete cascade,
  number smallint not null check (number between 1 and 9),
  name text not null,
  layout text not null,
  tiles jsonb not null check (jsonb_typeof(tiles) = 'array'), -- content or null in reading order
  updated_at timestamptz not null default now(),
  primary key (user_id, number)
);

-- Moments that somebody marked or took a picture of.
create table camera_mark (
  id uuid primary key,
  camera_id text not null references camera (id) on delete cascade,
  user_id uuid references app_user (id) on delete set null,
  kind text not null check (kind in ('bookmark', 'snapshot')),
  at timestamptz not null,
  note text not null default '',
  created_at timestamptz not null default now()
);
create index camera_mark_user on camera_mark (user_id, created_at desc);
create index camera_mark_camera on camera_mark (camera_id, at desc);
