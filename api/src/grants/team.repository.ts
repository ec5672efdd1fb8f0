import { type AuditActor, appendAudit } from '@thapcanh/infra/audit/append-audit';
import { isForeignKeyViolation } from '@thapcanh/infra/database/constraint-violation';
import type { Tables } from '@thapcanh/infra/database/tables';
import { type Kysely, sql } from 'kysely';
import { keepingAdmin } from '../identity/keeping-admin.ts';

export interface TeamRow {
  readonly id: string;
  readonly name: string;
  readonly version: number;
  readonly member_ids: string[];
  readonly oidc_group: string | null;
}

export type TeamRepository = ReturnType<typeof createTeamRepository>;

/** SQL of teams: people who are granted things together. */
export function createTeamRepository(db: Kysely<Tables>) {
  const teams = () =>
    db
      .selectFrom('team')
      .select(['team.id', 'team.name', 'team.version', 'team.oidc_group'])
      .select(
        sql<string[]>`array(select m.user_id from team_member m where m.team_id = team.id order by 1)`.as('member_ids'),
      );

  return {
    list: (): Promise<TeamRow[]> => teams().orderBy('name_key').execute(),

    async find(id: string): Promise<TeamRow | null> {
      return (await teams().where('id', '=', id).executeTakeFirst()) ?? null;
    },

    insert(
      team: { id: string; name: string; name_key: string; oidc_group: string | null; created_at: Date },
      memberIds: readonly string[],
      actor: AuditActor,
    ): Promise<'done' | 'taken' | 'unknown-member'> {
      return knownMembers(() =>
        db.transaction().execute(async (tx) => {
          const inserted = await tx
            .insertInto('team')
            .values({ ...team, updated_at: team.created_at })
            .onConflict((conflict) => conflict.doNothing())
            .executeTakeFirst();
          if (inserted.numInsertedOrUpdatedRows !== 1n) return 'taken';
          await setMembers(tx, team.id, memberIds);
          await appendAudit(tx, actor, {
            kind: 'team.created',
            details: { team: team.id, name: team.name, memberIds },
          });
          return 'done';
        }),
      );
    },

    /** 'outdated': the team is not at that version any more. */
    update(
      id: string,
      version: number,
      columns: { name: string; name_key: string; oidc_group: string | null; updated_at: Date },
      memberIds: readonly string[],
      actor: AuditActor,
    ): Promise<'done' | 'outdated' | 'taken' | 'unknown-member' | 'last-admin'> {
      return knownMembers(() =>
        keepingAdmin(db, async (tx) => {
          const taken = await tx
            .selectFrom('team')
            .select('id')
            .where((eb) => eb.or([eb('name_key', '=', columns.name_key), eb('oidc_group', '=', columns.oidc_group)]))
            .where('id', '!=', id)
            .executeTakeFirst();
          if (taken) return 'taken';
          const updated = await tx
            .updateTable('team')
            .set({ ...columns, version: version + 1 })
            .where('id', '=', id)
            .where('version', '=', version)
            .executeTakeFirst();
          if (updated.numUpdatedRows !== 1n) return 'outdated';
          await tx.deleteFrom('team_member').where('team_id', '=', id).execute();
          await setMembers(tx, id, memberIds);
          await appendAudit(tx, actor, { kind: 'team.changed', details: { team: id, name: columns.name, memberIds } });
          return 'done';
        }),
      );
    },

    /** With everything that was granted to it. */
    remove(id: string, actor: AuditActor): Promise<'done' | 'last-admin'> {
      return keepingAdmin<'done'>(db, async (tx) => {
        await tx.deleteFrom('team').where('id', '=', id).execute();
        await appendAudit(tx, actor, { kind: 'team.removed', details: { team: id } });
        return 'done';
      });
    },
  };
}

async function setMembers(tx: Kysely<Tables>, teamId: string, memberIds: readonly string[]): Promise<void> {
  const rows = [...new Set(memberIds)].map((user_id) => ({ team_id: teamId, user_id }));
  if (rows.length > 0) await tx.insertInto('team_member').values(rows).execute();
}

async function knownMembers<Result>(work: () => Promise<Result>): Promise<Result | 'unknown-member'> {
  try {
    return await work();
  } catch (error) {
    if (!isForeignKeyViolation(error)) throw error;
    return 'unknown-member';
  }
}
