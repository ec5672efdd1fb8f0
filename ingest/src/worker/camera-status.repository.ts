import type { CameraStatus } from '@thapcanh/core/camera/camera';
import type { Tables } from '@thapcanh/infra/database/tables';
import { type Kysely, sql } from 'kysely';

/** A status and the epoch of the lease under which it was seen. */
export interface HeldStatus {
  readonly status: CameraStatus;
  readonly epoch: number;
}

export interface CameraStatusRepository {
  /**
   * Writes all of them in one statement. Passed over: a camera that was deleted or switched off meanwhile, and one whose
   * lease has moved on, so that a worker thought dead never writes over its successor.
   */
  save(statuses: readonly HeldStatus[], place: { liveEndpoint: string; workerId: string }): Promise<void>;
  /** Marks cameras that a person switched off; gives the ids whose status changed. */
  markDisabled(): Promise<string[]>;
}

const isoOrNull = (atMs: number | null): string | null => (atMs === null ? null : new Date(atMs).toISOString());

export function createCameraStatusRepository(db: Kysely<Tables>): CameraStatusRepository {
  return {
    async save(statuses, { liveEndpoint, workerId }) {
      if (statuses.length === 0) return;
      const rows = statuses.map(({ status, epoch }) => ({
        camera_id: status.cameraId,
        epoch,
        state: status.state,
        fault_code: status.fault?.code ?? null,
        fault_params: status.fault?.params ?? {},
        is_recording: status.isRecording,
        last_frame_at: isoOrNull(status.lastFrameAtMs),
        width: status.width,
        height: status.height,
        codec: status.codec,
        fps: status.fps,
        bitrate_kbps: status.bitrateKbps,
        gop_ms: status.gopMs,
        sub_codec: status.subCodec,
        audio: status.audio,
        clock_offset_ms: status.clockOffsetMs === null ? null : Math.round(status.clockOffsetMs),
      }));
      await sql`
        insert into camera_status (camera_id, state, fault_code, fault_params, is_recording, last_frame_at, width,
          height, codec, fps, bitrate_kbps, gop_ms, sub_codec, audio, clock_offset_ms, live_endpoint, worker_id, updated_at)
        select s.camera_id, s.state, s.fault_code, s.fault_params, s.is_recording, s.last_frame_at, s.width, s.height,
          s.codec, s.fps, s.bitrate_kbps, s.gop_ms, s.sub_codec, s.audio, s.clock_offset_ms, ${liveEndpoint}, ${workerId},
          now()
        from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as s (camera_id text, epoch bigint, state text,
          fault_code text, fault_params jsonb, is_recording boolean, last_frame_at timestamptz, width integer,
          height integer, codec text, fps real, bitrate_kbps real, gop_ms real, sub_codec text, audio text,
          clock_offset_ms bigint)
        join camera on camera.id = s.camera_id and camera.is_enabled
        join camera_lease lease on lease.camera_id = s.camera_id and lease.epoch = s.epoch
          and lease.worker_id = ${workerId}::uuid
        on conflict (camera_id) do update set state = excluded.state, fault_code = excluded.fault_code,
          fault_params = excluded.fault_params, is_recording = excluded.is_recording,
          last_frame_at = coalesce(excluded.last_frame_at, camera_status.last_frame_at),
          width = coalesce(excluded.width, camera_status.width),
          height = coalesce(excluded.height, camera_status.height),
          codec = coalesce(excluded.codec, camera_status.codec), fps = excluded.fps,
          bitrate_kbps = excluded.bitrate_kbps, gop_ms = excluded.gop_ms,
          sub_codec = coalesce(excluded.sub_codec, camera_status.sub_codec), audio = excluded.audio,
          clock_offset_ms = excluded.clock_offset_ms, live_endpoint = excluded.live_endpoint,
          worker_id = excluded.worker_id, updated_at = excluded.updated_at`.execute(db);
    },
    async markDisabled() {
      const changed = await sql<{ camera_id: string }>`
        insert into camera_status (camera_id, state)
        select camera.id, 'disabled' from camera left join camera_status known on known.camera_id = camera.id
        where not camera.is_enabled and known.state is distinct from 'disabled'
        on conflict (camera_id) do update set state = 'disabled', fault_code = null, fault_params = '{}',
          is_recording = false, fps = null, bitrate_kbps = null, live_endpoint = null, updated_at = now()
          where camera_status.state <> 'disabled'
        returning camera_id`.execute(db);
      return changed.rows.map((row) => row.camera_id);
    },
  };
}
