import type { CameraFinding } from '@thapcanh/core/camera/camera-finding';
import type { CameraId } from '@thapcanh/core/ids';
import type { CameraFindingTable, Tables } from '@thapcanh/infra/database/tables';
import type { Kysely, Selectable } from 'kysely';

export type CameraFindingRow = Selectable<CameraFindingTable>;
export type FindingRepository = ReturnType<typeof createFindingRepository>;

/** SQL of what is wrong with cameras although they deliver. Ingest writes what the streams show, this what ONVIF tells. */
export function createFindingRepository(db: Kysely<Tables>) {
  return {
    async list(cameraId: CameraId): Promise<CameraFindingRow[]> {
      return db.selectFrom('camera_finding').selectAll().where('camera_id', '=', cameraId).orderBy('code').execute();
    },

    /** Makes what ONVIF found be exactly this; what the stream showed stays as it is. */
    async replaceOnvif(cameraId: CameraId, findings: readonly CameraFinding[], at: Date): Promise<void> {
      await db.transaction().execute(async (trx) => {
        const codes = findings.map(({ code }) => code);
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

    /** Removes one thing ONVIF had found and that was set right. */
    async removeOnvif(cameraId: CameraId, code: CameraFinding['code']): Promise<void> {
      await db
        .deleteFrom('camera_finding')
        .where('camera_id', '=', cameraId)
        .where('code', '=', code)
        .where('found_by', '=', 'onvif')
        .execute();
    },
  };
}
