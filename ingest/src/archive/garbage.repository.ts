import type { Tables } from '@thapcanh/infra/database/tables';
import { type Kysely, sql } from 'kysely';

export interface Garbage {
  readonly place: string;
  readonly cause: 'deleted' | 'moved' | 'copy';
  /** Of the deletion, null otherwise. */
  readonly reason: string | null;
  readonly bytes: number;
}

export type GarbageRepository = ReturnType<typeof createGarbageRepository>;

/** SQL of what is to be removed. A row stays locked while its file or object goes, so that no other process counts on it. */
export function createGarbageRepository(db: Kysely<Tables>, nodeId: string) {
  return {
    /**
     * Hands up to `limit` places of a tier to `remove` and drops the rows of those it gives back, in one transaction:
     * whatever happens before its end, the same places are handed out again. Gives what went. A place that a recording
     * still refers to is never handed out. Objects of a node that has been silent for a day are anybody's to remove.
     */
    async collect(
      tier: 'local' | 'object',
      limit: number,
      aside: readonly string[],
      remove: (garbage: readonly Garbage[]) => Promise<readonly string[]>,
    ): Promise<{ found: number; removed: readonly Garbage[] }> {
      return db.transaction().execute(async (tx) => {
        const isAnybodys = tier === 'object' ? sql`or g.created_at < now() - interval '1 day'` : sql``;
        const { rows } = await sql<Garbage>`
          select g.place, g.cause, d.reason, coalesce(d.bytes, 0) as bytes
          from recording_garbage g left join deletion_record d on d.id = g.deletion_id
          where g.tier = ${tier} and (g.node_id = ${nodeId} ${isAnybodys}) and g.place <> all(${[...aside]}::text[])
            and not exists (select 1 from recording r where r.tier = ${tier}
              and ${tier === 'local' ? sql`r.path` : sql`r.object_key`} = g.place)
          order by g.created_at limit ${limit} for update of g skip locked`.execute(tx);
        if (rows.length === 0) return { found: 0, removed: [] };
        const gone = await remove(rows);
        if (gone.length > 0) {
          const places = sql`any(${[...gone]}::text[])`;
          await sql`update deletion_record set gone_at = now() where id in (
            select deletion_id from recording_garbage where tier = ${tier} and place = ${places})`.execute(tx);
          await sql`delete from recording_garbage where tier = ${tier} and place = ${places}`.execute(tx);
          if (tier === 'object') await sql`delete from object_ledger where key = ${places}`.execute(tx);
        }
        return { found: rows.length, removed: rows.filter((row) => gone.includes(row.place)) };
      });
    },

    async count(): Promise<number> {
      const { rows } = await sql<{ count: number }>`
        select count(*) as count from recording_garbage where node_id = ${nodeId}`.execute(db);
      return rows[0]?.count ?? 0;
    },
  };
}
