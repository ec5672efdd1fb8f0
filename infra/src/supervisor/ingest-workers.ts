import { availableParallelism } from 'node:os';
import { type Kysely, sql } from 'kysely';
import type { Tables } from '../database/tables.ts';
import { takeOverFromOrphan } from './hand-over.ts';

/** What one ingest process holds with room to spare on a common server core. */
const CAMERAS_A_WORKER = 150;

/** How many ingest processes a node starts when nobody said: one for 150 cameras, never more than cores. */
export async function ingestWorkersFor(db: Kysely<Tables>, cores = availableParallelism()): Promise<number> {
  const { cameras } = await db
    .selectFrom('camera')
    .select(({ fn }) => fn.countAll<number>().as('cameras'))
    .where('is_enabled', '=', true)
    .executeTakeFirstOrThrow();
  return Math.max(1, Math.min(Math.ceil(cameras / CAMERAS_A_WORKER), cores));
}

/**
 * Ends the earlier ingest processes of this node whose slots (from `workerCount` on) are no longer used: their cameras
 * are free at once, not only when the leases expire. The others are ended by their successors, who take their cameras.
 * One that outlived its supervisor finishes its recordings first.
 */
export async function endEarlierWorkers(
  db: Kysely<Tables>,
  place: { readonly nodeId: string; readonly runDir: string },
  workerCount: number,
): Promise<void> {
  const { nodeId, runDir } = place;
  const left = await db
    .selectFrom('ingest_worker')
    .select('slot')
    .distinct()
    .where('node_id', '=', nodeId)
    .where('slot', '>=', workerCount)
    .where('stopped_at', 'is', null)
    .execute();
  await Promise.all(left.map(({ slot }) => takeOverFromOrphan(runDir, slot)));
  await db
    .updateTable('ingest_worker')
    .set({ stopped_at: sql<Date>`now()` })
    .where('node_id', '=', nodeId)
    .where('slot', '>=', workerCount)
    .where('stopped_at', 'is', null)
    .execute();
}
