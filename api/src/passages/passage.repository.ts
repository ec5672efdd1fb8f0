import type { CameraId, PassageId } from '@thapcanh/core/ids';
import type { PassageTable, Tables } from '@thapcanh/infra/database/tables';
import type { Kysely, Selectable } from 'kysely';
import { type CameraScope, isInScope } from '../identity/camera-scope.ts';
import type { PageCursor } from './page-cursor.ts';
import type { PlateMatch } from './plate-pattern.ts';

export type PassageRow = Selectable<PassageTable> & { camera_name: string };

export interface PassageFilter {
  readonly cameraId: CameraId | null;
  readonly plate: PlateMatch | null;
  readonly fromMs: number | null;
  readonly toMs: number | null;
  readonly hasPlate: boolean | null;
  readonly after: PageCursor | null;
  readonly limit: number;
}

export interface PictureRef {
  readonly key: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly contentType: string;
}

export type PassageRepository = ReturnType<typeof createPassageRepository>;

/** SQL of passages, newest first. */
export function createPassageRepository(db: Kysely<Tables>) {
  const passages = (scope: CameraScope) =>
    db
      .selectFrom('passage')
      .innerJoin('camera', 'camera.id', 'passage.camera_id')
      .selectAll('passage')
      .select('camera.name as camera_name')
      .where(isInScope(scope, 'passage.camera_id'));

  return {
    list(filter: PassageFilter, scope: CameraScope): Promise<PassageRow[]> {
      const { cameraId, plate, fromMs, toMs, hasPlate, after } = filter;
      let query = passages(scope);
      if (cameraId !== null) query = query.where('passage.camera_id', '=', cameraId);
      if (plate?.kind === 'equals') query = query.where('passage.plate_key', '=', plate.key);
      if (plate?.kind === 'like') query = query.where('passage.plate_key', 'like', plate.pattern);
      if (fromMs !== null) query = query.where('passage.started_at', '>=', new Date(fromMs));
      if (toMs !== null) query = query.where('passage.started_at', '<', new Date(toMs));
      if (hasPlate !== null) query = query.where('passage.plate_text', hasPlate ? 'is not' : 'is', null);
      if (after !== null) {
        query = query.where(({ eb, refTuple, tuple }) =>
          eb(refTuple('passage.started_at', 'passage.id'), '<', tuple(new Date(after.startedAtMs), after.id)),
        );
      }
      return query.orderBy('passage.started_at', 'desc').orderBy('passage.id', 'desc').limit(filter.limit).execute();
    },

    async find(id: PassageId, scope: CameraScope): Promise<PassageRow | null> {
      return (await passages(scope).where('passage.id', '=', id).executeTakeFirst()) ?? null;
    },

    /** Null when the passage has no such picture; undefined when there is no such passage. */
    async findPicture(
      id: PassageId,
      kind: 'crop' | 'scene',
      scope: CameraScope,
    ): Promise<PictureRef | null | undefined> {
      const row = await db
        .selectFrom('passage')
        .leftJoin('object_ledger', 'object_ledger.key', kind === 'crop' ? 'passage.crop_key' : 'passage.scene_key')
        .select(['object_ledger.key', 'object_ledger.sha256', 'object_ledger.bytes', 'object_ledger.content_type'])
        .where('passage.id', '=', id)
        .where(isInScope(scope, 'passage.camera_id'))
        .executeTakeFirst();
      if (!row) return undefined;
      if (row.key === null || row.sha256 === null || row.bytes === null || row.content_type === null) return null;
      return { key: row.key, sha256: row.sha256.toString('hex'), bytes: row.bytes, contentType: row.content_type };
    },
  };
}
