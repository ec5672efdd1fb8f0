import type { CameraSource } from '@thapcanh/core/camera/camera';
import { parseCameraId } from '@thapcanh/core/ids';
import type { Tables } from '@thapcanh/infra/database/tables';
import type { SecretBox } from '@thapcanh/infra/secrets/secret-box';
import type { Kysely } from 'kysely';
import type { SessionLog } from '../media/media-types.ts';

/** A camera and the epoch of the lease under which this worker has it. */
export interface HeldCamera {
  readonly source: CameraSource;
  readonly epoch: number;
}

export interface CameraRepository {
  /**
   * Every camera that is switched on and leased to the worker, by id. A password that the secret key does not open
   * counts as none, and is logged.
   */
  heldCameras(workerId: string): Promise<HeldCamera[]>;
}

export function createCameraRepository(db: Kysely<Tables>, secrets: SecretBox, log: SessionLog): CameraRepository {
  return {
    async heldCameras(workerId) {
      const rows = await db
        .selectFrom('camera')
        .innerJoin('camera_lease', 'camera_lease.camera_id', 'camera.id')
        .select(['id', 'name', 'main_url', 'sub_url', 'username', 'password_sealed', 'profile'])
        .select(['source', 'transport', 'site', 'motion_fps', 'epoch'])
        .where('camera_lease.worker_id', '=', workerId)
        .where('is_enabled', '=', true)
        .orderBy('id')
        .execute();
      return rows.flatMap((row) => {
        const id = parseCameraId(row.id);
        if (id === null) return [];
        let password: string | null = null;
        try {
          password = row.password_sealed === null ? null : secrets.open(row.password_sealed);
        } catch (error) {
          log.warn({ err: error, cameraId: id }, 'the stored camera password cannot be opened');
        }
        const { name, main_url: mainUrl, sub_url: subUrl, username, profile, motion_fps: motionFps } = row;
        const { source: kind, transport, site, epoch } = row;
        const video = { mainUrl, subUrl, username, password, source: kind, transport };
        return [{ source: { id, name, profile, site, motionFps, ...video }, epoch }];
      });
    },
  };
}
