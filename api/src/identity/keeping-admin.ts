import type { Tables } from '@thapcanh/infra/database/tables';
import { type Kysely, sql, type Transaction } from 'kysely';

/** Any constant of our own: changes that may take an administrator away follow one another. */
const LOCK_KEY = 7_411_202_612;

/** Thrown inside the transaction so that it changes nothing. */
class LastAdmin extends Error {}

/**
 * Runs a change of accounts, teams or grants. Gives 'last-admin', and nothing is changed, when no active person with the
 * role `admin` over everything would remain.
 */
export async function keepingAdmin<Result>(
  db: Kysely<Tables>,
  work: (tx: Transaction<Tables>) => Promise<Result>,
): Promise<Result | 'last-admin'> {
  try {
    return await db.transaction().execute(async (tx) => {
      await sql`select pg_advisory_xact_lock(${LOCK_KEY})`.execute(tx);
      const result = await work(tx);
      const admin = await tx
        .selectFrom('app_user as u')
        .innerJoin('access_grant as g', (join) =>
          join.on((eb) =>
            eb.or([
              eb('g.user_id', '=', eb.ref('u.id')),
              eb('g.team_id', 'in', (sub) =>
                sub.selectFrom('team_member as m').select('m.team_id').whereRef('m.user_id', '=', 'u.id'),
              ),
            ]),
          ),
        )
        .select('u.id')
        .where('g.role', '=', 'admin')
        .where('g.is_everything', '=', true)
        .where('u.is_active', '=', true)
        .where('u.id', 'not in', (sub) => sub.selectFrom('api_key').select('api_key.user_id'))
        .limit(1)
        .executeTakeFirst();
      if (!admin) throw new LastAdmin();
      return result;
    });
  } catch (error) {
    if (error instanceof LastAdmin) return 'last-admin';
    throw error;
  }
}
