import { type AuditActor, appendAudit } from '@thapcanh/infra/audit/append-audit';
import { isForeignKeyViolation } from '@thapcanh/infra/database/constraint-violation';
import type { Tables } from '@thapcanh/infra/database/tables';
import { type Kysely, sql } from 'kysely';

export interface OperatingAreaRow {
  readonly id: string;
  readonly name: string;
  readonly version: number;
  readonly area_ids: string[];
  readonly group_ids: string[];
  readonly cameras: number;
}

export interface OperatingAreaParts {
  readonly areaIds: readonly string[];
  readonly groupIds: readonly string[];
}

export type OperatingAreaRepository = ReturnType<typeof createOperatingAreaRepository>;

/** SQL of operating areas: named sets of areas and camera groups across the tree. */
export function createOperatingAreaRepository(db: Kysely<Tables>) {
  const partsOf = (column: 'area_id' | 'group_id') => sql<string[]>`array(select ${sql.ref(column)}
    from operating_area_part p where p.operating_area_id = operating_area.id and ${sql.ref(column)} is not null
    order by 1)`;
  const sets = () =>
    db
      .selectFrom('operating_area')
      .select(['operating_area.id', 'operating_area.name', 'operating_area.version'])
      .select([partsOf('area_id').as('area_ids'), partsOf('group_id').as('group_ids')])
      .select(
        sql<number>`(select count(*) from camera c where c.removed_at is null and (
          c.group_id in (select p.group_id from operating_area_part p where p.operating_area_id = operating_area.id)
          or c.area_id in (select w.area_id from area_within w join operating_area_part p on p.area_id = w.within_id
            where p.operating_area_id = operating_area.id)))`.as('cameras'),
      );

  return {
    list: (): Promise<OperatingAreaRow[]> => sets().orderBy('search_key').orderBy('id').execute(),

    async find(id: string): Promise<OperatingAreaRow | null> {
      return (await sets().where('id', '=', id).executeTakeFirst()) ?? null;
    },

    /** 'taken': the id is; 'unknown-part': an area or a group that is none. */
    insert(
      columns: { id: string; name: string; search_key: string; created_at: Date },
      parts: OperatingAreaParts,
      actor: AuditActor,
    ): Promise<'done' | 'taken' | 'unknown-part'> {
      return known(() =>
        db.transaction().execute(async (tx) => {
          const inserted = await tx
            .insertInto('operating_area')
            .values({ ...columns, updated_at: columns.created_at })
            .onConflict((conflict) => conflict.column('id').doNothing())
            .executeTakeFirst();
          if (inserted.numInsertedOrUpdatedRows !== 1n) return 'taken';
          await setParts(tx, columns.id, parts);
          const details = { operatingArea: columns.id, name: columns.name, ...parts };
          await appendAudit(tx, actor, { kind: 'area.created', details });
          return 'done';
        }),
      );
    },

    /** 'outdated': it is not at that version any more. */
    update(
      id: string,
      version: number,
      columns: { name: string; search_key: string; updated_at: Date },
      parts: OperatingAreaParts,
      actor: AuditActor,
    ): Promise<'done' | 'outdated' | 'unknown-part'> {
      return known(() =>
        db.transaction().execute(async (tx) => {
          const updated = await tx
            .updateTable('operating_area')
            .set({ ...columns, version: version + 1 })
            .where('id', '=', id)
            .where('version', '=', version)
            .executeTakeFirst();
          if (updated.numUpdatedRows !== 1n) return 'outdated';
          await tx.deleteFrom('operating_area_part').where('operating_area_id', '=', id).execute();
          await setParts(tx, id, parts);
          const details = { operatingArea: id, version, name: columns.name, ...parts };
          await appendAudit(tx, actor, { kind: 'area.changed', details });
          return 'done';
        }),
      );
    },

    /** False while a grant refers to it. */
    async remove(id: string, actor: AuditActor): Promise<boolean> {
      try {
        await db.transaction().execute(async (tx) => {
          await tx.deleteFrom('operating_area').where('id', '=', id).execute();
          await appendAudit(tx, actor, { kind: 'area.removed', details: { operatingArea: id } });
        });
        return true;
      } catch (error) {
        if (!isForeignKeyViolation(error)) throw error;
        return false;
      }
    },
  };
}

async function setParts(tx: Kysely<Tables>, id: string, parts: OperatingAreaParts): Promise<void> {
  const rows = [
    ...[...new Set(parts.areaIds)].map((area_id) => ({ operating_area_id: id, area_id, group_id: null })),
    ...[...new Set(parts.groupIds)].map((group_id) => ({ operating_area_id: id, area_id: null, group_id })),
  ];
  if (rows.length > 0) await tx.insertInto('operating_area_part').values(rows).execute();
}

async function known<Result>(work: () => Promise<Result>): Promise<Result | 'unknown-part'> {
  try {
    return await work();
  } catch (error) {
    if (!isForeignKeyViolation(error)) throw error;
    return 'unknown-part';
  }
}
