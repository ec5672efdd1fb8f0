-- Alarms and incidents.

-- Something that a person must look at. Alarms of one kind and camera that come close together are one, counted.
create table alarm (
  id uuid primary key,
  kind text not null,                         -- core/src/alarms/alarm-kind.ts
  severity smallint not null check (severity between 1 and 4), -- 1 notice, 2 minor, 3 major, 4 critical
  camera_id text references camera (id),      -- null: not about one camera
  params jsonb not null default '{}',
  state text not null default 'open' check (state in ('open', 'acknowledged', 'closed')),
  count integer not null default 1 check (count > 0),
  first_at timestamptz not null,
  last_at timestamptz not null,
  version integer not null default 1
);
create index alarm_open on alarm (severity desc, last_at desc) where state <> 'closed';
create index alarm_camera on alarm (camera_id, last_at desc);

create table incident (
  id uuid primary key,
  number bigint generated always as identity unique,
  kind text not null,
  severity smallint not null check (severity between 1 and 4),
  title text not null,
  state text not null default 'new'
    check (state in ('new', 'verified', 'dispatched', 'on-scene', 'resolved', 'closed')),
  occurred_at timestamptz not null,
  latitude double precision,
  longitude double precision,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
-- Cameras that show it, the nearest first.
create table incident_camera (
  incident_id uuid not null references incident (id) on delete cascade,
  camera_id text not null references camera (id),
  position smallint not null,
  primary key (incident_id, camera_id)
);
