import { randomUUID } from 'node:crypto';
import { parseUserId, type UserId } from '@thapcanh/core/ids';
import { type AuditActor, appendAudit } from '@thapcanh/infra/audit/append-audit';
import type { Tables } from '@thapcanh/infra/database/tables';
import type { Kysely } from 'kysely';
import { keepingAdmin } from '../identity/keeping-admin.ts';
import { usernameKey } from '../identity/session.service.ts';

export interface Vouched {
  readonly issuer: string;
  readonly subject: string;
  /** Wished for; a number follows where it is taken. */
  readonly username: string;
  readonly displayName: string;
}

const MAX_NAMESAKES = 50;

export type OidcRepository = ReturnType<typeof createOidcRepository>;

/** SQL of accounts for whom a provider of single sign-on vouches. */
export function createOidcRepository(db: Kysely<Tables>) {
  async function find({ issuer, subject }: Vouched): Promise<UserId | null> {
    const row = await db
      .selectFrom('app_user')
      .select('id')
      .where('oidc_issuer', '=', issuer)
      .where('oidc_subject', '=', subject)
      .executeTakeFirst();
    return row === undefined ? null : parseUserId(row.id);
  }

  return {
    /**
     * The account of issuer and subject, made without any grant when there is none. Never one that happens to have the
     * same name: whoever names people at the provider could take it over. Null: too many have that name.
     */
    async findOrMake(who: Vouched, at: Date, actor: AuditActor): Promise<UserId | null> {
      const known = await find(who);
      if (known !== null) return known;
      for (let n = 1; n <= MAX_NAMESAKES; n++) {
        const username = n === 1 ? who.username : `${who.username}-${n}`;
        const id = randomUUID();
        const isMade = await db.transaction().execute(async (tx) => {
          const made = await tx
            .insertInto('app_user')
            .values({
              ...{ id, username, username_key: usernameKey(username), display_name: who.displayName },
              ...{ password_hash: null, oidc_issuer: who.issuer, oidc_subject: who.subject },
              ...{ created_at: at, updated_at: at },
            })
            .onConflict((conflict) => conflict.doNothing())
            .executeTakeFirst();
          if (made.numInsertedOrUpdatedRows !== 1n) return false;
          const details = { user: id, username, displayName: who.displayName, provider: who.issuer };
          await appendAudit(tx, actor, { kind: 'user.created', details });
          return true;
        });
        if (isMade) return parseUserId(id);
        const meanwhile = await find(who);
        if (meanwhile !== null) return meanwhile;
      }
      return null;
    },

    /**
     * Into the teams whose group they have, out of those whose group they have not; teams without a group stay.
     * 'last-admin': nothing is changed, because nobody would administer any more.
     */
    async syncTeams(userId: UserId, groups: readonly string[], actor: AuditActor): Promise<'done' | 'last-admin'> {
      return keepingAdmin<'done'>(db, async (tx) => {
        const teams = await tx
          .selectFrom('team')
          .select(['id', 'oidc_group'])
          .where('oidc_group', 'is not', null)
          .execute();
        const member = await tx.selectFrom('team_member').select('team_id').where('user_id', '=', userId).execute();
        const isIn = new Set(member.map((row) => row.team_id));
        const entered: string[] = [];
        const left: string[] = [];
        for (const team of teams) {
          const belongs = groups.includes(team.oidc_group ?? '');
          if (belongs && !isIn.has(team.id)) entered.push(team.id);
          if (!belongs && isIn.has(team.id)) left.push(team.id);
        }
        if (entered.length + left.length === 0) return 'done';
        if (entered.length > 0) {
          const rows = entered.map((team_id) => ({ team_id, user_id: userId }));
          await tx
            .insertInto('team_member')
            .values(rows)
            .onConflict((conflict) => conflict.doNothing())
            .execute();
        }
        if (left.length > 0) {
          await tx.deleteFrom('team_member').where('user_id', '=', userId).where('team_id', 'in', left).execute();
        }
        await appendAudit(tx, actor, { kind: 'team.changed', details: { user: userId, entered, left, by: 'oidc' } });
        return 'done';
      });
    },
  };
}
