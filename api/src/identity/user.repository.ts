import { randomUUID } from 'node:crypto';
import type { UserId } from '@thapcanh/core/ids';
import { PURPOSES } from '@thapcanh/core/people/purpose';
import type { Role } from '@thapcanh/core/people/role';
import { type AuditActor, appendAudit } from '@thapcanh/infra/audit/append-audit';
import type { AppUserTable } from '@thapcanh/infra/database/people-tables';
import type { Tables } from '@thapcanh/infra/database/tables';
import { type Kysely, type Selectable, sql } from 'kysely';
import { keepingAdmin } from './keeping-admin.ts';

export type UserRow = Selectable<AppUserTable> & { readonly roles: Role[] };

export interface UserChanges {
  readonly display_name?: string;
  readonly is_active?: boolean;
  readonly password_hash?: string;
  readonly must_change_password?: boolean;
}

export type UserRepository = ReturnType<typeof createUserRepository>;

/** SQL of accounts. */
export function createUserRepository(db: Kysely<Tables>) {
  const users = () =>
    db
      .selectFrom('app_user')
      .selectAll('app_user')
      // The account of a key is no person's.
      .where((eb) =>
        eb.not(
          eb.exists(eb.selectFrom('api_key').select('api_key.user_id').whereRef('api_key.user_id', '=', 'app_user.id')),
        ),
      )
      .select(
        sql<Role[]>`array(select distinct g.role from access_grant g where g.user_id = app_user.id or g.team_id in
          (select team_id from team_member m where m.user_id = app_user.id) order by 1)`.as('roles'),
      );

  return {
    list(): Promise<UserRow[]> {
      return users().orderBy('username_key').execute();
    },

    async find(id: UserId): Promise<UserRow | null> {
      return (await users().where('app_user.id', '=', id).executeTakeFirst()) ?? null;
    },

    /** False when the name is taken. With a role: on everything, for all purposes. */
    async insert(
      user: {
        id: string;
        username: string;
        username_key: string;
        display_name: string;
        password_hash: string;
        must_change_password: boolean;
        created_at: Date;
        updated_at: Date;
      },
      by: { actor: AuditActor; role: Role | null },
    ): Promise<boolean> {
      return db.transaction().execute(async (tx) => {
        const inserted = await tx
          .insertInto('app_user')
          .values(user)
          .onConflict((conflict) => conflict.column('username_key').doNothing())
          .executeTakeFirst();
        if (inserted.numInsertedOrUpdatedRows !== 1n) return false;
        if (by.role !== null) {
          await tx
            .insertInto('access_grant')
            .values({
              id: randomUUID(),
              user_id: user.id,
              role: by.role,
              is_everything: true,
              purposes: [...PURPOSES],
              created_by: by.actor.id,
              created_at: user.created_at,
            })
            .execute();
        }
        const { id, username, display_name: displayName } = user;
        await appendAudit(tx, by.actor, {
          kind: 'user.created',
          details: { user: id, username, displayName, role: by.role },
        });
        return true;
      });
    },

    /**
     * Applies the changes; `endSessions` logs the user out everywhere. Gives 'last-admin' and changes nothing when no
     * active administrator would remain.
     */
    async update(
      id: UserId,
      changes: UserChanges,
      options: { updatedAt: Date; endSessions: boolean; actor: AuditActor },
    ): Promise<'done' | 'last-admin' | 'unknown'> {
      return keepingAdmin(db, async (tx) => {
        const isUnlocking = changes.password_hash !== undefined;
        const updated = await tx
          .updateTable('app_user')
          .set({ ...changes, updated_at: options.updatedAt })
          .$if(isUnlocking, (query) => query.set({ failed_logins: 0, locked_until: null }))
          .where('id', '=', id)
          .executeTakeFirst();
        if (updated.numUpdatedRows !== 1n) return 'unknown';
        if (options.endSessions) await tx.deleteFrom('user_session').where('user_id', '=', id).execute();
        const { password_hash: _, ...after } = changes;
        await appendAudit(tx, options.actor, {
          kind: 'user.changed',
          details: { user: id, after, isPasswordChanged: isUnlocking },
        });
        return 'done';
      });
    },
  };
}
