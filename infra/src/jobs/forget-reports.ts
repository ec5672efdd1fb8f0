import { type Kysely, sql } from 'kysely';
import type { Tables } from '../database/tables.ts';
import type { ObjectStore } from '../objects/object-store.ts';

const MAX_A_ROUND = 200;
/** Also of a report that nobody ever ended. */
const LONGEST_DAYS = 365;

/**
 * Removes what citizens told of themselves once its time is over: text, phone number and photos of reports that ended
 * `keptDays` ago, and of any report after a year. What, when and where stays, without whom. Gives how many there were.
 * Photos go first: an interruption leaves a row that names a missing photo, never a photo that nothing names.
 */
export async function forgetReports(
  db: Kysely<Tables>,
  objects: Pick<ObjectStore, 'delete'>,
  keptDays: number,
): Promise<number> {
  const rows = await db
    .selectFrom('citizen_report')
    .select(['id', 'photo_key', 'result_key'])
    .where('forgotten_at', 'is', null)
    .where((eb) =>
      eb.or([
        eb('ended_at', '<', sql<Date>`now() - make_interval(days => ${keptDays})`),
        eb('received_at', '<', sql<Date>`now() - make_interval(days => ${LONGEST_DAYS})`),
      ]),
    )
    .orderBy('received_at')
    .limit(MAX_A_ROUND)
    .execute();
  for (const { id, photo_key, result_key } of rows) {
    const keys = [photo_key, result_key].filter((key) => key !== null);
    for (const key of keys) await objects.delete(key);
    await db.transaction().execute(async (tx) => {
      const nothing = { description: '', phone_sealed: null, photo_key: null, result_key: null };
      await tx
        .updateTable('citizen_report')
        .set({ ...nothing, forgotten_at: sql<Date>`now()`, version: sql<number>`version + 1` })
        .where('id', '=', id)
        .execute();
      if (keys.length > 0) await tx.deleteFrom('object_ledger').where('key', 'in', keys).execute();
    });
  }
  return rows.length;
}
