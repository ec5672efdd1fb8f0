import type { CameraId } from '@thapcanh/core/ids';
import type { Tables } from '@thapcanh/infra/database/tables';
import { type Kysely, sql } from 'kysely';
import { type CameraScope, isInScope } from '../identity/camera-scope.ts';

export interface PictureWorkerRepository {
  cameraExists(cameraId: CameraId, scope: CameraScope): Promise<boolean>;
  /**
   * Where to ask for a picture, best first: the worker that holds the camera, workers of the node on whose disk the
   * recording of that instant lies, any worker of this node.
   */
  endpoints(cameraId: CameraId, atMs: number, ownNodeId: string | null): Promise<string[]>;
}

/** A worker that said nothing for this long is gone. */
const ALIVE = '10 seconds';
const MAX_WORKERS = 200;
/** Without this bound an instant of a gap would be looked for in everything before it. */
const LONGEST_RECORDING_MS = 3_600_000;

export function createPictureWorkerRepository(db: Kysely<Tables>): PictureWorkerRepository {
  return {
    async cameraExists(cameraId, scope) {
      const found = db
        .selectFrom('camera')
        .select('id')
        .where('id', '=', cameraId)
        .where(isInScope(scope, 'camera.id'));
      return (await found.executeTakeFirst()) !== undefined;
    },

    async endpoints(cameraId, atMs, ownNodeId) {
      const [holder, recording, workers] = await Promise.all([
        db
          .selectFrom('camera_status')
          .innerJoin('camera', 'camera.id', 'camera_status.camera_id')
          .select('camera_status.live_endpoint')
          .where('camera.id', '=', cameraId)
          .where('camera.is_enabled', '=', true)
          .executeTakeFirst(),
        db
          .selectFrom('recording')
          .select('node_id')
          .where('camera_id', '=', cameraId)
          .where('started_at', '<=', new Date(atMs))
          .where('started_at', '>', new Date(atMs - LONGEST_RECORDING_MS))
          .where('ended_at', '>', new Date(atMs))
          .where('tier', '=', 'local')
          .orderBy('started_at', 'desc')
          .executeTakeFirst(),
        db
          .selectFrom('ingest_worker')
          .select(['node_id', 'live_endpoint', 'media_address'])
          .where('stopped_at', 'is', null)
          .where('heartbeat_at', '>', sql<Date>`now() - ${ALIVE}::interval`)
          .orderBy('heartbeat_at', 'desc')
          .limit(MAX_WORKERS)
          .execute(),
      ]);
      const of = (nodeId: string | null): (string | null)[] =>
        workers
          .filter((worker) => worker.node_id === nodeId)
          .map((worker) => (nodeId === ownNodeId ? worker.live_endpoint : worker.media_address));
      const all = [holder?.live_endpoint ?? null, ...of(recording?.node_id ?? null), ...of(ownNodeId)];
      return [...new Set(all.filter((endpoint) => endpoint !== null))];
    },
  };
}
