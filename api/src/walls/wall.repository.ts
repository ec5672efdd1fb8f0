import { type AuditActor, type AuditFact, appendAudit } from '@thapcanh/infra/audit/append-audit';
import type { Tables } from '@thapcanh/infra/database/tables';
import type { WallPreset, WallScreen, WallTable } from '@thapcanh/infra/database/wall-tables';
import { publishLiveEvent } from '@thapcanh/infra/events/live-events';
import { type Kysely, type RawBuilder, type Selectable, type SqlBool, sql } from 'kysely';
import { type CameraScope, isInScope } from '../identity/camera-scope.ts';

export type WallRow = Selectable<WallTable>;

export interface WallColumns {
  readonly name: string;
  readonly search_key: string;
  readonly area_id: string | null;
  readonly screens: readonly WallScreen[];
  readonly presets: readonly WallPreset[];
}

export type WallRepository = ReturnType<typeof createWallRepository>;

/** SQL of walls as they are arranged; what stands on their panels is in `wall-panel.repository.ts`. */
export function createWallRepository(db: Kysely<Tables>) {
  const visible = (scope: CameraScope) => db.selectFrom('wall').selectAll().where(isWallInScope(scope));

  return {
    list: (scope: CameraScope): Promise<WallRow[]> => visible(scope).orderBy('search_key').orderBy('id').execute(),

    async find(id: string, scope: CameraScope): Promise<WallRow | null> {
      return (await visible(scope).where('wall.id', '=', id).executeTakeFirst()) ?? null;
    },

    /** False when the id is taken. */
    insert(wall: WallColumns & { id: string; created_at: Date }, actor: AuditActor): Promise<boolean> {
      return db.transaction().execute(async (tx) => {
        const preset = wall.presets[0]?.number ?? null;
        const values = { ...wall, ...json(wall), preset, preset_at: wall.created_at, updated_at: wall.created_at };
        const inserted = await tx
          .insertInto('wall')
          .values(values)
          .onConflict((conflict) => conflict.column('id').doNothing())
          .executeTakeFirst();
        if (inserted.numInsertedOrUpdatedRows !== 1n) return false;
        await told(tx, wall.id, actor, { kind: 'wall.created', details: { wall: wall.id, ...facts(wall) } });
        return true;
      });
    },

    /** False when the wall is not at that version any more. What was pushed to panels that are gone goes with them. */
    update(id: string, version: number, wall: WallColumns & { updated_at: Date }, actor: AuditActor): Promise<boolean> {
      return db.transaction().execute(async (tx) => {
        const updated = await tx
          .updateTable('wall')
          .set({ ...wall, ...json(wall), version: version + 1 })
          .where('id', '=', id)
          .where('version', '=', version)
          .returning(['preset'])
          .executeTakeFirst();
        if (updated === undefined) return false;
        const panels = wall.screens.flatMap((screen) => screen.panels.map(({ number }) => number));
        for (const table of ['wall_push', 'wall_alarm'] as const) {
          await tx.deleteFrom(table).where('wall_id', '=', id).where('panel', 'not in', panels).execute();
        }
        if (!wall.presets.some(({ number }) => number === updated.preset)) {
          const preset = wall.presets[0]?.number ?? null;
          await tx.updateTable('wall').set({ preset, preset_at: wall.updated_at }).where('id', '=', id).execute();
        }
        await told(tx, id, actor, { kind: 'wall.changed', details: { wall: id, version, ...facts(wall) } });
        return true;
      });
    },

    remove(id: string, actor: AuditActor): Promise<void> {
      return db.transaction().execute(async (tx) => {
        await tx.deleteFrom('wall').where('id', '=', id).execute();
        await told(tx, id, actor, { kind: 'wall.removed', details: { wall: id } });
      });
    },

    async areaExists(id: string): Promise<boolean> {
      return (await db.selectFrom('area').select('id').where('id', '=', id).executeTakeFirst()) !== undefined;
    },
  };
}

/** Says that the wall changed and writes it down: the last statements of a transaction. */
export async function told(tx: Kysely<Tables>, wallId: string, actor: AuditActor, fact: AuditFact): Promise<void> {
  await publishLiveEvent(tx, { type: 'wall.changed', cameraId: null, wallId });
  await appendAudit(tx, actor, fact);
}

/** A wall of an area is seen by whoever reaches a camera in it, one of no area by all who may see walls. */
export function isWallInScope(scope: CameraScope): RawBuilder<SqlBool> {
  if (scope.kind === 'everything') return sql<SqlBool>`true`;
  if (scope.kind === 'wall') return sql<SqlBool>`wall.id = ${scope.wallId}`;
  return sql<SqlBool>`(wall.area_id is null or exists (select 1 from camera c join area_within w on w.area_id = c.area_id
    where w.within_id = wall.area_id and ${isInScope(scope, 'c.id')}))`;
}

const json = ({ screens, presets }: WallColumns) => ({
  screens: JSON.stringify(screens),
  presets: JSON.stringify(presets),
});

const facts = ({ name, area_id, screens, presets }: WallColumns) => ({
  name,
  areaId: area_id,
  screens: screens.map(({ id, layout }) => ({ id, layout })),
  presets,
});
