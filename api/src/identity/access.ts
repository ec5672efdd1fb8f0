import type { UserId } from '@thapcanh/core/ids';
import { apiError } from '../errors/api-errors.ts';
import { type Permission, ROLE_PERMISSIONS, type Role } from './permissions.ts';

/** A person who is logged in. */
export interface Identity {
  readonly userId: UserId;
  readonly username: string;
  readonly displayName: string;
  readonly role: Role;
  readonly mustChangePassword: boolean;
}

/** Who makes a request, as the session cookie proves it. */
export type Auth =
  | { readonly kind: 'anonymous' }
  | { readonly kind: 'user'; readonly identity: Identity; readonly sessionHash: Buffer };

export const ANONYMOUS: Auth = { kind: 'anonymous' };

export function hasPermission(auth: Auth, permission: Permission): boolean {
  return auth.kind === 'user' && ROLE_PERMISSIONS[auth.identity.role].has(permission);
}

/**
 * The access check: first statement of every service method. Throws `TC_SESSION_REQUIRED` (nobody is logged in),
 * `TC_PASSWORD_CHANGE_REQUIRED` (only the own session may be used until then) or `TC_ACCESS_DENIED`.
 */
export function requireAccess(auth: Auth, permission: Permission): Identity {
  if (auth.kind !== 'user') throw apiError('TC_SESSION_REQUIRED');
  if (auth.identity.mustChangePassword && permission !== 'session.own') throw apiError('TC_PASSWORD_CHANGE_REQUIRED');
  if (!hasPermission(auth, permission)) throw apiError('TC_ACCESS_DENIED', { permission });
  return auth.identity;
}
