import type { UserId } from '@thapcanh/core/ids';
import type { AppUserTable, Tables } from '@thapcanh/infra/database/tables';
import type { Kysely, Selectable, Transaction } from 'kysely';

export type UserRow = Selectable<AppUserTable>;

export interface UserChanges {
  readonly display_name?: string;
  readonly role?: 'admin' | 'operator';
  readonly is_active?: boolean;
  readonly password_hash?: string;
  readonly must_change_password?: boolean;
}

export type UserRepository = ReturnType<typeof createUserRepository>;

/** SQL of accounts. */
export function createUserRepository(db: Kysely<Tables>) {
  return {
    list(): Promise<UserRow[]> {
      return db.selectFrom('app_user').selectAll().orderBy('username_key').execute();
    },

    async find(id: UserId): Promise<UserRow | null> {
      return (await db.selectFrom('app_user').selectAll().where('id', '=', id).executeTakeFirst()) ?? null;
    },

    /** Null when the name is taken. */
    async insert(user: {
      id: string;
      username: string;
      username_key: string;
      display_name: string;
      role: 'admin' | 'operator';
      password_hash: string;
      must_change_password: boolean;
      created_at: Date;
      updated_at: Date;
    }): Promise<UserRow | null> {
      const row = await db
        .insertInto('app_user')
        .values(user)
        .onConflict((conflict) => conflict.column('username_key').doNothing())
        .returningAll()
        .executeTakeFirst();
      return row ?? null;
    },

    /**
     * Applies the changes; `endSessions` logs the user out everywhere. Gives 'last-admin' and changes nothing when no
     * active administrator would remain, null when there is no such user.
     */
    async update(
      id: UserId,
      changes: UserChanges,
      options: { updatedAt: Date; endSessions: boolean },
    ): Promise<UserRow | 'last-admin' | null> {
      return db.transaction().execute(async (tx) => {
        const admins = await lockActiveAdmins(tx);
        const staysAdmin = changes.role !== 'operator' && changes.is_active !== false;
        if (!staysAdmin && admins.length === 1 && admins[0] === id) return 'last-admin';
        const isUnlocking = changes.password_hash !== undefined;
        const row = await tx
          .updateTable('app_user')
          .set({ ...changes, updated_at: options.updatedAt })
          .$if(isUnlocking, (query) => query.set({ failed_logins: 0, locked_until: null }))
          .where('id', '=', id)
          .returningAll()
          .executeTakeFirst();
        if (row && options.endSessions) await tx.deleteFrom('user_session').where('user_id', '=', id).execute();
        return row ?? null;
      });
    },
  };
}

/** Locked in id order, so that two administrators demoting each other cannot both succeed. */
async function lockActiveAdmins(tx: Transaction<Tables>): Promise<string[]> {
  const rows = await tx
    .selectFrom('app_user')
    .select('id')
    .where('role', '=', 'admin')
    .where('is_active', '=', true)
    .orderBy('id')
    .forUpdate()
    .execute();
  return rows.map((row) => row.id);
}
