import type { Purpose } from '@thapcanh/core/people/purpose';
import type { Role } from '@thapcanh/core/people/role';
import type { Generated, GeneratedAlways } from 'kysely';
import type { Json } from './json-column.ts';

/** Tables of accounts, places, grants and the audit log. */
export interface PeopleTables {
  app_user: AppUserTable;
  user_session: UserSessionTable;
  area: AreaTable;
  area_within: AreaWithinView;
  operating_area: OperatingAreaTable;
  operating_area_part: OperatingAreaPartTable;
  team: TeamTable;
  team_member: TeamMemberTable;
  access_grant: AccessGrantTable;
  access_grant_part: AccessGrantPartTable;
  grant_camera: GrantCameraView;
  audit_entry: AuditEntryTable;
  audit_head: AuditHeadTable;
}

export interface AppUserTable {
  id: string;
  username: string;
  username_key: string;
  display_name: string;
  /** Null: of single sign-on or of a key. */
  password_hash: string | null;
  oidc_issuer: Generated<string | null>;
  oidc_subject: Generated<string | null>;
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
  id: Generated<string>;
  /** Where the login came from. */
  address: Generated<string>;
  way: Generated<'password' | 'oidc'>;
}

export interface AreaTable {
  id: string;
  parent_id: string | null;
  kind: 'province' | 'ward' | 'site';
  parent_kind: GeneratedAlways<'province' | 'ward' | null>;
  name: string;
  search_key: string;
  version: Generated<number>;
  created_at: Generated<Date>;
  updated_at: Generated<Date>;
}

/** An area is within itself, its parent and its parent's parent. */
export interface AreaWithinView {
  area_id: string;
  within_id: string;
}

export interface OperatingAreaTable {
  id: string;
  name: string;
  search_key: string;
  version: Generated<number>;
  created_at: Generated<Date>;
  updated_at: Generated<Date>;
}

/** Exactly one of the two is set. */
export interface OperatingAreaPartTable {
  operating_area_id: string;
  area_id: string | null;
  group_id: string | null;
}

export interface TeamTable {
  id: string;
  name: string;
  name_key: string;
  /** At the provider of single sign-on; null: members are chosen here. */
  oidc_group: Generated<string | null>;
  version: Generated<number>;
  created_at: Generated<Date>;
  updated_at: Generated<Date>;
}

export interface TeamMemberTable {
  team_id: string;
  user_id: string;
}

/** Either of a user or of a team. */
export interface AccessGrantTable {
  id: string;
  user_id: string | null;
  team_id: string | null;
  role: Role;
  is_everything: boolean;
  purposes: Purpose[];
  created_by: string | null;
  created_at: Generated<Date>;
}

/** Exactly one of the three is set. */
export interface AccessGrantPartTable {
  grant_id: string;
  area_id: string | null;
  operating_area_id: string | null;
  group_id: string | null;
}

/** Which cameras a grant reaches. */
export interface GrantCameraView {
  grant_id: string;
  camera_id: string;
}

/** Only ever inserted. */
export interface AuditEntryTable {
  id: number;
  at: Date;
  kind: string;
  actor_id: string | null;
  actor_name: string | null;
  address: string;
  purpose: string | null;
  case_number: string | null;
  camera_id: string | null;
  details: Json<unknown>;
  previous_hash: Buffer;
  hash: Buffer;
}

/** One row: the newest entry. */
export interface AuditHeadTable {
  is_only: Generated<boolean>;
  id: number;
  hash: Buffer;
}
