-- Care of cameras, and what citizens report.

-- Who lent a camera to the city, and by which agreement. Personal data: apart from the camera, and gone with it.
create table camera_owner (
  camera_id text primary key references camera (id) on delete cascade,
  owner_name text not null,
  contact text not null default '',
  agreement_number text not null default '',
  valid_until date,                           -- null: without end
  updated_at timestamptz not null default now()
);

-- What a device says of itself by ONVIF.
create table camera_device (
  camera_id text primary key references camera (id) on delete cascade,
  manufacturer text not null,
  model text not null,
  firmware text not null,
  asked_at timestamptz not null
);

-- What citizens report from the street. Categories and their times: core/src/reports/report-categories.ts.
create table citizen_report (
  id uuid primary key,
  number bigint generated always as identity unique,
  token_hash bytea not null unique,           -- SHA-256 of what the citizen looks it up with; the token itself is never stored
  category text not null,
  description text not null,                  -- '' once it was forgotten
  latitude double precision not null check (latitude between -90 and 90),
  longitude double precision not null check (longitude between -180 and 180),
  occurred_at timestamptz not null,
  received_at timestamptz not null,
  phone_sealed bytea,                         -- as camera passwords are
  photo_key text references object_ledger (key),
  state text not null default 'received'
    check (state in ('received', 'accepted', 'refused', 'in-progress', 'resolved', 'published')),
  accept_due_at timestamptz not null,
  resolve_due_at timestamptz not null,
  accepted_at timestamptz,
  ended_at timestamptz,                       -- refused or published
  answer text not null default '',            -- what the citizen reads
  result_key text references object_ledger (key),
  incident_id uuid references incident (id) on delete set null,
  forgotten_at timestamptz,                   -- text, phone and photo were removed
  version integer not null default 1,
  updated_at timestamptz not null
);
create index citizen_report_received on citizen_report (received_at desc, id desc);
create index citizen_report_open on citizen_report (resolve_due_at) where state not in ('refused', 'published');
create index citizen_report_unforgotten on citizen_report (received_at) where forgotten_at is null;

-- The cameras nearest to the place when the report came, the nearest (position 0) first: it says whose report it is.
create table citizen_report_camera (
  report_id uuid not null references citizen_report (id) on delete cascade,
  camera_id text not null references camera (id) on delete cascade,
  position smallint not null,
  distance_m real not null,
  primary key (report_id, camera_id)
);
create index citizen_report_camera_camera on citizen_report_camera (camera_id);

create table citizen_report_step (
  id bigint generated always as identity primary key,
  report_id uuid not null references citizen_report (id) on delete cascade,
  at timestamptz not null,
  state text not null,
  by_user uuid references app_user (id) on delete set null,
  note text not null default ''               -- for officers only
);
create index citizen_report_step_report on citizen_report_step (report_id, id);
