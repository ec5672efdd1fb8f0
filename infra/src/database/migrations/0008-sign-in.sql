-- Second factor, single sign-on, keys of other systems.

create index audit_entry_actor_name on audit_entry (lower(actor_name), id);

-- Accounts of single sign-on and of keys have no password. An account of single sign-on is who issuer and subject say,
-- whatever it is called.
alter table app_user
  alter column password_hash drop not null,
  add column oidc_issuer text,
  add column oidc_subject text,
  add constraint app_user_oidc unique (oidc_issuer, oidc_subject),
  add check ((oidc_issuer is null) = (oidc_subject is null));
alter table user_session add column way text not null default 'password' check (way in ('password', 'oidc'));
alter table team add column oidc_group text unique;  -- whoever has it there is a member here

-- Time-based codes (RFC 6238), six digits every 30 s. Not in force until a first code was proven.
create table user_totp (
  user_id uuid primary key references app_user (id) on delete cascade,
  secret_sealed bytea not null,
  confirmed_at timestamptz,
  last_step bigint,                           -- the newest 30 s whose code was used; that one and older count no more
  created_at timestamptz not null
);
create table user_recovery_code (
  user_id uuid not null references user_totp (user_id) on delete cascade,
  code_hash bytea not null,                   -- SHA-256 of 80 random bits
  used_at timestamptz,
  primary key (user_id, code_hash)
);
create table role_rule (
  role text primary key,
  needs_second_factor boolean not null
);

-- A key is an account of its own without a password, so that grants, authorship and the audit log hold for it as for a
-- person; what it may is what both its grants and its scopes allow.
create table api_key (
  user_id uuid primary key references app_user (id) on delete cascade,
  key_hash bytea not null unique,             -- SHA-256 of 256 random bits
  key_start text not null,                    -- its first letters, to tell keys apart
  scopes text[] not null check (cardinality(scopes) > 0),
  allowed_networks cidr[] not null,           -- none: from everywhere
  expires_at timestamptz not null,
  revoked_at timestamptz,
  last_used_at timestamptz,
  last_used_address text,
  created_by uuid references app_user (id) on delete set null,
  created_at timestamptz not null
);
