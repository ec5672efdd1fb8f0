import type { CameraFinding } from '@thapcanh/core/camera/camera-finding';
import type { CameraId } from '@thapcanh/core/ids';
import type { Tables } from '@thapcanh/infra/database/tables';
import { type Kysely, sql } from 'kysely';

/** All that the streams of one camera show now. */
export interface SeenFindings {
  readonly cameraId: CameraId;
  readonly findings: readonly CameraFinding[];
}

export interface FindingRepository {
  /**
   * Makes the findings of these cameras that come from their streams what was seen: new ones are added, known ones seen
   * again, the others removed; what ONVIF found stays. Cameras whose lease moved on are passed over. Gives the ids of
   * those with a finding more or less than before.
   */
  replace(workerId: string, seen: readonly SeenFindings[]): Promise<string[]>;
}

export function createFindingRepository(db: Kysely<Tables>): FindingRepository {
  return {
    async replace(workerId, seen) {
      if (seen.length === 0) return [];
      const rows = seen.flatMap(({ cameraId, findings }) =>
        findings.map(({ code, params }) => ({ camera_id: cameraId, code, params })),
      );
      const cameraIds = seen.map(({ cameraId }) => cameraId);
      const changed = await sql<{ camera_id: string }>`
        with looked as (
          select camera_id from camera_lease
          where worker_id = ${workerId}::uuid and camera_id = any(${cameraIds}::text[])
        ), seen as (
          select s.* from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as s (camera_id text, code text, params jsonb)
          join looked on looked.camera_id = s.camera_id
        ), gone as (
          delete from camera_finding f using looked
          where f.camera_id = looked.camera_id and f.found_by = 'stream'
            and not exists (select 1 from seen where seen.camera_id = f.camera_id and seen.code = f.code)
          returning f.camera_id
        ), kept as (
          insert into camera_finding (camera_id, code, params, found_by)
          select camera_id, code, params, 'stream' from seen
          on conflict (camera_id, code) do update set params = excluded.params, last_seen_at = now()
            where camera_finding.found_by = 'stream'
          returning camera_id, first_seen_at = last_seen_at as is_new
        )
        select camera_id from gone union select camera_id from kept where is_new`.execute(db);
      return changed.rows.map((row) => row.camera_id);
    },
  };
}
