import { availableParallelism } from 'node:os';
import { type Kysely, sql } from 'kysely';
import type { Tables } from '../database/tables.ts';

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
 * Ends what is left of earlier ingest processes of this node, which the holder of the instance lock knows to be gone:
 * their cameras are free at once, not only when the leases expire.
 */
export async function endEarlierWorkers(db: Kysely<Tables>, nodeId: string): Promise<void> {
  await db
    .updateTable('ingest_worker')
    .set({ stopped_at: sql<Date>`now()` })
    .where('node_id', '=', nodeId)
    .where('stopped_at', 'is', null)
    .execute();
}
