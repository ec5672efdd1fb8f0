import type { UserId } from '@thapcanh/core/ids';
import type { Role } from '@thapcanh/core/people/role';
import { type AuditActor, appendAudit } from '@thapcanh/infra/audit/append-audit';
import type { SignInTables } from '@thapcanh/infra/database/sign-in-tables';
import type { Tables } from '@thapcanh/infra/database/tables';
import { type Kysely, type Selectable, sql } from 'kysely';

export type TotpRow = Selectable<SignInTables['user_totp']> & { readonly codes_left: number };

export type SecondFactorRepository = ReturnType<typeof createSecondFactorRepository>;

/** SQL of second factors and of the roles that need one. */
export function createSecondFactorRepository(db: Kysely<Tables>) {
  return {
    async find(userId: UserId): Promise<TotpRow | null> {
      const row = await db
        .selectFrom('user_totp')
        .selectAll()
        .select(
          sql<number>`(select count(*) from user_recovery_code c where c.user_id = user_totp.user_id
            and c.used_at is null)`.as('codes_left'),
        )
        .where('user_id', '=', userId)
        .executeTakeFirst();
      return row ?? null;
    },

    /** Begins anew; false when one is in force. */
    async begin(userId: UserId, secret: Buffer, at: Date): Promise<boolean> {
      const begun = await db
        .insertInto('user_totp')
        .values({ user_id: userId, secret_sealed: secret, created_at: at })
        .onConflict((conflict) =>
          conflict
            .column('user_id')
            .doUpdateSet({ secret_sealed: secret, created_at: at, last_step: null })
            .where('user_totp.confirmed_at', 'is', null),
        )
        .executeTakeFirst();
      return begun.numInsertedOrUpdatedRows === 1n;
    },

    /** Puts the second factor in force; false when it was not begun, or is already. */
    async confirm(
      userId: UserId,
      proof: { step: number; at: Date; codeHashes: readonly Buffer[]; secret: Buffer },
      actor: AuditActor,
    ): Promise<boolean> {
      return db.transaction().execute(async (tx) => {
        const confirmed = await tx
          .updateTable('user_totp')
          .set({ confirmed_at: proof.at, last_step: proof.step })
          .where('user_id', '=', userId)
          .where('secret_sealed', '=', proof.secret)
          .where('confirmed_at', 'is', null)
          .executeTakeFirst();
        if (confirmed.numUpdatedRows !== 1n) return false;
        await setCodes(tx, userId, proof.codeHashes);
        await appendAudit(tx, actor, { kind: 'factor.on' });
        return true;
      });
    },

    /** False when this code, or one after it, was used before: of two at once one wins. */
    async useStep(userId: UserId, step: number): Promise<boolean> {
      const used = await db
        .updateTable('user_totp')
        .set({ last_step: step })
        .where('user_id', '=', userId)
        .where('confirmed_at', 'is not', null)
        .where((eb) => eb.or([eb('last_step', 'is', null), eb('last_step', '<', step)]))
        .executeTakeFirst();
      return used.numUpdatedRows === 1n;
    },

    async useRecoveryCode(userId: UserId, codeHash: Buffer, at: Date): Promise<boolean> {
      const used = await db
        .updateTable('user_recovery_code')
        .set({ used_at: at })
        .where('user_id', '=', userId)
        .where('code_hash', '=', codeHash)
        .where('used_at', 'is', null)
        .executeTakeFirst();
      return used.numUpdatedRows === 1n;
    },

    async replaceCodes(userId: UserId, codeHashes: readonly Buffer[], actor: AuditActor): Promise<void> {
      await db.transaction().execute(async (tx) => {
        await setCodes(tx, userId, codeHashes);
        await appendAudit(tx, actor, { kind: 'factor.codes' });
      });
    },

    /** False when there was none. A reset, which an administrator does, ends the sessions of the user. */
    async remove(userId: UserId, kind: 'factor.off' | 'factor.reset', actor: AuditActor): Promise<boolean> {
      return db.transaction().execute(async (tx) => {
        const removed = await tx.deleteFrom('user_totp').where('user_id', '=', userId).executeTakeFirst();
        if (removed.numDeletedRows !== 1n) return false;
        if (kind === 'factor.reset') await tx.deleteFrom('user_session').where('user_id', '=', userId).execute();
        await appendAudit(tx, actor, { kind, details: { user: userId } });
        return true;
      });
    },

    async rolesInNeed(): Promise<ReadonlySet<string>> {
      const rows = await db.selectFrom('role_rule').select('role').where('needs_second_factor', '=', true).execute();
      return new Set(rows.map(({ role }) => role));
    },

    async setRoleNeed(role: Role, isNeeded: boolean, actor: AuditActor): Promise<void> {
      await db.transaction().execute(async (tx) => {
        await tx
          .insertInto('role_rule')
          .values({ role, needs_second_factor: isNeeded })
          .onConflict((conflict) => conflict.column('role').doUpdateSet({ needs_second_factor: isNeeded }))
          .execute();
        await appendAudit(tx, actor, { kind: 'role.changed', details: { role, needsSecondFactor: isNeeded } });
      });
    },
  };
}

async function setCodes(tx: Kysely<Tables>, userId: UserId, codeHashes: readonly Buffer[]): Promise<void> {
  await tx.deleteFrom('user_recovery_code').where('user_id', '=', userId).execute();
  await tx
    .insertInto('user_recovery_code')
    .values(codeHashes.map((code_hash) => ({ user_id: userId, code_hash })))
    .execute();
}
