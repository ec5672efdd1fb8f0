import type { Tables } from '@thapcanh/infra/database/tables';
import { type Kysely, sql } from 'kysely';
import { isHeld } from './retention.repository.ts';

/** A finished local recording of this node. */
export interface LocalRecording {
  readonly id: string;
  readonly cameraId: string;
  readonly path: string;
  readonly bytes: number;
  readonly startedAt: Date;
  /** Hex; null until it was held. */
  readonly sha256: string | null;
}

export interface MovedObject {
  readonly key: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly contentType: string;
}

export type MoveRepository = ReturnType<typeof createMoveRepository>;

const local = sql`r.id, r.camera_id as "cameraId", r.path, r.bytes, r.started_at as "startedAt", encode(r.sha256, 'hex') as sha256`;

/** SQL of moves to the object store and of hashes, for the files of one node. */
export function createMoveRepository(db: Kysely<Tables>, nodeId: string) {
  return {
    /** Of the camera, the oldest that ended within the period; older ones, which are due to be deleted, only when held. */
    async nextToMove(
      cameraId: string,
      ended: { readonly after: Date; readonly before: Date },
      aside: readonly string[],
    ): Promise<LocalRecording | null> {
      const { rows } = await sql<LocalRecording>`
        select ${local} from recording r where r.camera_id = ${cameraId} and r.tier = 'local' and r.node_id = ${nodeId}
          and r.state = 'finished' and r.ended_at < ${ended.before}
          and (r.ended_at >= ${ended.after} or ${isHeld}) and r.id <> all(${[...aside]}::uuid[])
        order by r.started_at limit 1`.execute(db);
      return rows[0] ?? null;
    },

    /** Before an object is made: from here on it is garbage unless `switchToObject` adopts it. */
    async announceCopy(key: string): Promise<void> {
      await db
        .insertInto('recording_garbage')
        .values({ tier: 'object', place: key, node_id: nodeId, cause: 'copy', deletion_id: null })
        .onConflict((conflict) => conflict.columns(['tier', 'place']).doNothing())
        .execute();
    },

    /**
     * In one transaction: the verified object stops being garbage and enters the ledger, the recording points at it, and
     * its file becomes garbage. False, and nothing changed, when the recording was deleted or the object removed meanwhile.
     */
    async switchToObject(recording: LocalRecording, object: MovedObject): Promise<boolean> {
      class Lost extends Error {}
      const hash = Buffer.from(object.sha256, 'hex');
      try {
        await db.transaction().execute(async (tx) => {
          const adopted = await tx
            .deleteFrom('recording_garbage')
            .where('tier', '=', 'object')
            .where('place', '=', object.key)
            .where('cause', '=', 'copy')
            .executeTakeFirst();
          if (adopted.numDeletedRows !== 1n) throw new Lost();
          const facts = { sha256: hash, bytes: object.bytes, content_type: object.contentType };
          await tx
            .insertInto('object_ledger')
            .values({ key: object.key, ...facts })
            .onConflict((conflict) => conflict.column('key').doUpdateSet(facts))
            .execute();
          const switched = await tx
            .updateTable('recording')
            .set({ tier: 'object', object_key: object.key, sha256: hash })
            .where('id', '=', recording.id)
            .where('tier', '=', 'local')
            .where((eb) => eb.or([eb('sha256', 'is', null), eb('sha256', '=', hash)]))
            .executeTakeFirst();
          if (switched.numUpdatedRows !== 1n) throw new Lost();
          await tx
            .insertInto('recording_garbage')
            .values({ tier: 'local', place: recording.path, node_id: nodeId, cause: 'moved', deletion_id: null })
            .execute();
        });
        return true;
      } catch (error) {
        if (error instanceof Lost) return false;
        throw error;
      }
    },

    /** The next recording under an active hold that has no hash yet. A recording is never an hour long. */
    async nextToHash(aside: readonly string[]): Promise<LocalRecording | null> {
      const { rows } = await sql<LocalRecording>`
        select ${local} from recording_hold h join recording r on r.camera_id = h.camera_id
          and r.started_at <= h.to_at and r.started_at > h.from_at - interval '1 hour' and r.ended_at >= h.from_at
        where h.released_at is null and r.sha256 is null and r.tier = 'local' and r.node_id = ${nodeId}
          and r.state = 'finished' and r.id <> all(${[...aside]}::uuid[])
        order by h.created_at, r.started_at limit 1`.execute(db);
      return rows[0] ?? null;
    },

    async saveHash(id: string, sha256: string): Promise<void> {
      await db
        .updateTable('recording')
        .set({ sha256: Buffer.from(sha256, 'hex') })
        .where('id', '=', id)
        .where('sha256', 'is', null)
        .execute();
    },

    /** Rows from before nodes had names, in pieces, ordered by id. */
    async nameless(after: string, limit: number): Promise<{ id: string; path: string }[]> {
      const { rows } = await sql<{ id: string; path: string }>`
        select id, path from recording where node_id = '' and tier = 'local' and id > ${after}::uuid
        order by id limit ${limit}`.execute(db);
      return rows;
    },

    async adopt(ids: readonly string[]): Promise<void> {
      await sql`update recording set node_id = ${nodeId} where node_id = '' and id = any(${[...ids]}::uuid[])`.execute(
        db,
      );
    },
  };
}
