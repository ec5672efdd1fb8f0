import { type AuditActor, appendAudit } from '@thapcanh/infra/audit/append-audit';
import type { Tables } from '@thapcanh/infra/database/tables';
import type { Kysely } from 'kysely';

/** What a person decided about recordings; `details` names the things and what they were before and after. */
export interface StorageDecision {
  readonly action:
    | 'group-created'
    | 'group-changed'
    | 'group-removed'
    | 'hold-placed'
    | 'hold-released'
    | 'breaker-closed'
    | 'store-accepted';
  readonly by: AuditActor;
  readonly cameraId?: string;
  readonly details: Readonly<Record<string, unknown>>;
}

/** Writes the decision down in the transaction that carries it out. */
export async function noteDecision(tx: Kysely<Tables>, decision: StorageDecision): Promise<void> {
  const { action, by, cameraId, details } = decision;
  const payload = JSON.stringify({ action, by: by.id, ...details });
  await tx.insertInto('outbox').values({ kind: 'audit.storage', payload }).execute();
  await appendAudit(tx, by, { kind: action, cameraId: cameraId ?? null, details });
}
