import type { Generated } from 'kysely';

/** Tables of the second factor and of keys. */
export interface SignInTables {
  user_totp: UserTotpTable;
  user_recovery_code: UserRecoveryCodeTable;
  role_rule: RoleRuleTable;
  api_key: ApiKeyTable;
}

export interface UserTotpTable {
  user_id: string;
  secret_sealed: Buffer;
  /** Null: begun, not proven. */
  confirmed_at: Date | null;
  /** The newest 30 s, counted from 1970, whose code was used. */
  last_step: number | null;
  created_at: Date;
}

export interface UserRecoveryCodeTable {
  user_id: string;
  code_hash: Buffer;
  used_at: Date | null;
}

export interface RoleRuleTable {
  role: string;
  needs_second_factor: boolean;
}

/** With an account of its own in `app_user`. */
export interface ApiKeyTable {
  user_id: string;
  key_hash: Buffer;
  key_start: string;
  scopes: string[];
  allowed_networks: string[];
  expires_at: Date;
  revoked_at: Generated<Date | null>;
  last_used_at: Generated<Date | null>;
  last_used_address: Generated<string | null>;
  created_by: string | null;
  created_at: Date;
}
