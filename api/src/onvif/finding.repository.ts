import type { CameraId } from '@thapcanh/core/ids';
import type { CameraFindingTable, Tables } from '@thapcanh/infra/database/tables';
import { createOnvifFindingRepository } from '@thapcanh/infra/onvif/onvif-finding.repository';
import type { Kysely, Selectable } from 'kysely';

export type CameraFindingRow = Selectable<CameraFindingTable>;
export type FindingRepository = ReturnType<typeof createFindingRepository>;

/** SQL of what is wrong with cameras although they deliver. Ingest writes what the streams show, ONVIF what devices tell. */
export function createFindingRepository(db: Kysely<Tables>) {
  return {
    ...createOnvifFindingRepository(db),

    async list(cameraId: CameraId): Promise<CameraFindingRow[]> {
      return db.selectFrom('camera_finding').selectAll().where('camera_id', '=', cameraId).orderBy('code').execute();
    },
  };
}
