import { type BreakerReason, breakerReasonText } from '@thapcanh/core/storage/breaker-reason';
import type { Clock } from '@thapcanh/core/time/clock';
import type { Logger } from '@thapcanh/infra/telemetry/logger';
import type { StoreVerdict } from '../recorder/store-marker.ts';
import { RollingCount } from './rolling-count.ts';
import type { BreakerState } from './store.repository.ts';

export interface DeletionGuardOptions {
  readonly checkStore: () => Promise<StoreVerdict>;
  /** What the marker file says now, without the database; null: there is none. */
  readonly readMarker: () => Promise<string | null>;
  readonly store: {
    breaker(): Promise<BreakerState>;
    openBreaker(reason: BreakerReason, params: Record<string, string | number>, at: Date): Promise<void>;
  };
  readonly clock: Clock;
  readonly log: Logger;
}

/** Whose rules ask, and since when they are as they are. */
export interface GuardedGroup {
  readonly groupId: string;
  readonly groupName: string;
  readonly capsChangedAtMs: number;
}

const HOUR_MS = 3_600_000;
/** The row of the store is asked this often; the marker file before every batch. */
const STORE_TRUSTED_MS = 5_000;
/** For so long after a person changed a limit or closed the breaker, any amount is what they wanted. */
const PERSON_TRUSTED_MS = 24 * HOUR_MS;
/** In an hour the age rule deletes at most this share of a group, and always this many. */
const HOURLY_SHARE = 0.1;
const HOURLY_FLOOR = 600;
/** More of a group than this is never due at once when limits and clock are right; a handful always may be. */
const PLAUSIBLE_SHARE = 0.5;
const PLAUSIBLE_FLOOR = 60;
/** What is due in a whole group is counted this often. */
const DUE_TRUSTED_MS = 300_000;
/** Files found missing: from this many on, and this share of those looked at. */
const MISSING_FLOOR = 10;
const MISSING_SHARE = 0.2;

/**
 * Decides whether anything may be deleted now, and how much. Deletion needs the store that the database knows (its marker
 * file is there) and a closed breaker. The breaker opens when what shall be deleted is implausible or when files are
 * missing; it stays open, through restarts, until a person closes it. Short of that the amount an hour is limited.
 * A store that is away opens nothing: deletion goes on by itself when it is back.
 */
export class DeletionGuard {
  readonly #options: DeletionGuardOptions;
  readonly #deleted = new Map<string, RollingCount>();
  readonly #dueCheckedAtMs = new Map<string, number>();
  readonly #examined: RollingCount;
  readonly #missing: RollingCount;
  #marker: string | null = null;
  #checkedAtMs = Number.NEGATIVE_INFINITY;
  #breaker: BreakerState = { isOpen: false, closedAtMs: null };
  #verdict: StoreVerdict['kind'] | null = null;

  constructor(options: DeletionGuardOptions, deletedBefore: ReadonlyMap<string, number>) {
    this.#options = options;
    this.#examined = new RollingCount(HOUR_MS);
    this.#missing = new RollingCount(HOUR_MS);
    for (const [groupId, count] of deletedBefore) this.#countOf(groupId).add(options.clock.monotonicMs(), count);
  }

  get isBreakerOpen(): boolean {
    return this.#breaker.isOpen;
  }

  /** Null before the first check. */
  get verdict(): StoreVerdict['kind'] | null {
    return this.#verdict;
  }

  /** Ask before every batch. Rejects when the database does not answer. */
  async mayDelete(): Promise<boolean> {
    const { clock, readMarker } = this.#options;
    if (clock.monotonicMs() - this.#checkedAtMs >= STORE_TRUSTED_MS) await this.refresh();
    if (this.#breaker.isOpen || this.#marker === null) return false;
    if ((await readMarker().catch(() => null)) === this.#marker) return true;
    this.#checkedAtMs = Number.NEGATIVE_INFINITY;
    return false;
  }

  /** Looks at marker, row and breaker anew. */
  async refresh(): Promise<StoreVerdict> {
    const { checkStore, store, clock, log } = this.#options;
    const verdict = await checkStore();
    const breaker = await store.breaker();
    if (verdict.kind !== this.#verdict && verdict.kind !== 'known') {
      log.error(
        { ...verdict, vi: 'thư mục ghi hình không phải kho đã biết: chưa xóa gì' },
        'the recordings directory is not the store we know: nothing is deleted',
      );
    }
    if (this.#breaker.isOpen && !breaker.isOpen) {
      log.info({ vi: 'cầu dao xóa đã đóng: xóa tiếp' }, 'the deletion breaker is closed: deletion goes on');
    }
    this.#verdict = verdict.kind;
    this.#marker = verdict.kind === 'known' ? verdict.marker : null;
    this.#breaker = breaker;
    this.#checkedAtMs = clock.monotonicMs();
    return verdict;
  }

  /**
   * Whether what is due in a group of `total` recordings can be right; otherwise the breaker opens. `due` counts what is
   * due no further than the limit it is given and is not asked every time. `naturalShare`: of the group, what comes due
   * within some hours by itself.
   */
  async isPlausible(
    group: GuardedGroup,
    total: number,
    naturalShare: number,
    due: (limit: number) => Promise<number>,
  ): Promise<boolean> {
    const nowMs = this.#options.clock.monotonicMs();
    if (this.#isPersonTrusted(group.capsChangedAtMs)) return true;
    if (nowMs - (this.#dueCheckedAtMs.get(group.groupId) ?? Number.NEGATIVE_INFINITY) < DUE_TRUSTED_MS) return true;
    const limit = Math.max(PLAUSIBLE_FLOOR, Math.floor(total * Math.max(PLAUSIBLE_SHARE, naturalShare)));
    const found = await due(limit + 1);
    if (found > limit) {
      await this.open('due-implausible', { group: group.groupName, due: found, total });
      return false;
    }
    this.#dueCheckedAtMs.set(group.groupId, nowMs);
    return true;
  }

  /** How many more recordings of a group may go this hour. */
  hourlyRest(group: GuardedGroup, total: number, naturalShare: number): number {
    if (this.#isPersonTrusted(group.capsChangedAtMs)) return Number.POSITIVE_INFINITY;
    const deleted = this.#countOf(group.groupId).sum(this.#options.clock.monotonicMs());
    const share = Math.max(HOURLY_SHARE, naturalShare);
    return Math.max(0, Math.max(HOURLY_FLOOR, Math.ceil((total + deleted) * share)) - deleted);
  }

  noteDeleted(groupId: string, count: number): void {
    this.#countOf(groupId).add(this.#options.clock.monotonicMs(), count);
  }

  /** What a batch found on the disk; false when the breaker opened by it, and then nothing of the batch may go. */
  async noteExamined(examined: number, missing: number): Promise<boolean> {
    const nowMs = this.#options.clock.monotonicMs();
    if (this.#isPersonTrusted(Number.NEGATIVE_INFINITY)) return true;
    this.#examined.add(nowMs, examined);
    this.#missing.add(nowMs, missing);
    const counts = { missing: this.#missing.sum(nowMs), examined: this.#examined.sum(nowMs) };
    if (missing === 0 || counts.missing < MISSING_FLOOR || counts.missing < MISSING_SHARE * counts.examined)
      return true;
    await this.open('files-missing', counts);
    return false;
  }

  async open(reason: BreakerReason, params: Record<string, string | number>): Promise<void> {
    const { store, clock, log } = this.#options;
    await store.openBreaker(reason, params, new Date(clock.nowMs()));
    this.#breaker = { ...this.#breaker, isOpen: true };
    log.error(
      { reason, ...params, vi: breakerReasonText(reason, params, 'vi') },
      `deletion stands still: ${breakerReasonText(reason, params, 'en')}`,
    );
  }

  #isPersonTrusted(changedAtMs: number): boolean {
    const sinceMs = Math.max(changedAtMs, this.#breaker.closedAtMs ?? Number.NEGATIVE_INFINITY);
    const agoMs = this.#options.clock.nowMs() - sinceMs;
    return agoMs >= 0 && agoMs < PERSON_TRUSTED_MS;
  }

  #countOf(groupId: string): RollingCount {
    const known = this.#deleted.get(groupId);
    if (known) return known;
    const fresh = new RollingCount(HOUR_MS);
    this.#deleted.set(groupId, fresh);
    return fresh;
  }
}
