import type { CameraSource } from '@thapcanh/core/camera/camera';
import { parseCameraId } from '@thapcanh/core/ids';
import type { Tables } from '@thapcanh/infra/database/tables';
import type { SecretBox } from '@thapcanh/infra/secrets/secret-box';
import { type Kysely, sql } from 'kysely';
import type { SessionLog } from '../media/media-types.ts';

/** A camera and the epoch of the lease under which this worker has it. */
export interface HeldCamera {
  readonly source: CameraSource;
  readonly epoch: number;
  /** Whether it delivered pictures a moment ago, to this worker or another: it is likely to do so again. */
  readonly hasWorked: boolean;
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
        .leftJoin('camera_status', 'camera_status.camera_id', 'camera.id')
        .select(['source', 'transport', 'site', 'motion_fps', 'epoch'])
        .select(sql<boolean>`coalesce(last_frame_at > now() - interval '10 minutes', false)`.as('has_worked'))
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
        const { source: kind, transport, site, epoch, has_worked: hasWorked } = row;
        const video = { mainUrl, subUrl, username, password, source: kind, transport };
        return [{ source: { id, name, profile, site, motionFps, ...video }, epoch, hasWorked }];
      });
    },
  };
}
