import type { Clock } from '@thapcanh/core/time/clock';
import type { Tables } from '@thapcanh/infra/database/tables';
import { type Kysely, sql } from 'kysely';
import type { ArchiveCounts } from './archive-counts.ts';
import type { DeletionGuard } from './deletion-guard.ts';

/**
 * For how long a deletion record answers "where is that recording?", counted from the deletion. Two years is the longest
 * time limit for penalties of administrative violations (Law 15/2012/QH13, article 6; one year for traffic): after it
 * nobody can be charged, or clear himself, with what the recording showed. A thousand cameras leave half a billion records
 * a year, which nothing else would bound.
 *
 * Records of recordings that were evidence may go with the others: a hold keeps its recording from being deleted at all,
 * so there is a record only after a person released the hold, and who did it, when and why stays for good in
 * `recording_hold` and in the audit. What a case took out of a recording (stills, their hashes) lies in the evidence
 * ledger, which nothing here touches.
 */
export const DELETION_RECORD_RETENTION = { days: 730, decidedOn: '2026-11-22' } as const;

export interface DeletionRecordsOptions {
  readonly db: Kysely<Tables>;
  readonly guard: Pick<DeletionGuard, 'mayDelete'>;
  readonly counts: Pick<ArchiveCounts, 'pruned'>;
  readonly clock: Clock;
}

const DAY_MS = 86_400_000;
/** A thousand cameras make 1,000 a minute; this many go in one step of the slow round. */
const AT_ONCE = 1_000;

/**
 * Drops deletion records that have served their time, whichever node wrote them, oldest first. A record whose file is not
 * gone yet stays, and so does all while the breaker is open: a clock that is years ahead opens it.
 */
export class DeletionRecords {
  readonly #options: DeletionRecordsOptions;

  constructor(options: DeletionRecordsOptions) {
    this.#options = options;
  }

  /** One batch. Rejects when the database does not answer. */
  async step(): Promise<void> {
    const { db, guard, counts, clock } = this.#options;
    if (!(await guard.mayDelete())) return;
    const deletedBefore = new Date(clock.nowMs() - DELETION_RECORD_RETENTION.days * DAY_MS);
    // Archivers of other nodes do the same beside this one.
    const { numAffectedRows = 0n } = await sql`
      delete from deletion_record where id in (select id from deletion_record
        where deleted_at < ${deletedBefore} and gone_at is not null
        order by deleted_at limit ${AT_ONCE} for update skip locked)`.execute(db);
    counts.pruned(Number(numAffectedRows));
  }
}
