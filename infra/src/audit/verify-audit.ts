import type { Kysely } from 'kysely';
import type { Tables } from '../database/tables.ts';
import { auditHash } from './audit-hash.ts';

/** `missing`: entries up to `id` are gone; `changed`: the entry is not what was written; `out-of-order`: it follows another. */
export interface AuditFault {
  readonly fault: 'missing' | 'changed' | 'out-of-order' | 'cut-off';
  readonly id: number;
}

export interface AuditVerdict {
  readonly entries: number;
  /** Of the newest entry: to be noted elsewhere, so that a log that was written anew from its beginning shows. */
  readonly head: { readonly id: number; readonly hash: string };
  readonly faults: readonly AuditFault[];
}

const PAGE = 5_000;
const MAX_FAULTS = 100;
const BEGINNING = Buffer.alloc(32);

/** Reads the whole log in order and names what does not fit, at most the first 100. One snapshot: appending may go on. */
export async function verifyAudit(db: Kysely<Tables>): Promise<AuditVerdict> {
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (tx) => {
      const faults: AuditFault[] = [];
      let last: { id: number; hash: Buffer } = { id: 0, hash: BEGINNING };
      let entries = 0;
      for (;;) {
        const rows = await tx
          .selectFrom('audit_entry')
          .selectAll()
          .where('id', '>', last.id)
          .orderBy('id')
          .limit(PAGE)
          .execute();
        for (const row of rows) {
          entries += 1;
          const isNext = row.id === last.id + 1;
          if (!isNext) faults.push({ fault: 'missing', id: row.id - 1 });
          else if (!row.previous_hash.equals(last.hash)) faults.push({ fault: 'out-of-order', id: row.id });
          if (!auditHash(row.previous_hash, row).equals(row.hash)) faults.push({ fault: 'changed', id: row.id });
          last = { id: row.id, hash: row.hash };
        }
        if (rows.length < PAGE) break;
      }
      const head = await tx.selectFrom('audit_head').select(['id', 'hash']).executeTakeFirstOrThrow();
      if (head.id !== last.id || !head.hash.equals(last.hash)) faults.push({ fault: 'cut-off', id: last.id + 1 });
      return {
        entries,
        head: { id: last.id, hash: last.hash.toString('hex') },
        faults: faults.slice(0, MAX_FAULTS),
      };
    });
}
