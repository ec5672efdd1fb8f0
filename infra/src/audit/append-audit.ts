import type { AuditKind } from '@thapcanh/core/people/audit-kind';
import type { Purpose } from '@thapcanh/core/people/purpose';
import { type Kysely, sql } from 'kysely';
import type { Tables } from '../database/tables.ts';
import { auditHash } from './audit-hash.ts';

/** Who did it, from where and for what. */
export interface AuditActor {
  /** Null: nobody was logged in. */
  readonly id: string | null;
  readonly name: string | null;
  readonly address: string;
  readonly purpose: Purpose | null;
  readonly caseNumber: string | null;
}

/** What was done. `details` name things by id and never hold a secret. */
export interface AuditFact {
  readonly kind: AuditKind;
  readonly cameraId?: string | null;
  readonly details?: Readonly<Record<string, unknown>>;
}

/**
 * Writes an entry as part of the transaction: it stands if and only if what it tells of does. Everybody else who appends
 * waits until the transaction ends, so this is its last statement.
 */
export async function appendAudit(tx: Kysely<Tables>, actor: AuditActor, fact: AuditFact): Promise<void> {
  const head = await tx.selectFrom('audit_head').select(['id', 'hash']).forUpdate().executeTakeFirstOrThrow();
  const { rows } = await sql<{ at: Date }>`select date_trunc('milliseconds', clock_timestamp()) as at`.execute(tx);
  // As the database will give it back: dates as text, nothing undefined.
  const details: unknown = JSON.parse(JSON.stringify(fact.details ?? {}));
  const entry = {
    id: head.id + 1,
    at: rows[0]?.at ?? new Date(),
    kind: fact.kind,
    actor_id: actor.id,
    actor_name: actor.name,
    address: actor.address,
    purpose: actor.purpose,
    case_number: actor.caseNumber,
    camera_id: fact.cameraId ?? null,
  };
  const hash = auditHash(head.hash, { ...entry, details });
  await tx
    .insertInto('audit_entry')
    .values({ ...entry, details: JSON.stringify(details), previous_hash: head.hash, hash })
    .execute();
  await tx.updateTable('audit_head').set({ id: entry.id, hash }).execute();
}
