-- Alarms and incidents.

-- Something that a person must look at. Alarms of one kind and camera that come close together are one, counted.
create table alarm (
  id uuid primary key,
  kind text not null check (kind ~ '^[a-z0-9]+([.-][a-z0-9]+)*$'), -- core/src/alarms/alarm-kind.ts, or another system's own
  severity smallint not null check (severity between 1 and 4), -- 1 notice, 2 minor, 3 major, 4 critical
  camera_id text references camera (id),      -- null: not about one camera
  params jsonb not null default '{}',
  state text not null default 'open' check (state in ('open', 'acknowledged', 'closed')),
  count integer not null default 1 check (count > 0),
  first_at timestamptz not null,
  last_at timestamptz not null,
  version integer not null default 1,
  source text not null default 'health' check (source in ('health', 'device', 'finding', 'api', 'analytics', 'watchlist')),
  subject text not null default '',           -- with kind and camera: what makes two alarms the same
  title text,                                 -- what another system calls it; null: the text of the kind
  is_lasting boolean not null default false,  -- tells of a state that ends by itself
  ended_at timestamptz,                       -- the end of that state
  acknowledged_at timestamptz,
  acknowledged_by uuid references app_user (id) on delete set null,
  escalated_at timestamptz,                   -- the shift lead is asked
  escalated_by uuid references app_user (id) on delete set null,
  closed_at timestamptz,
  closed_by uuid references app_user (id) on delete set null, -- null of a closed one: it ended by itself, or was muted
  mute_id uuid,                               -- came, or was put, under this mute
  incident_id uuid,
  created_at timestamptz not null default now()
);
create index alarm_open on alarm (severity desc, last_at desc) where state <> 'closed';
create index alarm_camera on alarm (camera_id, last_at desc);
create index alarm_recent on alarm (last_at desc, id desc);
create index alarm_same on alarm (kind, subject, camera_id, last_at desc);
create index alarm_lasting on alarm (kind) where is_lasting and ended_at is null;

-- No alarm of this camera, of this kind, or of this kind on this camera comes up until then.
create table alarm_mute (
  id uuid primary key,
  camera_id text references camera (id),
  kind text,
  until timestamptz not null,
  reason text not null,
  created_by uuid references app_user (id) on delete set null,
  created_at timestamptz not null default now(),
  ended_at timestamptz,                       -- ended by a person before its time
  ended_by uuid references app_user (id) on delete set null,
  suppressed integer not null default 0,      -- alarms it kept away
  check (num_nonnulls(camera_id, kind) > 0)
);
create index alarm_mute_in_force on alarm_mute (until) where ended_at is null;
alter table alarm add foreign key (mute_id) references alarm_mute (id);
create index alarm_muted on alarm (mute_id) where mute_id is not null;

-- What people and the platform did with an alarm; repeats are counted in the alarm only.
create table alarm_event (
  id bigint generated always as identity primary key,
  alarm_id uuid not null references alarm (id) on delete cascade,
  at timestamptz not null,
  kind text not null check (kind in ('raised', 'repeated', 'acknowledged', 'escalated', 'muted', 'unmuted', 'ended', 'closed', 'incident')),
  by_id uuid references app_user (id) on delete set null,
  note text
);
create index alarm_event_alarm on alarm_event (alarm_id, id);

-- Up to which of its repeats a person has read an alarm.
create table alarm_read (
  user_id uuid not null references app_user (id) on delete cascade,
  alarm_id uuid not null references alarm (id) on delete cascade,
  last_at timestamptz not null,
  primary key (user_id, alarm_id)
);
create index alarm_read_alarm on alarm_read (alarm_id);

-- What a POST with an Idempotency-Key made, so that the same call makes nothing twice; kept for a day.
create table request_once (
  owner text not null,                        -- who called: user or key
  route text not null,
  key text not null,
  fingerprint bytea not null,                 -- SHA-256 of the body
  result text not null,                       -- id of what was made
  at timestamptz not null default now(),
  primary key (owner, route, key)
);
create index request_once_at on request_once (at);

-- What becomes an alarm; other kinds wait in the outbox for other readers.
create index outbox_alarms on outbox (id) where done_at is null
  and kind in ('camera.event', 'recording.gap', 'storage.breaker-opened', 'storage.disk-full');

-- Where people work in shifts; one without an area is of the whole platform.
create table control_room (
  id text primary key check (id ~ '^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$'),
  name text not null,
  area_id text references area (id),
  created_at timestamptz not null default now()
);
insert into control_room (id, name) values ('trung-tam', 'Trung tâm');

-- Never edited. A hand-over names what was open then, and who took it.
create table shift_log_entry (
  id bigint generated always as identity primary key,
  room_id text not null references control_room (id),
  at timestamptz not null,
  kind text not null check (kind in ('note', 'hand-over')),
  author_id uuid references app_user (id) on delete set null,
  author_name text not null,
  text text not null,
  open_items jsonb,
  taken_at timestamptz,
  taken_by uuid references app_user (id) on delete set null,
  taken_by_name text
);
create index shift_log_entry_room on shift_log_entry (room_id, id desc);
create table shift_log_read (
  user_id uuid not null references app_user (id) on delete cascade,
  room_id text not null references control_room (id) on delete cascade,
  entry_id bigint not null,
  primary key (user_id, room_id)
);

create table incident (
  id uuid primary key,
  number bigint generated always as identity unique,
  kind text not null,                         -- core/src/incidents/incident-kind.ts
  severity smallint not null check (severity between 1 and 4),
  title text not null,
  state text not null default 'new'
    check (state in ('new', 'verified', 'dispatched', 'on-scene', 'resolved', 'closed')),
  occurred_at timestamptz not null,
  latitude double precision,
  longitude double precision,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  search_key text not null default '',        -- title and place, folded
  place text not null default '',
  description text not null default '',
  source text not null default 'operator' check (source in ('operator', 'alarm', 'citizen-report', 'call')),
  source_ref text,                            -- the alarm, the report, or who called
  created_by uuid references app_user (id) on delete set null,
  merged_into uuid references incident (id),
  -- When it first came to the state; kept when it goes back.
  verified_at timestamptz,
  dispatched_at timestamptz,
  arrived_at timestamptz,
  resolved_at timestamptz,
  closed_at timestamptz,
  check ((latitude is null) = (longitude is null)),
  check (merged_into is null or state = 'closed')
);
create index incident_recent on incident (created_at desc, id desc);
create index incident_active on incident (severity desc, created_at desc) where state <> 'closed';
create index incident_merged on incident (merged_into) where merged_into is not null;
alter table alarm add foreign key (incident_id) references incident (id);
create index alarm_incident on alarm (incident_id) where incident_id is not null;

-- Cameras that show it, the nearest first.
create table incident_camera (
  incident_id uuid not null references incident (id) on delete cascade,
  camera_id text not null references camera (id),
  position smallint not null,
  hold_id uuid references recording_hold (id),
  added_at timestamptz not null default now(),
  added_by uuid references app_user (id) on delete set null,
  primary key (incident_id, camera_id)
);
create index incident_camera_camera on incident_camera (camera_id);

-- The course of events; only ever inserted.
create table incident_event (
  id bigint generated always as identity primary key,
  incident_id uuid not null references incident (id) on delete cascade,
  at timestamptz not null,
  kind text not null check (kind in ('created', 'state', 'note', 'edited', 'camera-added', 'camera-removed', 'checked',
    'unchecked', 'assigned', 'assignment-acknowledged', 'unassigned', 'merged', 'took-in', 'alarm')),
  author_id uuid references app_user (id) on delete set null,
  author_name text not null,                  -- empty: the platform
  text text not null default '',
  details jsonb not null default '{}'
);
create index incident_event_incident on incident_event (incident_id, id);

-- Who is to go: a team or a person.
create table incident_assignment (
  id uuid primary key,
  incident_id uuid not null references incident (id) on delete cascade,
  team_id uuid references team (id) on delete cascade,
  user_id uuid references app_user (id) on delete cascade,
  assigned_at timestamptz not null,
  assigned_by uuid references app_user (id) on delete set null,
  acknowledged_at timestamptz,
  acknowledged_by uuid references app_user (id) on delete set null,
  ended_at timestamptz,
  check (num_nonnulls(team_id, user_id) = 1)
);
create index incident_assignment_incident on incident_assignment (incident_id);
create index incident_assignment_team on incident_assignment (team_id) where ended_at is null;
create index incident_assignment_user on incident_assignment (user_id) where ended_at is null;

-- Items of its checklist that are done; the list itself is data of its kind.
create table incident_check (
  incident_id uuid not null references incident (id) on delete cascade,
  item text not null,
  done_at timestamptz not null,
  done_by uuid references app_user (id) on delete set null,
  note text not null default '',
  primary key (incident_id, item)
);

-- Up to which event a person has read it.
create table incident_read (
  user_id uuid not null references app_user (id) on delete cascade,
  incident_id uuid not null references incident (id) on delete cascade,
  event_id bigint not null,
  primary key (user_id, incident_id)
);
