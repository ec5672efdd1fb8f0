import { type AuditActor, appendAudit } from '@thapcanh/infra/audit/append-audit';
import { isForeignKeyViolation } from '@thapcanh/infra/database/constraint-violation';
import type { AccessGrantTable } from '@thapcanh/infra/database/people-tables';
import type { Tables } from '@thapcanh/infra/database/tables';
import { type Kysely, type Selectable, sql } from 'kysely';
import { keepingAdmin } from '../identity/keeping-admin.ts';

export type GrantRow = Selectable<AccessGrantTable> & {
  readonly area_ids: string[];
  readonly operating_area_ids: string[];
  readonly group_ids: string[];
  readonly created_by_name: string | null;
};

export interface GrantParts {
  readonly areaIds: readonly string[];
  readonly operatingAreaIds: readonly string[];
  readonly groupIds: readonly string[];
}

export type GrantRepository = ReturnType<typeof createGrantRepository>;

/** SQL of grants: who has which role where. */
export function createGrantRepository(db: Kysely<Tables>) {
  const partsOf = (column: 'area_id' | 'operating_area_id' | 'group_id') => sql<string[]>`array(select
    ${sql.ref(column)} from access_grant_part p where p.grant_id = access_grant.id and ${sql.ref(column)} is not null
    order by 1)`;
  const grants = () =>
    db
      .selectFrom('access_grant')
      .leftJoin('app_user as maker', 'maker.id', 'access_grant.created_by')
      .selectAll('access_grant')
      .select('maker.display_name as created_by_name')
      .select([
        partsOf('area_id').as('area_ids'),
        partsOf('operating_area_id').as('operating_area_ids'),
        partsOf('group_id').as('group_ids'),
      ]);

  return {
    /** Oldest first. */
    list(of: { userId: string | null; teamId: string | null }): Promise<GrantRow[]> {
      return grants()
        .where((eb) =>
          eb.or([
            eb('access_grant.user_id', 'is', null),
            eb('access_grant.user_id', 'not in', eb.selectFrom('api_key').select('api_key.user_id')),
          ]),
        )
        .$if(of.userId !== null, (query) => query.where('access_grant.user_id', '=', of.userId))
        .$if(of.teamId !== null, (query) => query.where('access_grant.team_id', '=', of.teamId))
        .orderBy('access_grant.created_at')
        .orderBy('access_grant.id')
        .execute();
    },

    async find(id: string): Promise<GrantRow | null> {
      return (await grants().where('access_grant.id', '=', id).executeTakeFirst()) ?? null;
    },

    /** False when the user, the team, an area or a group is none. */
    async insert(grant: Selectable<AccessGrantTable>, parts: GrantParts, actor: AuditActor): Promise<boolean> {
      try {
        await db.transaction().execute(async (tx) => {
          await tx.insertInto('access_grant').values(grant).execute();
          const none = { grant_id: grant.id, area_id: null, operating_area_id: null, group_id: null };
          const rows = [
            ...[...new Set(parts.areaIds)].map((area_id) => ({ ...none, area_id })),
            ...[...new Set(parts.operatingAreaIds)].map((operating_area_id) => ({ ...none, operating_area_id })),
            ...[...new Set(parts.groupIds)].map((group_id) => ({ ...none, group_id })),
          ];
          if (rows.length > 0) await tx.insertInto('access_grant_part').values(rows).execute();
          const { created_at: _, created_by: __, ...facts } = grant;
          await appendAudit(tx, actor, { kind: 'grant.created', details: { ...facts, parts } });
        });
        return true;
      } catch (error) {
        if (!isForeignKeyViolation(error)) throw error;
        return false;
      }
    },

    remove(id: string, actor: AuditActor): Promise<'done' | 'last-admin'> {
      return keepingAdmin<'done'>(db, async (tx) => {
        const before = await tx.deleteFrom('access_grant').where('id', '=', id).returningAll().executeTakeFirst();
        await appendAudit(tx, actor, { kind: 'grant.removed', details: { before } });
        return 'done';
      });
    },
  };
}
