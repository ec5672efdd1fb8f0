import type { CameraId } from '@thapcanh/core/ids';
import { type AuditActor, appendAudit } from '@thapcanh/infra/audit/append-audit';
import { isForeignKeyViolation } from '@thapcanh/infra/database/constraint-violation';
import type { CameraStatusTable, Tables } from '@thapcanh/infra/database/tables';
import type { Kysely, Selectable } from 'kysely';
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { BoundingBox } from '../city-map/bounding-box.ts';
import { apiError } from '../errors/api-errors.ts';
import { type CameraScope, isInScope } from '../identity/camera-scope.ts';
import type { CameraChanges, CameraRow } from './camera-changes.ts';
import {
  createdFact,
  groupBefore,
  insertCamera,
  isReached,
  type NewCamera,
  nextNumber,
  noteMove,
  withPlace,
} from './camera-rows.ts';

export type CameraStatusRow = Selectable<CameraStatusTable>;
export interface CameraWithStatus {
  readonly camera: CameraRow;
  readonly status: CameraStatusRow | null;
}

export interface CameraFilter {
  readonly scope: CameraScope;
  readonly folded?: string | null;
  readonly areaId?: string | null;
  /** Only cameras with a known place, the nearest to this one first. */
  readonly near?: { readonly latitude: number; readonly longitude: number } | null;
  readonly limit?: number | null;
  /** Only cameras with a known place. */
  readonly isPlaced?: boolean;
  /** Only cameras that stand in it; `west` is larger than `east` across the antimeridian. */
  readonly within?: BoundingBox | null;
}

export type CameraRepository = ReturnType<typeof createCameraRepository>;

/** SQL of cameras and of what ingest says about them. A hidden camera is never returned. */
export function createCameraRepository(db: Kysely<Tables>) {
  /** Removed by a person, or a demo camera that made way for real ones. */
  const visible = () =>
    db
      .selectFrom('camera')
      .selectAll()
      .where((eb) =>
        eb.or([eb('is_enabled', '=', true), eb.and([eb('removed_at', 'is', null), eb('origin', '!=', 'demo')])]),
      );

  async function withStatus(cameras: CameraRow[]): Promise<CameraWithStatus[]> {
    if (cameras.length === 0) return [];
    const ids = cameras.map((camera) => camera.id);
    const rows = await db.selectFrom('camera_status').selectAll().where('camera_id', 'in', ids).execute();
    const statuses = new Map(rows.map((row) => [row.camera_id, row]));
    return cameras.map((camera) => ({ camera, status: statuses.get(camera.id) ?? null }));
  }

  return {
    /**
     * Ordered by name as people read it. `folded` is searched in the folded name and in the id; an area holds the cameras
     * of all areas in it.
     */
    async list({
      scope,
      folded = null,
      areaId = null,
      near = null,
      limit = null,
      isPlaced = false,
      within = null,
    }: CameraFilter): Promise<CameraWithStatus[]> {
      const pattern = folded === null ? null : `%${folded.replace(/[\\%_]/g, '\\$&')}%`;
      const rows = await visible()
        .where(isInScope(scope, 'camera.id'))
        .$if(pattern !== null, (query) =>
          query.where((eb) => eb.or([eb('search_key', 'like', pattern ?? ''), eb('id', 'like', pattern ?? '')])),
        )
        .$if(areaId !== null, (query) =>
          query.where('area_id', 'in', (eb) =>
            eb.selectFrom('area_within').select('area_within.area_id').where('within_id', '=', areaId),
          ),
        )
        .$if(near !== null, (query) =>
          query.where('latitude', 'is not', null).orderBy(squaredDistance(near ?? { latitude: 0, longitude: 0 })),
        )
        .$if(isPlaced, (query) => query.where('latitude', 'is not', null))
        .$if(within !== null, (query) => query.where(isWithin(within ?? { west: 0, south: 0, east: 0, north: 0 })))
        .orderBy('search_key')
        .orderBy('id')
        .$if(limit !== null, (query) => query.limit(limit ?? 0))
        .execute();
      return withStatus(rows);
    },

    async find(id: CameraId, scope: CameraScope): Promise<CameraWithStatus | null> {
      const row = await visible().where('id', '=', id).where(isInScope(scope, 'camera.id')).executeTakeFirst();
      return (row && (await withStatus([row]))[0]) ?? null;
    },

    /** Ids of the cameras within the scope; null: all are. */
    async idsWithin(scope: CameraScope): Promise<ReadonlySet<string> | null> {
      if (scope.kind === 'everything') return null;
      const rows = await visible().clearSelect().select('id').where(isInScope(scope, 'camera.id')).execute();
      return new Set(rows.map((row) => row.id));
    },

    /**
     * Null when a visible camera has the id. A hidden one is taken over: its recordings come back with it. Throws
     * `TC_GROUP_NOT_FOUND`, `TC_AREA_NOT_FOUND`, `TC_CAMERA_NUMBER_TAKEN`.
     */
    async insert(
      camera: NewCamera,
      { scope, actor }: { scope: CameraScope; actor: AuditActor },
    ): Promise<CameraRow | null> {
      return withPlace(camera, () =>
        db.transaction().execute(async (tx) => {
          const freeNumber = await nextNumber(tx);
          const row = await insertCamera(tx, camera, { scope, freeNumber });
          if (row) await appendAudit(tx, actor, createdFact(row));
          return row;
        }),
      );
    },

    /**
     * Null when the camera is not at that version any more. Another group's limits are from then on this person's wish
     * for its recordings. Throws `TC_GROUP_NOT_FOUND`, `TC_AREA_NOT_FOUND`,
     * `TC_CAMERA_NUMBER_TAKEN`, and `TC_PLACE_REFUSED` when the camera would then lie outside the scope.
     */
    async update(
      id: CameraId,
      edit: { version: number; changes: CameraChanges; at: Date; scope: CameraScope; actor: AuditActor },
    ): Promise<CameraRow | null> {
      const { version, changes, at: updatedAt, scope, actor } = edit;
      return withPlace(changes, () =>
        db.transaction().execute(async (tx) => {
          const before = changes.group_id === undefined ? null : await groupBefore(tx, id);
          const row = await tx
            .updateTable('camera')
            .set({ ...changes, updated_at: updatedAt })
            .set((eb) => ({ version: eb('version', '+', 1) }))
            .where('id', '=', id)
            .where('version', '=', version)
            .where(isInScope(scope, 'camera.id'))
            .returningAll()
            .executeTakeFirst();
          if (!row) return null;
          if (!(await isReached(tx, id, scope))) throw apiError('TC_PLACE_REFUSED');
          await noteMove(tx, before, row.group_id, updatedAt);
          const { password_sealed: password, search_key: _, ...after } = changes;
          const details = { version, after, ...(password !== undefined && { isPasswordChanged: true }) };
          await appendAudit(tx, actor, { kind: 'camera.changed', cameraId: id, details });
          return row;
        }),
      );
    },

    /** Deletes the row; where recordings or passages refer to it, switches it off, hides it and forgets its account and owner. */
    async remove(id: CameraId, removedAt: Date, actor: AuditActor): Promise<void> {
      const removed = (isKept: boolean) => ({ kind: 'camera.removed' as const, cameraId: id, details: { isKept } });
      try {
        await db.transaction().execute(async (tx) => {
          await tx.deleteFrom('camera').where('id', '=', id).execute();
          await appendAudit(tx, actor, removed(false));
        });
      } catch (error) {
        if (!isForeignKeyViolation(error)) throw error;
        await db.transaction().execute(async (tx) => {
          await tx.deleteFrom('camera_owner').where('camera_id', '=', id).execute();
          await tx
            .updateTable('camera')
            .set((eb) => ({
              is_enabled: false,
              removed_at: removedAt,
              username: null,
              password_sealed: null,
              updated_at: removedAt,
              version: eb('version', '+', 1),
            }))
            .where('id', '=', id)
            .execute();
          await appendAudit(tx, actor, removed(true));
        });
      }
    },

    /** Where the camera's ingest worker serves its live window; null when no worker has it. */
    async findLiveEndpoint(id: CameraId): Promise<string | null> {
      const row = await db
        .selectFrom('camera_status')
        .innerJoin('camera', 'camera.id', 'camera_status.camera_id')
        .select('camera_status.live_endpoint')
        .where('camera.id', '=', id)
        .where('camera.is_enabled', '=', true)
        .executeTakeFirst();
      return row?.live_endpoint ?? null;
    },
  };
}

function isWithin({ west, south, east, north }: BoundingBox): RawBuilder<SqlBool> {
  const across = west <= east ? sql`and` : sql`or`;
  return sql<SqlBool>`latitude between ${south}::float8 and ${north}::float8
    and (longitude >= ${west}::float8 ${across} longitude <= ${east}::float8)`;
}

/** Orders by distance within a city: degrees of longitude are as long as at the place asked for. */
function squaredDistance({ latitude, longitude }: { latitude: number; longitude: number }): RawBuilder<number> {
  const shrink = Math.cos((latitude * Math.PI) / 180);
  return sql<number>`(latitude - ${latitude}::float8) ^ 2 + ((longitude - ${longitude}::float8) * ${shrink}::float8) ^ 2`;
}
