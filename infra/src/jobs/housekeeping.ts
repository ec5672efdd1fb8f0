import { type Kysely, sql } from 'kysely';
import type { Tables } from '../database/tables.ts';
import type { Logger } from '../telemetry/logger.ts';

/** Handled outbox rows are kept this long for looking into failures. */
const OUTBOX_KEPT = '7 days';

/** Events of cameras that nobody has taken yet; cameras tell of motion all day. */
const MAX_PENDING_EVENTS = 100_000;

/** As long as the API promises that the same key makes nothing twice. */
const REQUESTS_KEPT = '1 day';

/** Closed alarms that belong to no incident; the audit log keeps what people did with them. */
const ALARMS_KEPT = '400 days';

/** Housekeeping: expired sessions and handled outbox rows, old idempotency keys and old closed alarms go, and the oldest of
 * more than 100,000 events of cameras that wait there. Each round is harmless to repeat, on any number of nodes. */
export async function keepHouse(db: Kysely<Tables>, log: Logger, maxPendingEvents = MAX_PENDING_EVENTS): Promise<void> {
  const sessions = await db.deleteFrom('user_session').where('expires_at', '<', sql<Date>`now()`).executeTakeFirst();
  const outbox = await db
    .deleteFrom('outbox')
    .where('done_at', '<', sql<Date>`now() - ${OUTBOX_KEPT}::interval`)
    .executeTakeFirst();
  const pending = db.selectFrom('outbox').where('kind', '=', 'camera.event').where('done_at', 'is', null);
  const bound = await pending.select('id').orderBy('id', 'desc').offset(maxPendingEvents).limit(1).executeTakeFirst();
  const events = await db
    .deleteFrom('outbox')
    .where('kind', '=', 'camera.event')
    .where('done_at', 'is', null)
    .where('id', '<=', bound?.id ?? 0)
    .executeTakeFirst();
  const requests = await db
    .deleteFrom('request_once')
    .where('at', '<', sql<Date>`now() - ${REQUESTS_KEPT}::interval`)
    .executeTakeFirst();
  const alarms = await db
    .deleteFrom('alarm')
    .where('state', '=', 'closed')
    .where('incident_id', 'is', null)
    .where('last_at', '<', sql<Date>`now() - ${ALARMS_KEPT}::interval`)
    .where((eb) => eb.or([eb('is_lasting', '=', false), eb('ended_at', 'is not', null)]))
    .executeTakeFirst();
  const counts = {
    sessions: Number(sessions.numDeletedRows),
    outbox: Number(outbox.numDeletedRows),
    events: Number(events.numDeletedRows),
    requests: Number(requests.numDeletedRows),
    alarms: Number(alarms.numDeletedRows),
  };
  if (Object.values(counts).some((count) => count > 0)) log.info(counts, 'expired rows removed');
}
