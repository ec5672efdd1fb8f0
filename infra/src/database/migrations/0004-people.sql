-- Places: the tree province -> ward -> site, and operating areas that cross it.

create table area (
  id text primary key check (id ~ '^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$'),
  parent_id text,
  kind text not null check (kind in ('province', 'ward', 'site')),
  parent_kind text generated always as (case kind when 'ward' then 'province' when 'site' then 'ward' end) stored,
  name text not null,
  search_key text not null,                   -- name folded: lower case, no diacritics
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (id, kind),
  foreign key (parent_id, parent_kind) references area (id, kind), -- so no circle is possible
  check ((parent_id is null) = (kind = 'province'))
);
create index area_parent on area (parent_id);

alter table camera add column area_id text references area (id);
create index camera_area on camera (area_id);

-- An area with itself and everything in it; the tree has three levels.
create view area_within as
  select id as area_id, id as within_id from area
  union all select id, parent_id from area where parent_id is not null
  union all select a.id, p.parent_id from area a join area p on p.id = a.parent_id where p.parent_id is not null;

-- A named set of areas and camera groups: a festival, a race course, all gateways.
create table operating_area (
  id text primary key check (id ~ '^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$'),
  name text not null,
  search_key text not null,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create table operating_area_part (
  operating_area_id text not null references operating_area (id) on delete cascade,
  area_id text references area (id),
  group_id text references camera_group (id),
  check (num_nonnulls(area_id, group_id) = 1),
  unique nulls not distinct (operating_area_id, area_id, group_id)
);
create index operating_area_part_area on operating_area_part (area_id);
create index operating_area_part_group on operating_area_part (group_id);

-- Who may do what on which cameras, and for what. Purposes and roles: core/src/people.

alter table camera add column purposes text[] not null
  default '{public-order,traffic,urban-order,investigation,maintenance}'
  check (cardinality(purposes) > 0 and purposes <@ '{public-order,traffic,urban-order,investigation,one-stop-office,maintenance}');

create table team (
  id uuid primary key,
  name text not null,
  name_key text not null unique,              -- folded, so that no two read the same
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create table team_member (
  team_id uuid not null references team (id) on delete cascade,
  user_id uuid not null references app_user (id) on delete cascade,
  primary key (team_id, user_id)
);
create index team_member_user on team_member (user_id);

-- One person or team has one role on everything, or on the parts listed, for some purposes. Never edited: made and removed.
create table access_grant (
  id uuid primary key,
  user_id uuid references app_user (id) on delete cascade,
  team_id uuid references team (id) on delete cascade,
  role text not null check (role in ('operator', 'shift-lead', 'ward-officer', 'traffic-officer', 'reviewer',
    'investigator', 'approver', 'auditor', 'admin')),
  is_everything boolean not null,
  purposes text[] not null
    check (cardinality(purposes) > 0 and purposes <@ '{public-order,traffic,urban-order,investigation,one-stop-office,maintenance}'),
  created_by uuid references app_user (id) on delete set null,
  created_at timestamptz not null default now(),
  check (num_nonnulls(user_id, team_id) = 1)
);
create index access_grant_user on access_grant (user_id);
create index access_grant_team on access_grant (team_id);
create table access_grant_part (
  grant_id uuid not null references access_grant (id) on delete cascade,
  area_id text references area (id),
  operating_area_id text references operating_area (id),
  group_id text references camera_group (id),
  check (num_nonnulls(area_id, operating_area_id, group_id) = 1),
  unique nulls not distinct (grant_id, area_id, operating_area_id, group_id)
);
create index access_grant_part_area on access_grant_part (area_id);
create index access_grant_part_set on access_grant_part (operating_area_id);
create index access_grant_part_group on access_grant_part (group_id);

-- Which cameras a grant reaches: the one place that says so.
create view grant_camera as
  with place as (
    select grant_id, area_id, group_id from access_grant_part
    union all select p.grant_id, o.area_id, o.group_id from access_grant_part p
      join operating_area_part o on o.operating_area_id = p.operating_area_id
  )
  select g.id as grant_id, c.id as camera_id from access_grant g join camera c on g.purposes && c.purposes
    where g.is_everything
      or c.group_id in (select group_id from place where grant_id = g.id and group_id is not null)
      or c.area_id in (select w.area_id from place join area_within w on w.within_id = place.area_id where grant_id = g.id);

-- Accounts keep what they could do.
insert into access_grant (id, user_id, role, is_everything, purposes)
  select gen_random_uuid(), id, role, true,
    '{public-order,traffic,urban-order,investigation,one-stop-office,maintenance}' from app_user;
alter table app_user drop column role;

-- Who did what: append-only, each entry holds the hash of the one before (infra/src/audit). No references: an entry
-- outlives what it tells of.
create table audit_entry (
  id bigint primary key,                      -- 1, 2, 3 ... without a hole
  at timestamptz not null,
  kind text not null,                         -- core/src/people/audit-kind.ts
  actor_id uuid,                              -- null: nobody was logged in
  actor_name text,
  address text not null,                      -- where the request came from
  purpose text,
  case_number text,
  camera_id text,
  details jsonb not null,
  previous_hash bytea not null,
  hash bytea not null                         -- SHA-256 over previous_hash and all above as canonical JSON
);
create index audit_entry_actor on audit_entry (actor_id, id);
create index audit_entry_kind on audit_entry (kind, id);
create index audit_entry_camera on audit_entry (camera_id, id);
create index audit_entry_time on audit_entry (at);

-- The newest entry. Whoever appends holds this row, so that entries follow one another; entries cut off at the end show.
create table audit_head (
  is_only boolean primary key default true check (is_only),
  id bigint not null,
  hash bytea not null
);
insert into audit_head (id, hash) values (0, decode(repeat('00', 32), 'hex'));

create function refuse_audit_change() returns trigger language plpgsql as $$
begin
  raise exception 'entries of the audit log are never changed or removed';
end $$;
create trigger audit_entry_kept before update or delete on audit_entry
  for each statement execute function refuse_audit_change();
create trigger audit_entry_never_emptied before truncate on audit_entry
  for each statement execute function refuse_audit_change();

-- Sessions as their owners and administrators see and end them; the hash of the token stays where it is.
alter table user_session
  add column id uuid not null unique default gen_random_uuid(),
  add column address text not null default '';  -- where the login came from
