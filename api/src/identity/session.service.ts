import { createHash, randomBytes } from 'node:crypto';
import type { UserId } from '@thapcanh/core/ids';
import { ROLES } from '@thapcanh/core/people/role';
import type { Clock } from '@thapcanh/core/time/clock';
import type { AuditActor } from '@thapcanh/infra/audit/append-audit';
import { apiError } from '../errors/api-errors.ts';
import { createShortMemory } from '../http/short-memory.ts';
import {
  type Access,
  ANONYMOUS,
  type Auth,
  actorOf,
  type Identity,
  type RequestOrigin,
  requireAccess,
  scopeOf,
} from './access.ts';
import type { OpenSession, SessionUser } from './identity.schema.ts';
import type { PasswordHasher } from './password-hasher.ts';
import { requireStrongPassword } from './password-policy.ts';
import { PERMISSIONS, ROLE_PERMISSIONS, SCREEN_PERMISSIONS, WHOLE_PERMISSIONS } from './permissions.ts';
import type { Credentials, SessionRepository } from './session.repository.ts';

export const SESSION_LIMITS = {
  /** A session unused for this long ends. */
  idleMs: 12 * 3_600_000,
  /** A session ends after this long, used or not. */
  absoluteMs: 7 * 24 * 3_600_000,
  /** `last_seen_at` is written at most this often. */
  touchEveryMs: 60_000,
  /** How long a look at the session table is believed; what ends a session in this process counts at once. */
  believedMs: 1_000,
} as const;

export const LOCK_OUT = {
  afterFailures: 10,
  baseMs: 15 * 60_000,
  /** Each further failure after a lock doubles the next one, up to this. */
  maxMs: 4 * 3_600_000,
} as const;

export const SESSION_TOKEN = /^[A-Za-z0-9_-]{43}$/;

export type SessionService = ReturnType<typeof createSessionService>;

/**
 * Login, the session behind the cookie, logout and the own password. The token is 32 random bytes; only its SHA-256 is
 * stored. Wrong name, wrong password, locked and disabled accounts get the same answer after the same work.
 */
export function createSessionService(deps: {
  sessions: SessionRepository;
  hasher: PasswordHasher;
  clock: Clock;
  /** Whether a code proves the second factor of the user; a code proves once. */
  proveFactor: (userId: UserId, code: string) => Promise<boolean>;
  /** What a key that was good stands for now. */
  renewKey?: (auth: Auth) => Promise<Auth>;
}) {
  const { sessions, hasher, clock, proveFactor } = deps;
  const known = createShortMemory({ clock, forMs: SESSION_LIMITS.believedMs, maxEntries: 5_000 }, async (hash) => {
    const tokenHash = Buffer.from(hash, 'hex');
    const session = await sessions.find(tokenHash);
    const nowMs = clock.nowMs();
    const isDue = session !== null && nowMs - session.lastSeenAtMs >= SESSION_LIMITS.touchEveryMs;
    if (isDue && !hasEnded(session, nowMs)) await sessions.touch(tokenHash, new Date(nowMs));
    return session;
  });

  async function listOf(auth: Auth, userId: UserId): Promise<OpenSession[]> {
    const nowMs = clock.nowMs();
    const alive = { now: new Date(nowMs), seenAfter: new Date(nowMs - SESSION_LIMITS.idleMs) };
    const own = auth.kind === 'user' ? auth.sessionHash : null;
    return (await sessions.list(userId, alive)).map((row) => ({
      id: row.id,
      createdAt: row.created_at.toISOString(),
      lastSeenAt: row.last_seen_at.toISOString(),
      expiresAt: row.expires_at.toISOString(),
      address: row.address,
      userAgent: row.user_agent,
      isCurrent: own !== null && row.token_hash.equals(own),
    }));
  }

  async function openSession(
    userId: UserId,
    by: { userAgent: string; previousToken: string | undefined; actor: AuditActor; way: 'password' | 'oidc' },
  ): Promise<string> {
    const token = newToken();
    const nowMs = clock.nowMs();
    await sessions.insert({
      tokenHash: hashToken(token),
      userId,
      createdAt: new Date(nowMs),
      expiresAt: new Date(nowMs + SESSION_LIMITS.absoluteMs),
      userAgent: by.userAgent.slice(0, 200),
      way: by.way,
      actor: by.actor,
      replaces: by.previousToken === undefined ? null : hashToken(by.previousToken),
    });
    if (by.previousToken !== undefined) known.forgetAll();
    return token;
  }

  function countFailure(found: Credentials, nowMs: number): Promise<void> {
    const until = new Date(nowMs + lockDurationMs(found.failedLogins + 1));
    return sessions.countFailure(found.identity.userId, { afterFailures: LOCK_OUT.afterFailures, until });
  }

  return {
    /**
     * Open to everybody: it is what proves who somebody is. Throws `TC_LOGIN_REFUSED`, `TC_BUSY`, or after the right
     * password `TC_CODE_REQUIRED` (no code was given) and `TC_CODE_WRONG`, which counts towards the lock as a password.
     */
    async login(input: {
      username: string;
      password: string;
      code?: string;
      userAgent: string;
      origin: RequestOrigin;
      /** The token that the browser had: nobody who knew it before the login shall know it after. */
      previousToken: string | undefined;
    }): Promise<{ token: string; user: SessionUser }> {
      const found = await sessions.findCredentials({ usernameKey: usernameKey(input.username) });
      const isMatch = await hasher.verify(found?.passwordHash ?? null, input.password);
      const actor = actorOf(found?.identity ?? null, input.origin);
      // A name that is nobody's is not written down: people type passwords into the wrong field.
      const refused = (reason: string) => sessions.noteRefusal(actor, reason);
      if (!found) {
        await refused('unknown');
        throw apiError('TC_LOGIN_REFUSED');
      }
      const nowMs = clock.nowMs();
      if (!found.isActive || (found.lockedUntilMs !== null && found.lockedUntilMs > nowMs)) {
        await refused(found.isActive ? 'locked' : 'disabled');
        throw apiError('TC_LOGIN_REFUSED');
      }
      const { userId } = found.identity;
      if (!isMatch) {
        await refused('password');
        await countFailure(found, nowMs);
        throw apiError('TC_LOGIN_REFUSED');
      }
      if (found.hasFactor) {
        if (input.code === undefined) throw apiError('TC_CODE_REQUIRED');
        if (!(await proveFactor(userId, input.code))) {
          await refused('code');
          await countFailure(found, nowMs);
          throw apiError('TC_CODE_WRONG');
        }
      }
      if (found.failedLogins > 0) await sessions.clearFailures(userId);
      const token = await openSession(userId, { ...input, actor, way: 'password' });
      return { token, user: sessionUser(found.identity) };
    },

    /** A session for whom a provider of single sign-on has vouched; null when the account is switched off. */
    async loginVouched(
      userId: UserId,
      input: { userAgent: string; origin: RequestOrigin; previousToken: string | undefined },
    ): Promise<string | null> {
      const found = await sessions.findCredentials({ userId });
      const actor = actorOf(found?.identity ?? null, input.origin);
      if (!found?.isActive) {
        await sessions.noteRefusal(actor, 'disabled');
        return null;
      }
      return openSession(userId, { ...input, actor, way: 'oidc' });
    },

    /** Who the cookie's token stands for; anything missing, malformed, ended or disabled is anonymous. */
    async resolve(token: string | undefined, origin: RequestOrigin): Promise<Auth> {
      if (!token || !SESSION_TOKEN.test(token)) return ANONYMOUS;
      const tokenHash = hashToken(token);
      const session = await known.get(tokenHash.toString('hex'));
      if (!session || hasEnded(session, clock.nowMs())) return ANONYMOUS;
      return { kind: 'user', identity: session.identity, sessionHash: tokenHash, origin };
    },

    /** What a session that was good stands for now: other grants, or nobody. Looking does not count as using it. */
    async renewed(auth: Auth): Promise<Auth> {
      if (auth.kind === 'key') return (await deps.renewKey?.(auth)) ?? ANONYMOUS;
      if (auth.kind !== 'user') return ANONYMOUS;
      const session = await sessions.find(auth.sessionHash);
      if (session === null || hasEnded(session, clock.nowMs())) return ANONYMOUS;
      return { ...auth, identity: session.identity };
    },

    async current(auth: Auth): Promise<SessionUser> {
      return sessionUser(requireAccess(auth, 'session.own'));
    },

    async logout(auth: Auth): Promise<void> {
      const { actor } = requireAccess(auth, 'session.own');
      if (auth.kind !== 'user') return;
      await sessions.remove(auth.sessionHash, actor);
      known.forgetAll();
    },

    /**
     * Who the own account is, after the password proved it once more; for what a stolen session shall not do. Wrong ones
     * count towards the lock. Throws `TC_PASSWORD_WRONG`.
     */
    async reprove(auth: Auth, password: string): Promise<Access> {
      const access = requireAccess(auth, 'session.own');
      const found = await sessions.findCredentials({ userId: access.userId });
      const isMatch = await hasher.verify(found?.passwordHash ?? null, password);
      const nowMs = clock.nowMs();
      const isLocked = found !== null && found.lockedUntilMs !== null && found.lockedUntilMs > nowMs;
      if (found !== null && isMatch && !isLocked) return access;
      if (found !== null && !isLocked) await countFailure(found, nowMs);
      throw apiError('TC_PASSWORD_WRONG');
    },

    /**
     * Ends every other session of the user and gives this one a new token. Throws `TC_PASSWORD_WRONG` or
     * `TC_PASSWORD_WEAK`.
     */
    async changePassword(auth: Auth, input: { current: string; next: string }): Promise<{ token: string }> {
      const identity = requireAccess(auth, 'session.own');
      if (auth.kind !== 'user') throw apiError('TC_SESSION_REQUIRED');
      const found = await sessions.findCredentials({ userId: identity.userId });
      const isMatch = await hasher.verify(found?.passwordHash ?? null, input.current);
      if (!isMatch) throw apiError('TC_PASSWORD_WRONG');
      requireStrongPassword(input.next, { username: identity.username, previous: input.current });
      const token = newToken();
      await sessions.replacePassword(identity.userId, {
        passwordHash: await hasher.hash(input.next),
        changedAt: new Date(clock.nowMs()),
        keepSession: auth.sessionHash,
        newTokenHash: hashToken(token),
        actor: identity.actor,
      });
      known.forgetAll();
      return { token };
    },

    /** The own sessions, the one used last first. */
    async listOwn(auth: Auth): Promise<OpenSession[]> {
      const { userId } = requireAccess(auth, 'session.own');
      return listOf(auth, userId);
    },

    async listOfUser(auth: Auth, userId: UserId): Promise<OpenSession[]> {
      requireAccess(auth, 'user.manage');
      return listOf(auth, userId);
    },

    /** One of the own sessions, or of whoever manages users anybody's. Throws `TC_SESSION_NOT_FOUND`. */
    async end(auth: Auth, id: string): Promise<void> {
      const { userId, actor } = requireAccess(auth, 'session.own');
      const of = scopeOf(auth, 'user.manage') === null ? userId : null;
      const count = await sessions.end({ id, of }, actor);
      known.forgetAll();
      if (count === 0) throw apiError('TC_SESSION_NOT_FOUND');
    },

    /** Every own session but this one. */
    async endOthers(auth: Auth): Promise<void> {
      const { userId, actor } = requireAccess(auth, 'session.own');
      if (auth.kind !== 'user') return;
      await sessions.end({ of: userId, except: auth.sessionHash }, actor);
      known.forgetAll();
    },

    /** Every session of a user. */
    async endOfUser(auth: Auth, userId: UserId): Promise<void> {
      const { actor } = requireAccess(auth, 'user.manage');
      await sessions.end({ of: userId, except: null }, actor);
      known.forgetAll();
    },

    /** To be called when sessions or their users were changed elsewhere in this process. */
    forgetKnown(): void {
      known.forgetAll();
    },
  };
}

/** How names are compared: without case, in one Unicode form. */
export function usernameKey(username: string): string {
  return username.normalize('NFC').trim().toLowerCase();
}

function lockDurationMs(failures: number): number {
  const doublings = Math.min(Math.max(failures - LOCK_OUT.afterFailures, 0), 10);
  return Math.min(LOCK_OUT.baseMs * 2 ** doublings, LOCK_OUT.maxMs);
}

function hasEnded(session: { lastSeenAtMs: number; expiresAtMs: number }, nowMs: number): boolean {
  return nowMs >= session.expiresAtMs || nowMs - session.lastSeenAtMs >= SESSION_LIMITS.idleMs;
}

export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

export function sessionUser(identity: Identity): SessionUser {
  const { userId, username, displayName, mustChangePassword, mustAddFactor, grants, screen } = identity;
  if (screen !== undefined) {
    const permissions = [...SCREEN_PERMISSIONS];
    return { id: userId, username, displayName, roles: [], permissions, mustChangePassword, mustAddFactor, screen };
  }
  const roles = ROLES.filter((role) => grants.some((grant) => grant.role === role));
  const permissions = PERMISSIONS.filter((permission) =>
    grants.some(
      ({ role, isEverything }) =>
        ROLE_PERMISSIONS[role].has(permission) && (isEverything || !WHOLE_PERMISSIONS.has(permission)),
    ),
  );
  return { id: userId, username, displayName, roles, permissions, mustChangePassword, mustAddFactor };
}
