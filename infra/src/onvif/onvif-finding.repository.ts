import type { CameraFinding } from '@thapcanh/core/camera/camera-finding';
import type { CameraId } from '@thapcanh/core/ids';
import type { Kysely } from 'kysely';
import type { Tables } from '../database/tables.ts';
import type { DeviceInformation } from './onvif-device.ts';

export type OnvifFindingRepository = ReturnType<typeof createOnvifFindingRepository>;

/** SQL of what ONVIF tells of cameras and what is wrong with them. What the streams show is ingest's, and stays as it is. */
export function createOnvifFindingRepository(db: Kysely<Tables>) {
  return {
    /** Makes what ONVIF found be exactly this, besides findings of the codes `kept`, which nobody looked for. */
    async replace(
      cameraId: CameraId,
      findings: readonly CameraFinding[],
      at: Date,
      kept: readonly CameraFinding['code'][] = [],
    ): Promise<void> {
      await db.transaction().execute(async (trx) => {
        const codes = [...kept, ...findings.map(({ code }) => code)];
        await trx
          .deleteFrom('camera_finding')
          .where('camera_id', '=', cameraId)
          .where('found_by', '=', 'onvif')
          .$if(codes.length > 0, (query) => query.where('code', 'not in', codes))
          .execute();
        for (const { code, params } of findings) {
          await trx
            .insertInto('camera_finding')
            .values({
              camera_id: cameraId,
              code,
              params: JSON.stringify(params),
              found_by: 'onvif',
              first_seen_at: at,
              last_seen_at: at,
            })
            .onConflict((conflict) =>
              conflict
                .columns(['camera_id', 'code'])
                .doUpdateSet({ params: JSON.stringify(params), last_seen_at: at })
                .where('camera_finding.found_by', '=', 'onvif'),
            )
            .execute();
        }
      });
    },

    /** Keeps what the device says it is. */
    async noteDevice(cameraId: CameraId, information: DeviceInformation, at: Date): Promise<void> {
      const { manufacturer, model, firmware } = information;
      const row = { manufacturer, model, firmware, asked_at: at };
      await db
        .insertInto('camera_device')
        .values({ camera_id: cameraId, ...row })
        .onConflict((conflict) => conflict.column('camera_id').doUpdateSet(row))
        .execute();
    },

    /** Removes one thing ONVIF had found and that was set right. */
    async remove(cameraId: CameraId, code: CameraFinding['code']): Promise<void> {
      await db
        .deleteFrom('camera_finding')
        .where('camera_id', '=', cameraId)
        .where('code', '=', code)
        .where('found_by', '=', 'onvif')
        .execute();
    },
  };
}
