import { type AuditActor, appendAudit } from '@thapcanh/infra/audit/append-audit';
import { isForeignKeyViolation } from '@thapcanh/infra/database/constraint-violation';
import type { AreaTable } from '@thapcanh/infra/database/people-tables';
import type { Tables } from '@thapcanh/infra/database/tables';
import { type Kysely, type RawBuilder, type Selectable, type SqlBool, sql } from 'kysely';
import { type CameraScope, isInScope } from '../identity/camera-scope.ts';

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
  /** Those that hold a camera of the scope or were granted, all that is in these and what they lie in. */
  const areas = (scope: CameraScope) =>
    db
      .selectFrom('area')
      .select(['area.id', 'area.parent_id', 'area.kind', 'area.name', 'area.version'])
      .select(
        sql<number>`(select count(*) from area_within w join camera c on c.area_id = w.area_id
          where w.within_id = area.id and c.removed_at is null and ${isInScope(scope, 'c.id')})`.as('cameras'),
      )
      .where(isAreaInScope(scope));

  return {
    /** Ordered by name as people read it. */
    list: (scope: CameraScope): Promise<AreaRow[]> =>
      areas(scope).orderBy('area.search_key').orderBy('area.id').execute(),

    async find(id: string, scope: CameraScope): Promise<AreaRow | null> {
      return (await areas(scope).where('area.id', '=', id).executeTakeFirst()) ?? null;
    },

    /** 'taken': the id is; 'misplaced': there is no such parent, or not of the kind that belongs above. */
    async insert(
      area: {
        id: string;
        parent_id: string | null;
        kind: AreaRow['kind'];
        name: string;
        search_key: string;
        created_at: Date;
      },
      actor: AuditActor,
    ): Promise<'done' | 'taken' | 'misplaced'> {
      try {
        return await db.transaction().execute(async (tx) => {
          const inserted = await tx
            .insertInto('area')
            .values({ ...area, updated_at: area.created_at })
            .onConflict((conflict) => conflict.column('id').doNothing())
            .executeTakeFirst();
          if (inserted.numInsertedOrUpdatedRows !== 1n) return 'taken';
          const { id, parent_id: parentId, kind, name } = area;
          await appendAudit(tx, actor, { kind: 'area.created', details: { area: id, parentId, kind, name } });
          return 'done';
        });
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
      actor: AuditActor,
    ): Promise<'done' | 'outdated' | 'misplaced'> {
      try {
        return await db.transaction().execute(async (tx) => {
          const updated = await tx
            .updateTable('area')
            .set({ ...changes, updated_at: at, version: version + 1 })
            .where('id', '=', id)
            .where('version', '=', version)
            .executeTakeFirst();
          if (updated.numUpdatedRows !== 1n) return 'outdated';
          await appendAudit(tx, actor, { kind: 'area.changed', details: { area: id, version, after: changes } });
          return 'done';
        });
      } catch (error) {
        if (!isForeignKeyViolation(error)) throw error;
        return 'misplaced';
      }
    },

    /** False while anything refers to it. */
    async remove(id: string, actor: AuditActor): Promise<boolean> {
      try {
        await db.transaction().execute(async (tx) => {
          await tx.deleteFrom('area').where('id', '=', id).execute();
          await appendAudit(tx, actor, { kind: 'area.removed', details: { area: id } });
        });
        return true;
      } catch (error) {
        if (!isForeignKeyViolation(error)) throw error;
        return false;
      }
    },
  };
}

function isAreaInScope(scope: CameraScope): RawBuilder<SqlBool> {
  if (scope.kind === 'everything') return sql<SqlBool>`true`;
  if (scope.kind === 'wall') return sql<SqlBool>`false`;
  return sql<SqlBool>`area.id in (
    with own as (
      select area_id from access_grant_part where grant_id = any(${[...scope.grantIds]}::uuid[])
      union select o.area_id from access_grant_part p join operating_area_part o
        on o.operating_area_id = p.operating_area_id where p.grant_id = any(${[...scope.grantIds]}::uuid[])
    )
    select w.within_id from camera c join area_within w on w.area_id = c.area_id where ${isInScope(scope, 'c.id')}
    union select w.within_id from own join area_within w on w.area_id = own.area_id
    union select w.area_id from own join area_within w on w.within_id = own.area_id)`;
}
