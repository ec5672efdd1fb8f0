import { type CameraId, parseCameraId } from '@thapcanh/core/ids';
import type { Tables } from '@thapcanh/infra/database/tables';
import { type Kysely, sql } from 'kysely';
import { EXPIRY_MS } from './lease-timing.ts';

/** One life of one ingest process, as its row says it. */
export interface WorkerIdentity {
  readonly id: string;
  readonly nodeId: string;
  readonly slot: number;
  /** `unix:<path>`, for readers on the same node. */
  readonly liveEndpoint: string;
  /** `http://host:port`, for readers on other nodes. */
  readonly mediaAddress: string | null;
  /** Cameras at most. */
  readonly capacity: number;
}

export interface Lease {
  readonly cameraId: CameraId;
  readonly epoch: number;
  /** False once a person switched the camera off; it is then given back. */
  readonly isWanted: boolean;
}

export interface LivingWorker {
  readonly id: string;
  readonly nodeId: string;
  readonly slot: number;
  readonly capacity: number;
}

export interface Beat {
  /** False when this life was ended by another process on its slot, or its row is gone: nothing may be claimed. */
  readonly isRegistered: boolean;
  readonly leases: readonly Lease[];
  /** Every worker whose heartbeat is fresh, this one included when it is registered. */
  readonly living: readonly LivingWorker[];
  /** Cameras that are switched on. */
  readonly wantedCameras: number;
  /** Those of them that no living worker holds. */
  readonly freeCameras: number;
}

/**
 * The lease rows. All times are the database's: the clocks of the nodes do not matter. A worker lives while it is not
 * stopped and its heartbeat is younger than `EXPIRY_MS`; only the cameras of living workers are held. A database that
 * has just started gives everybody the time to be heard again.
 */
export interface LeaseRepository {
  /**
   * Begins a life: ends an earlier one on the same node and slot and, when that one had not ended in order (it was
   * killed), takes its cameras over at once, each under a new epoch. Gives how many were taken over.
   */
  register(worker: WorkerIdentity): Promise<number>;
  /** Says that the worker lives and reads everything it has to know; one statement. */
  beat(workerId: string): Promise<Beat>;
  /**
   * Takes up to `limit` free cameras, those that this node and slot held before first. Any number of workers may claim
   * at once: none gets a camera that another one just took. Gives how many were taken, fewer under contention.
   */
  claim(workerId: string, limit: number): Promise<number>;
  /** Gives cameras back that the worker has closed; one that has moved on meanwhile is passed over. */
  release(workerId: string, cameraIds: readonly CameraId[]): Promise<void>;
  /** Ends the life in order: all its cameras are free, and remembered for the next worker on this slot. */
  stop(workerId: string): Promise<void>;
}

const KEPT_LIVES = sql`interval '7 days'`;

export function createLeaseRepository(db: Kysely<Tables>): LeaseRepository {
  const isLiving = sql`stopped_at is null and greatest(heartbeat_at, pg_postmaster_start_time())
    > now() - make_interval(secs => ${EXPIRY_MS / 1_000}::double precision)`;
  return {
    async register({ id, nodeId, slot, liveEndpoint, mediaAddress, capacity }) {
      const taken = await sql`
        with before as (
          update ingest_worker set stopped_at = now()
          where node_id = ${nodeId} and slot = ${slot} and id <> ${id}::uuid and stopped_at is null
          returning id
        ), forgotten as (
          delete from ingest_worker
          where stopped_at is not null and heartbeat_at < now() - ${KEPT_LIVES}
            and not exists (select 1 from camera_lease where worker_id = ingest_worker.id)
        ), made as (
          insert into ingest_worker (id, node_id, slot, live_endpoint, media_address, capacity)
          values (${id}::uuid, ${nodeId}, ${slot}, ${liveEndpoint}, ${mediaAddress}, ${capacity})
          on conflict (id) do update set stopped_at = null, heartbeat_at = now()
          returning id
        )
        update camera_lease set worker_id = made.id, epoch = epoch + 1, acquired_at = now()
        from before, made, camera
        where camera_lease.worker_id = before.id and camera.id = camera_lease.camera_id and camera.is_enabled
        returning camera_lease.camera_id`.execute(db);
      return taken.rows.length;
    },

    async beat(workerId) {
      const found = await sql<BeatRow>`
        with me as (
          update ingest_worker set heartbeat_at = now() where id = ${workerId}::uuid and stopped_at is null returning id
        ), living as (
          select id, node_id, slot, capacity from ingest_worker
          where ${isLiving} or (stopped_at is null and id = ${workerId}::uuid)
        )
        select exists (select 1 from me) as "isRegistered",
          (select count(*) from camera where is_enabled) as "wantedCameras",
          (select count(*) from camera left join camera_lease on camera_lease.camera_id = camera.id
            where camera.is_enabled
              and not exists (select 1 from living where living.id = camera_lease.worker_id)) as "freeCameras",
          (select coalesce(json_agg(json_build_object('id', id, 'nodeId', node_id, 'slot', slot, 'capacity', capacity)),
            '[]') from living) as living,
          (select coalesce(json_agg(json_build_object('cameraId', camera_id, 'epoch', epoch, 'isWanted', is_enabled)),
            '[]') from camera_lease join camera on camera.id = camera_lease.camera_id
            where worker_id = ${workerId}::uuid and exists (select 1 from me)) as leases`.execute(db);
      const row = found.rows[0];
      if (row === undefined) throw new Error('a beat without an answer');
      const leases = row.leases.flatMap(({ cameraId, epoch, isWanted }) => {
        const id = parseCameraId(cameraId);
        return id === null ? [] : [{ cameraId: id, epoch, isWanted }];
      });
      return { ...row, leases };
    },

    async claim(workerId, limit) {
      await sql`
        insert into camera_lease (camera_id)
        select id from camera
        where is_enabled and not exists (select 1 from camera_lease where camera_lease.camera_id = camera.id)
        on conflict do nothing`.execute(db);
      // `seen` is the row as this statement's snapshot has it: one that another worker took meanwhile fits no longer.
      const taken = await sql`
        with self as (
          select id, node_id, slot from ingest_worker where id = ${workerId}::uuid and stopped_at is null
        ), chosen as (
          select lease.camera_id
          from self, camera_lease lease
            join camera on camera.id = lease.camera_id and camera.is_enabled
            join camera_lease seen on seen.camera_id = lease.camera_id and seen.epoch = lease.epoch
            left join ingest_worker before on before.id = seen.worker_id
          where not exists (
            select 1 from ingest_worker holder where holder.id = lease.worker_id and ${isLiving})
          order by case when before.node_id = self.node_id and before.slot = self.slot then 0
            when before.id is null then 1 else 2 end, lease.camera_id
          limit ${limit}
          for update of lease skip locked
        )
        update camera_lease set worker_id = ${workerId}::uuid, epoch = epoch + 1, acquired_at = now()
        from chosen where chosen.camera_id = camera_lease.camera_id
        returning camera_lease.camera_id`.execute(db);
      return taken.rows.length;
    },

    async release(workerId, cameraIds) {
      if (cameraIds.length === 0) return;
      await sql`
        update camera_lease set worker_id = null
        where worker_id = ${workerId}::uuid and camera_id = any(${[...cameraIds]}::text[])`.execute(db);
    },

    async stop(workerId) {
      await sql`update ingest_worker set stopped_at = now() where id = ${workerId}::uuid and stopped_at is null`.execute(
        db,
      );
    },
  };
}

interface BeatRow {
  readonly isRegistered: boolean;
  readonly wantedCameras: number;
  readonly freeCameras: number;
  readonly living: readonly LivingWorker[];
  readonly leases: readonly { readonly cameraId: string; readonly epoch: number; readonly isWanted: boolean }[];
}
