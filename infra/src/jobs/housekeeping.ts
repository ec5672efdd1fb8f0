import { type Kysely, sql } from 'kysely';
import type { Tables } from '../database/tables.ts';
import type { Logger } from '../telemetry/logger.ts';

/** Handled outbox rows are kept this long for looking into failures. */
const OUTBOX_KEPT = '7 days';

/** Housekeeping: expired sessions and handled outbox rows go. Each round is harmless to repeat, on any number of nodes. */
export async function keepHouse(db: Kysely<Tables>, log: Logger): Promise<void> {
  const sessions = await db.deleteFrom('user_session').where('expires_at', '<', sql<Date>`now()`).executeTakeFirst();
  const outbox = await db
    .deleteFrom('outbox')
    .where('done_at', '<', sql<Date>`now() - ${OUTBOX_KEPT}::interval`)
    .executeTakeFirst();
  const counts = { sessions: Number(sessions.numDeletedRows), outbox: Number(outbox.numDeletedRows) };
  if (counts.sessions + counts.outbox > 0) log.info(counts, 'expired rows removed');
}
