import { parseUserId, type UserId } from '@thapcanh/core/ids';
import { type AuditActor, appendAudit } from '@thapcanh/infra/audit/append-audit';
import type { UserSessionTable } from '@thapcanh/infra/database/people-tables';
import type { Tables } from '@thapcanh/infra/database/tables';
import { type Kysely, type Selectable, sql } from 'kysely';
import type { GrantFact, Identity } from './access.ts';

export interface Credentials {
  readonly identity: Identity;
  /** Null: of single sign-on or of a key; no password fits. */
  readonly passwordHash: string | null;
  readonly hasFactor: boolean;
  readonly isActive: boolean;
  readonly failedLogins: number;
  readonly lockedUntilMs: number | null;
}

export interface StoredSession {
  readonly identity: Identity;
  readonly lastSeenAtMs: number;
  readonly expiresAtMs: number;
}

export type SessionRow = Pick<
  Selectable<UserSessionTable>,
  'id' | 'token_hash' | 'created_at' | 'last_seen_at' | 'expires_at' | 'user_agent' | 'address'
>;

export type SessionRepository = ReturnType<typeof createSessionRepository>;

/** SQL of sessions and of the login columns of `app_user`. */
export function createSessionRepository(db: Kysely<Tables>) {
  return {
    async findCredentials(by: { usernameKey: string } | { userId: UserId }): Promise<Credentials | null> {
      const query = db.selectFrom('app_user').selectAll('app_user').select([grantsOfUser, hasFactor, needsFactor]);
      const row = await ('userId' in by
        ? query.where('app_user.id', '=', by.userId)
        : query.where('username_key', '=', by.usernameKey)
      ).executeTakeFirst();
      return row
        ? {
            identity: identityOf({ ...row, must_add_factor: row.needs_factor && !row.has_factor }),
            passwordHash: row.password_hash,
            hasFactor: row.has_factor,
            isActive: row.is_active,
            failedLogins: row.failed_logins,
            lockedUntilMs: row.locked_until?.getTime() ?? null,
          }
        : null;
    },

    /** Counts one failure and locks in the same statement, so that parallel attempts cannot slip under the limit. */
    async countFailure(userId: UserId, lock: { afterFailures: number; until: Date }): Promise<void> {
      await db
        .updateTable('app_user')
        .set((eb) => ({
          failed_logins: eb('failed_logins', '+', 1),
          locked_until: eb
            .case()
            .when(eb('failed_logins', '+', 1), '>=', lock.afterFailures)
            .then(lock.until)
            .else(eb.ref('locked_until'))
            .end(),
        }))
        .where('id', '=', userId)
        .execute();
    },

    async clearFailures(userId: UserId): Promise<void> {
      await db.updateTable('app_user').set({ failed_logins: 0, locked_until: null }).where('id', '=', userId).execute();
    },

    async insert(session: {
      tokenHash: Buffer;
      userId: UserId;
      createdAt: Date;
      expiresAt: Date;
      userAgent: string;
      way: 'password' | 'oidc';
      actor: AuditActor;
      /** Of the session that the browser had before: it ends. */
      replaces: Buffer | null;
    }): Promise<void> {
      await db.transaction().execute(async (tx) => {
        await tx
          .insertInto('user_session')
          .values({
            token_hash: session.tokenHash,
            user_id: session.userId,
            created_at: session.createdAt,
            last_seen_at: session.createdAt,
            expires_at: session.expiresAt,
            user_agent: session.userAgent,
            address: session.actor.address,
            way: session.way,
          })
          .execute();
        if (session.replaces !== null) {
          await tx.deleteFrom('user_session').where('token_hash', '=', session.replaces).execute();
        }
        await appendAudit(tx, session.actor, {
          kind: 'session.login',
          details: { userAgent: session.userAgent, way: session.way },
        });
      });
    },

    /** A login that was refused, and why. */
    async noteRefusal(actor: AuditActor, reason: string): Promise<void> {
      await db.transaction().execute((tx) => appendAudit(tx, actor, { kind: 'session.refused', details: { reason } }));
    },

    async find(tokenHash: Buffer): Promise<StoredSession | null> {
      const row = await db
        .selectFrom('user_session')
        .innerJoin('app_user', 'app_user.id', 'user_session.user_id')
        .select([
          'app_user.id',
          'app_user.username',
          'app_user.display_name',
          'app_user.must_change_password',
          'user_session.last_seen_at',
          'user_session.expires_at',
          'user_session.way',
        ])
        .select([grantsOfUser, hasFactor, needsFactor])
        .where('user_session.token_hash', '=', tokenHash)
        .where('app_user.is_active', '=', true)
        .executeTakeFirst();
      return row
        ? {
            // Single sign-on asks for its own second factor.
            identity: identityOf({
              ...row,
              must_add_factor: row.way === 'password' && row.needs_factor && !row.has_factor,
            }),
            lastSeenAtMs: row.last_seen_at.getTime(),
            expiresAtMs: row.expires_at.getTime(),
          }
        : null;
    },

    async touch(tokenHash: Buffer, seenAt: Date): Promise<void> {
      await db.updateTable('user_session').set({ last_seen_at: seenAt }).where('token_hash', '=', tokenHash).execute();
    },

    async remove(tokenHash: Buffer, actor: AuditActor): Promise<void> {
      await db.transaction().execute(async (tx) => {
        await tx.deleteFrom('user_session').where('token_hash', '=', tokenHash).execute();
        await appendAudit(tx, actor, { kind: 'session.logout' });
      });
    },

    /** The sessions of a user that have not ended, the one used last first. */
    async list(userId: UserId, alive: { now: Date; seenAfter: Date }): Promise<SessionRow[]> {
      return db
        .selectFrom('user_session')
        .select(['id', 'token_hash', 'created_at', 'last_seen_at', 'expires_at', 'user_agent', 'address'])
        .where('user_id', '=', userId)
        .where('expires_at', '>', alive.now)
        .where('last_seen_at', '>', alive.seenAfter)
        .orderBy('last_seen_at', 'desc')
        .orderBy('id')
        .execute();
    },

    /** Ends one session by its id, or all of a user but one; gives how many. `of` null: whoever's it is. */
    async end(
      wanted: { id: string; of: UserId | null } | { of: UserId; except: Buffer | null },
      actor: AuditActor,
    ): Promise<number> {
      return db.transaction().execute(async (tx) => {
        let query = tx.deleteFrom('user_session');
        if (wanted.of !== null) query = query.where('user_id', '=', wanted.of);
        if ('id' in wanted) query = query.where('id', '=', wanted.id);
        else if (wanted.except !== null) query = query.where('token_hash', '!=', wanted.except);
        const ended = await query.returning(['id', 'user_id']).execute();
        if (ended.length === 0) return 0;
        const details = { user: ended[0]?.user_id, sessions: ended.map(({ id }) => id) };
        await appendAudit(tx, actor, { kind: 'session.ended', details });
        return ended.length;
      });
    },

    /** Sets a new password, gives the session that did it a new token and ends every other of the user. */
    async replacePassword(
      userId: UserId,
      change: { passwordHash: string; changedAt: Date; keepSession: Buffer; newTokenHash: Buffer; actor: AuditActor },
    ): Promise<void> {
      await db.transaction().execute(async (tx) => {
        await tx
          .updateTable('app_user')
          .set({
            password_hash: change.passwordHash,
            must_change_password: false,
            failed_logins: 0,
            locked_until: null,
            updated_at: change.changedAt,
          })
          .where('id', '=', userId)
          .execute();
        await tx
          .deleteFrom('user_session')
          .where('user_id', '=', userId)
          .where('token_hash', '!=', change.keepSession)
          .execute();
        await tx
          .updateTable('user_session')
          .set({ token_hash: change.newTokenHash })
          .where('token_hash', '=', change.keepSession)
          .execute();
        await appendAudit(tx, change.actor, { kind: 'session.password' });
      });
    },
  };
}

const hasFactor = sql<boolean>`exists (select 1 from user_totp f where f.user_id = app_user.id
  and f.confirmed_at is not null)`.as('has_factor');

const needsFactor = sql<boolean>`exists (select 1 from access_grant g join role_rule r on r.role = g.role
  where r.needs_second_factor and (g.user_id = app_user.id
    or g.team_id in (select team_id from team_member m where m.user_id = app_user.id)))`.as('needs_factor');

/** Their own grants and those of their teams. */
export const grantsOfUser = sql<
  readonly GrantFact[]
>`(select coalesce(jsonb_agg(jsonb_build_object('id', g.id, 'role', g.role,
  'isEverything', g.is_everything, 'purposes', g.purposes) order by g.id), '[]') from access_grant g
  where g.user_id = app_user.id
    or g.team_id in (select team_id from team_member m where m.user_id = app_user.id))`.as('grants');

export function identityOf(row: {
  id: string;
  username: string;
  display_name: string;
  must_change_password: boolean;
  must_add_factor: boolean;
  grants: readonly GrantFact[];
}): Identity {
  const userId = parseUserId(row.id);
  if (!userId) throw new Error('app_user.id is not a UUID');
  return {
    userId,
    username: row.username,
    displayName: row.display_name,
    mustChangePassword: row.must_change_password,
    mustAddFactor: row.must_add_factor,
    grants: row.grants,
  };
}
