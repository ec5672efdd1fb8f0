import type { UserId } from '@thapcanh/core/ids';
import { PURPOSES, type Purpose } from '@thapcanh/core/people/purpose';
import type { Role } from '@thapcanh/core/people/role';
import type { AuditActor } from '@thapcanh/infra/audit/append-audit';
import { apiError } from '../errors/api-errors.ts';
import type { CameraScope } from './camera-scope.ts';
import {
  OWN_PERMISSION,
  type Permission,
  ROLE_PERMISSIONS,
  SCREEN_PERMISSIONS,
  WHOLE_PERMISSIONS,
} from './permissions.ts';

/** What was granted to a person directly or through a team. */
export interface GrantFact {
  readonly id: string;
  readonly role: Role;
  readonly isEverything: boolean;
  readonly purposes: readonly Purpose[];
}

/** A person who is logged in. */
export interface Identity {
  readonly userId: UserId;
  readonly username: string;
  readonly displayName: string;
  readonly mustChangePassword: boolean;
  /** A role of theirs asks for a second factor, and they have none yet. */
  readonly mustAddFactor: boolean;
  readonly grants: readonly GrantFact[];
  /** Nobody but the computer of this screen of a wall, let in by a key (`walls/screen-session.service.ts`). */
  readonly screen?: { readonly wallId: string; readonly screenId: string };
}

/** Where a request comes from and what it is said to be for; null: nothing is said. */
export interface RequestOrigin {
  readonly address: string;
  readonly purpose: Purpose | null;
  readonly caseNumber: string | null;
}

/** Who makes a request, as the session cookie or a key proves it. A key may no more than its scopes. */
export type Auth =
  | { readonly kind: 'anonymous' }
  | {
      readonly kind: 'user';
      readonly identity: Identity;
      readonly sessionHash: Buffer;
      readonly origin: RequestOrigin;
    }
  | {
      readonly kind: 'key';
      readonly identity: Identity;
      readonly scopes: ReadonlySet<string>;
      readonly keyHash: Buffer;
      readonly origin: RequestOrigin;
    };

/** Somebody who may, on which cameras, and as whom the audit log names them. */
export interface Access extends Identity {
  readonly scope: CameraScope;
  readonly actor: AuditActor;
}

export const ANONYMOUS: Auth = { kind: 'anonymous' };

export function actorOf(identity: Identity | null, origin: RequestOrigin): AuditActor {
  return { id: identity?.userId ?? null, name: identity?.username ?? null, ...origin };
}

/** The cameras on which the person may: all that their grants with the permission reach; null: on none. */
export function scopeOf(auth: Auth, permission: Permission): CameraScope | null {
  if (auth.kind === 'anonymous') return null;
  if (auth.kind === 'key' && !auth.scopes.has(permission)) return null;
  const { identity } = auth;
  const { purpose } = auth.origin;
  if (permission === OWN_PERMISSION) return { kind: 'grants', grantIds: [], purpose };
  if (identity.screen !== undefined) {
    const { wallId } = identity.screen;
    const isClipsOnly = permission === 'recording.watch';
    return SCREEN_PERMISSIONS.has(permission) ? { kind: 'wall', wallId, isClipsOnly } : null;
  }
  const grants = identity.grants.filter(
    (grant) =>
      ROLE_PERMISSIONS[grant.role].has(permission) &&
      (grant.isEverything || !WHOLE_PERMISSIONS.has(permission)) &&
      (purpose === null || grant.purposes.includes(purpose)),
  );
  if (grants.length === 0) return null;
  const isEverything = grants.some((grant) => grant.isEverything && grant.purposes.length === PURPOSES.length);
  if (isEverything && purpose === null) return { kind: 'everything' };
  return { kind: 'grants', grantIds: grants.map((grant) => grant.id).sort(), purpose };
}

export function hasPermission(auth: Auth, permission: Permission): boolean {
  return scopeOf(auth, permission) !== null;
}

/**
 * The access check: first statement of every service method. Gives the cameras it holds for: a camera outside is to be
 * answered as one that does not exist. Throws `TC_SESSION_REQUIRED` (nobody is logged in), `TC_PASSWORD_CHANGE_REQUIRED`,
 * `TC_SECOND_FACTOR_REQUIRED` (only the own session may be used until then) or `TC_ACCESS_DENIED`.
 */
export function requireAccess(auth: Auth, permission: Permission): Access {
  if (auth.kind === 'anonymous') throw apiError('TC_SESSION_REQUIRED');
  if (auth.identity.mustChangePassword && permission !== OWN_PERMISSION) throw apiError('TC_PASSWORD_CHANGE_REQUIRED');
  if (auth.identity.mustAddFactor && permission !== OWN_PERMISSION) throw apiError('TC_SECOND_FACTOR_REQUIRED');
  const scope = scopeOf(auth, permission);
  if (scope === null) throw apiError('TC_ACCESS_DENIED', { permission });
  return { ...auth.identity, scope, actor: actorOf(auth.identity, auth.origin) };
}
