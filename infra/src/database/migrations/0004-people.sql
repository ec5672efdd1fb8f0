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
