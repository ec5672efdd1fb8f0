import { isForeignKeyViolation } from '@thapcanh/infra/database/constraint-violation';
import type { AreaTable, Tables } from '@thapcanh/infra/database/tables';
import { type Kysely, type Selectable, sql } from 'kysely';

export type AreaRow = Pick<Selectable<AreaTable>, 'id' | 'parent_id' | 'kind' | 'name' | 'version'> & {
  readonly cameras: number;
};

export interface AreaChanges {
  readonly name?: string;
  readonly search_key?: string;
  readonly parent_id?: string;
}

export type AreaRepository = ReturnType<typeof createAreaRepository>;

/** SQL of the tree of areas. The database itself refuses a tree in any other order than province, ward, site. */
export function createAreaRepository(db: Kysely<Tables>) {
  const areas = () =>
    db
      .selectFrom('area')
      .select(['area.id', 'area.parent_id', 'area.kind', 'area.name', 'area.version'])
      .select(
        sql<number>`(select count(*) from area_within w join camera c on c.area_id = w.area_id
          where w.within_id = area.id and c.removed_at is null)`.as('cameras'),
      );

  return {
    /** Ordered by name as people read it. */
    list: (): Promise<AreaRow[]> => areas().orderBy('area.search_key').orderBy('area.id').execute(),

    async find(id: string): Promise<AreaRow | null> {
      return (await areas().where('area.id', '=', id).executeTakeFirst()) ?? null;
    },

    /** 'taken': the id is; 'misplaced': there is no such parent, or not of the kind that belongs above. */
    async insert(area: {
      id: string;
      parent_id: string | null;
      kind: AreaRow['kind'];
      name: string;
      search_key: string;
      created_at: Date;
    }): Promise<'done' | 'taken' | 'misplaced'> {
      try {
        const inserted = await db
          .insertInto('area')
          .values({ ...area, updated_at: area.created_at })
          .onConflict((conflict) => conflict.column('id').doNothing())
          .executeTakeFirst();
        return inserted.numInsertedOrUpdatedRows === 1n ? 'done' : 'taken';
      } catch (error) {
        if (!isForeignKeyViolation(error)) throw error;
        return 'misplaced';
      }
    },

    /** 'outdated': the area is not at that version any more. */
    async update(
      id: string,
      version: number,
      changes: AreaChanges,
      at: Date,
    ): Promise<'done' | 'outdated' | 'misplaced'> {
      try {
        const updated = await db
          .updateTable('area')
          .set({ ...changes, updated_at: at, version: version + 1 })
          .where('id', '=', id)
          .where('version', '=', version)
          .executeTakeFirst();
        return updated.numUpdatedRows === 1n ? 'done' : 'outdated';
      } catch (error) {
        if (!isForeignKeyViolation(error)) throw error;
        return 'misplaced';
      }
    },

    /** False while anything refers to it. */
    async remove(id: string): Promise<boolean> {
      try {
        await db.deleteFrom('area').where('id', '=', id).execute();
        return true;
      } catch (error) {
        if (!isForeignKeyViolation(error)) throw error;
        return false;
      }
    },
  };
}
