import type { BreakerReason } from '@thapcanh/core/storage/breaker-reason';
import type { Tables } from '@thapcanh/infra/database/tables';
import type { Kysely } from 'kysely';

export interface BreakerState {
  readonly isOpen: boolean;
  /** When a person closed it last; amounts that were too much are allowed for a while after. */
  readonly closedAtMs: number | null;
}

export type StoreRepository = ReturnType<typeof createStoreRepository>;

/** SQL of `recording_store`: what is known of the recordings directory of one node. */
export function createStoreRepository(db: Kysely<Tables>, nodeId: string) {
  return {
    async breaker(): Promise<BreakerState> {
      const row = await db
        .selectFrom('recording_store')
        .select(['breaker_opened_at', 'breaker_closed_at'])
        .where('node_id', '=', nodeId)
        .executeTakeFirst();
      return { isOpen: row?.breaker_opened_at != null, closedAtMs: row?.breaker_closed_at?.getTime() ?? null };
    },

    /** Opens the breaker and raises an alarm, once: an open one keeps its first reason. */
    async openBreaker(reason: BreakerReason, params: Record<string, string | number>, at: Date): Promise<void> {
      await db.transaction().execute(async (tx) => {
        const opened = await tx
          .updateTable('recording_store')
          .set({ breaker_opened_at: at, breaker_reason: reason, breaker_params: JSON.stringify(params) })
          .where('node_id', '=', nodeId)
          .where('breaker_opened_at', 'is', null)
          .executeTakeFirst();
        if (opened.numUpdatedRows === 0n) return;
        const payload = JSON.stringify({ nodeId, reason, params });
        await tx.insertInto('outbox').values({ kind: 'storage.breaker-opened', payload }).execute();
      });
    },

    async raiseDiskFull(disk: { freeBytes: number; limitBytes: number }): Promise<void> {
      const payload = JSON.stringify({ nodeId, ...disk });
      await db.insertInto('outbox').values({ kind: 'storage.disk-full', payload }).execute();
    },

    /** Whether a person wants the directory as it is now to be the store; asked once, true once. */
    async takeAcceptance(): Promise<boolean> {
      const taken = await db
        .updateTable('recording_store')
        .set({ accept_asked_at: null })
        .where('node_id', '=', nodeId)
        .where('accept_asked_at', 'is not', null)
        .executeTakeFirst();
      return taken.numUpdatedRows > 0n;
    },

    async saveSurvey(survey: {
      problem: string | null;
      diskBytes: number | null;
      freeBytes: number | null;
    }): Promise<void> {
      await db
        .updateTable('recording_store')
        .set({ problem: survey.problem, disk_bytes: survey.diskBytes, disk_free_bytes: survey.freeBytes })
        .where('node_id', '=', nodeId)
        .execute();
    },
  };
}
