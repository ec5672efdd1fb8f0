import type { Clock } from '@thapcanh/core/time/clock';
import { type AuditActor, type AuditFact, appendAudit } from '@thapcanh/infra/audit/append-audit';
import type { Tables } from '@thapcanh/infra/database/tables';
import type { Kysely } from 'kysely';

const MAX_KEYS = 50_000;

export type AuditRecorder = ReturnType<typeof createAuditRecorder>;

/** Entries about what is only looked at: in a transaction of their own, before anything is shown. */
export function createAuditRecorder(deps: { db: Kysely<Tables>; clock: Clock }) {
  const { db, clock } = deps;
  const noted = new Map<string, number>();

  function note(actor: AuditActor, fact: AuditFact): Promise<void> {
    return db.transaction().execute((tx) => appendAudit(tx, actor, fact));
  }

  return {
    /** Resolves when it is written; rejects when it cannot be, and then nothing is to be shown. */
    note,

    /** As `note`, but the same person and key make no second entry within `forMs`: a player asks again and again. */
    async noteOnce(actor: AuditActor, fact: AuditFact, options: { key: string; forMs: number }): Promise<void> {
      const key = [actor.id, fact.kind, fact.cameraId, actor.purpose, actor.caseNumber, options.key].join('\n');
      const nowMs = clock.monotonicMs();
      const lastMs = noted.get(key);
      if (lastMs !== undefined && nowMs - lastMs < options.forMs) return;
      noted.delete(key);
      noted.set(key, nowMs);
      const [oldest] = noted.keys();
      if (noted.size > MAX_KEYS && oldest !== undefined) noted.delete(oldest);
      try {
        await note(actor, fact);
      } catch (error) {
        noted.delete(key);
        throw error;
      }
    },
  };
}
