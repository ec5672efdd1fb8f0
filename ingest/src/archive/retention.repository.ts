import type { DeletionRecordTable, Tables } from '@thapcanh/infra/database/tables';
import { type Kysely, sql } from 'kysely';

/** A camera with recordings that this node may delete or move, and the rules of its group. */
export interface RetainedCamera {
  readonly cameraId: string;
  readonly groupId: string;
  readonly groupName: string;
  readonly keepDays: number;
  readonly moveAfterHours: number | null;
  readonly capsChangedAtMs: number;
}

export interface CappedGroup {
  readonly groupId: string;
  readonly groupName: string;
  readonly maxBytes: number;
  readonly bytes: number;
  readonly recordings: number;
  readonly capsChangedAtMs: number;
}

/** What capped groups have on the disk of a node that cannot delete now. */
export interface UnreachableRecordings {
  readonly nodeId: string;
  readonly recordings: number;
  readonly bytes: number;
}

/** A finished recording that no hold protects. */
export interface DueRecording {
  readonly id: string;
  readonly cameraId: string;
  readonly tier: 'local' | 'object';
  readonly path: string;
  readonly bytes: number;
  /** Whether this node's disk or an object holds it, so that this node may delete it. */
  readonly isOurs: boolean;
}

export type DeletionReason = Exclude<DeletionRecordTable['reason'], 'person'>;

export type RetentionRepository = ReturnType<typeof createRetentionRepository>;

/**
 * Overlaps an active hold; touching counts. One end of the span is bounded so that an index of recordings serves too.
 */
export const isHeld = sql<boolean>`exists (
  select 1 from recording_hold h where h.camera_id = r.camera_id and h.released_at is null
    and h.from_at <= r.ended_at and h.to_at >= r.started_at)`;

/** A node whose archiver has not seen its store for so long is gone, or its disk is. */
const GONE_AFTER = sql`interval '10 minutes'`;

/** SQL of retention as one node sees it. A recording belongs to the node whose disk holds it; objects belong to every node. */
export function createRetentionRepository(db: Kysely<Tables>, nodeId: string) {
  const columns = sql`r.id, r.camera_id as "cameraId", r.tier, r.path, r.bytes,
    (r.tier = 'object' or r.node_id = ${nodeId}) as "isOurs"`;
  const isDeletable = sql`r.state = 'finished' and not ${isHeld}`;
  /** Of a row `u` of `recording_usage`: whether some living node may delete it, this one or another. */
  const isReachable = sql`(u.tier = 'object' or u.node_id = ${nodeId} or exists (select 1 from recording_store s
    where s.node_id = u.node_id and s.breaker_opened_at is null and s.checked_at > now() - ${GONE_AFTER}))`;

  return {
    /** Round robin: the first camera after `after` in the order of ids; null at the end of a round. */
    async nextCamera(after: string): Promise<RetainedCamera | null> {
      const { rows } = await sql<Omit<RetainedCamera, 'capsChangedAtMs'> & { changed: Date }>`
        select c.id as "cameraId", g.id as "groupId", g.name as "groupName", g.keep_days as "keepDays",
          g.move_after_hours as "moveAfterHours", g.caps_changed_at as changed
        from camera c join camera_group g on g.id = c.group_id
        where c.id > ${after} and exists (select 1 from recording_usage u where u.camera_id = c.id and u.recordings > 0
          and (u.node_id = ${nodeId} or u.tier = 'object'))
        order by c.id limit 1`.execute(db);
      const row = rows[0];
      if (!row) return null;
      const { changed, ...camera } = row;
      return { ...camera, capsChangedAtMs: changed.getTime() };
    },

    /** Recordings of a camera that ended before, oldest first. */
    async findAged(cameraId: string, endedBefore: Date, limit: number): Promise<DueRecording[]> {
      const { rows } = await sql<DueRecording>`
        select ${columns} from recording r where r.camera_id = ${cameraId} and r.ended_at < ${endedBefore}
          and ${isDeletable} and (r.tier = 'object' or r.node_id = ${nodeId})
        order by r.ended_at limit ${limit}`.execute(db);
      return rows;
    },

    /**
     * How many of a group are due by age for this node to delete, counted no further than `limit`. What a node that is
     * gone can no longer delete says nothing of our rules and our clock.
     */
    async countDue(groupId: string, endedBefore: Date, limit: number): Promise<number> {
      const { rows } = await sql<{ due: number }>`
        select count(*) as due from (select 1 from recording r join camera c on c.id = r.camera_id
          where c.group_id = ${groupId} and r.ended_at < ${endedBefore} and ${isDeletable}
            and (r.tier = 'object' or r.node_id = ${nodeId}) limit ${limit}) d`.execute(db);
      return rows[0]?.due ?? 0;
    },

    /** How many of a group this node may delete in time. */
    async countOfGroup(groupId: string): Promise<number> {
      const { rows } = await sql<{ recordings: number | null }>`
        select sum(u.recordings)::bigint as recordings from recording_usage u join camera c on c.id = u.camera_id
        where c.group_id = ${groupId} and (u.tier = 'object' or u.node_id = ${nodeId})`.execute(db);
      return rows[0]?.recordings ?? 0;
    },

    /** Groups that hold more than they may, without what nobody can delete now: the living are not shrunk for the dead. */
    async groupsOverCap(): Promise<CappedGroup[]> {
      const { rows } = await sql<Omit<CappedGroup, 'capsChangedAtMs'> & { changed: Date }>`
        select g.id as "groupId", g.name as "groupName", g.max_bytes as "maxBytes", g.caps_changed_at as changed,
          sum(u.bytes)::bigint as bytes, sum(u.recordings)::bigint as recordings
        from camera_group g join camera c on c.group_id = g.id join recording_usage u on u.camera_id = c.id
        where g.max_bytes is not null and ${isReachable}
        group by g.id having sum(u.bytes) > g.max_bytes order by g.id`.execute(db);
      return rows.map(({ changed, ...group }) => ({ ...group, capsChangedAtMs: changed.getTime() }));
    },

    /** Of groups that would be over their cap with them, by node. */
    async unreachable(): Promise<UnreachableRecordings[]> {
      const { rows } = await sql<UnreachableRecordings>`
        select u.node_id as "nodeId", sum(u.recordings)::bigint as recordings, sum(u.bytes)::bigint as bytes
        from camera c join recording_usage u on u.camera_id = c.id
        where u.recordings > 0 and not ${isReachable} and c.group_id in (
          select g.id from camera_group g join camera m on m.group_id = g.id join recording_usage k on k.camera_id = m.id
          where g.max_bytes is not null group by g.id having sum(k.bytes) > g.max_bytes)
        group by u.node_id order by u.node_id`.execute(db);
      return rows;
    },

    /**
     * The oldest of a group over all nodes that can delete now, oldest first: what belongs to another node is that
     * node's to delete. Found camera by camera and node by node, so that what a dead node left is not read each time.
     */
    async oldestOfGroup(groupId: string, endedBefore: Date, limit: number): Promise<DueRecording[]> {
      const oldest = (tier: 'local' | 'object') => sql`
        select d.* from recording_usage u join camera c on c.id = u.camera_id cross join lateral (
          select ${columns}, r.started_at from recording r where r.camera_id = u.camera_id
            and r.tier = ${sql.lit(tier)} and r.node_id = u.node_id and r.ended_at < ${endedBefore} and ${isDeletable}
          order by r.started_at limit ${limit}) d
        where c.group_id = ${groupId} and u.tier = ${sql.lit(tier)} and u.recordings > 0 and ${isReachable}`;
      const { rows } = await sql<DueRecording>`
        select * from (${oldest('local')} union all ${oldest('object')}) d
        order by d.started_at, d.id limit ${limit}`.execute(db);
      return rows;
    },

    /** The oldest files on this node's disk. */
    async oldestOnDisk(endedBefore: Date, limit: number): Promise<DueRecording[]> {
      const { rows } = await sql<DueRecording>`
        select d.* from recording_usage u cross join lateral (
          select ${columns}, r.started_at from recording r where r.camera_id = u.camera_id and r.tier = 'local'
            and r.node_id = ${nodeId} and r.ended_at < ${endedBefore} and ${isDeletable}
          order by r.started_at limit ${limit}) d
        where u.node_id = ${nodeId} and u.tier = 'local' order by d.started_at, d.id limit ${limit}`.execute(db);
      return rows;
    },

    /**
     * Takes recordings of one camera out of sight and writes down that and why, in one transaction: their rows go, their
     * deletion records and garbage rows come. What is held or open by then, or not ours, stays. Gives those that went.
     *
     * The camera's row is locked first: the foreign key of a hold locks it too, so that a hold and a deletion of the same
     * camera never run at once, and one of them sees what the other did.
     */
    condemn(
      cameraId: string,
      ids: readonly string[],
      reason: DeletionReason,
      rule: Readonly<Record<string, string | number>>,
    ): Promise<{ id: string; bytes: number }[]> {
      return db.transaction().execute(async (tx) => {
        await sql`select 1 from camera where id = ${cameraId} for update`.execute(tx);
        const { rows } = await sql<{ id: string; bytes: number }>`
          with gone as (
            delete from recording r where r.camera_id = ${cameraId} and r.id = any(${[...ids]}::uuid[]) and ${isDeletable}
              and (r.tier = 'object' or r.node_id = ${nodeId}) returning *
          ), noted as (
            insert into deletion_record
              (node_id, camera_id, recording_id, started_at, ended_at, bytes, tier, place, sha256, reason, rule)
            select ${nodeId}, camera_id, id, started_at, ended_at, bytes, tier,
              case tier when 'object' then object_key else path end, sha256, ${reason}, ${JSON.stringify(rule)}::jsonb
            from gone order by started_at returning id, recording_id, tier, place, bytes
          ), waste as (
            insert into recording_garbage (tier, place, node_id, cause, deletion_id)
            select tier, place, ${nodeId}, 'deleted', id from noted
          )
          select recording_id as id, bytes from noted`.execute(tx);
        return rows;
      });
    },

    /** Recordings this node has deleted by age or size since, by group: what the guard knows of before its start. */
    async deletedSince(since: Date): Promise<ReadonlyMap<string, number>> {
      const { rows } = await sql<{ groupId: string | null; count: number }>`
        select rule->>'group' as "groupId", count(*) as count from deletion_record
        where deleted_at > ${since} and node_id = ${nodeId} and reason in ('age', 'size') group by 1`.execute(db);
      return new Map(rows.flatMap(({ groupId, count }) => (groupId === null ? [] : [[groupId, count]])));
    },
  };
}
