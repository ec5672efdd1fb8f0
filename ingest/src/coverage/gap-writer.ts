import type { LiveEvent } from '@thapcanh/core/events/live-event';
import type { SessionLog } from '../media/media-types.ts';
import { pause } from '../recorder/pause.ts';
import { writeApart } from '../recorder/write-apart.ts';
import type { CoverageRepository, GapChange } from './coverage.repository.ts';
import type { GapAlarm, GapRow, GapSink } from './gap-row.ts';

export interface GapWriterOptions {
  readonly repository: Pick<CoverageRepository, 'save'>;
  readonly publish: (event: LiveEvent) => Promise<void>;
  readonly log: SessionLog;
  readonly gatherMs?: number;
  readonly retryMs?: number;
  readonly maxWaiting?: number;
}

const GATHER_MS = 250;
const RETRY_MS = 1_000;
const MAX_WAITING = 20_000;
const MAX_A_STATEMENT = 500;

type Piece = { readonly drop: string } | GapChange;

/**
 * Gap rows on their way to the database: never blocks, writes the newest state of each gap in the background, many in
 * one transaction, and retries while the database is away. One that the database refuses for good is counted and given
 * up; the reconciler finds its hole. When too many wait, the two oldest closed gaps of one camera
 * become one that spans both; the reconciler cuts it back to what was missing. `gap.opened` and `gap.closed` are
 * published after the row is in.
 */
export class GapWriter implements GapSink {
  readonly #options: GapWriterOptions;
  readonly #waiting = new Map<string, GapChange>();
  readonly #drops = new Set<string>();
  readonly #stop = new AbortController();
  readonly #hurry = new AbortController();
  /** Gaps that the database has as open; a drop of any other needs no statement. */
  readonly #opened = new Set<string>();
  #working: Promise<void> | null = null;
  #isFailing = false;
  #merged = 0;
  #refused = 0;

  constructor(options: GapWriterOptions) {
    this.#options = options;
  }

  get waitingGaps(): number {
    return this.#waiting.size;
  }

  get mergedGaps(): number {
    return this.#merged;
  }

  /** Given up because the database will never take them. */
  get refusedGaps(): number {
    return this.#refused;
  }

  save(row: GapRow, alarm?: GapAlarm): void {
    const before = this.#waiting.get(row.id)?.alarm ?? null;
    // An outage that opened and closed while the database was away is told as it stands.
    this.#waiting.set(row.id, { row, alarm: alarm ?? before });
    if (this.#waiting.size > (this.#options.maxWaiting ?? MAX_WAITING)) this.#mergeOldest();
    this.#start();
  }

  drop(id: string): void {
    this.#waiting.delete(id);
    this.#drops.add(id);
    this.#start();
  }

  /** A gap that the database already has as open. */
  adopt(id: string): void {
    this.#opened.add(id);
  }

  /** Resolves when everything is written, or when `patienceMs` are over. Idempotent. */
  async close(patienceMs = 2_000): Promise<void> {
    const late = setTimeout(() => this.#stop.abort(), patienceMs);
    this.#hurry.abort();
    await this.#working;
    clearTimeout(late);
    this.#stop.abort();
  }

  #start(): void {
    this.#working ??= this.#work();
  }

  async #work(): Promise<void> {
    const { gatherMs = GATHER_MS, retryMs = RETRY_MS } = this.#options;
    const wait = (ms: number): Promise<void> => pause(ms, AbortSignal.any([this.#stop.signal, this.#hurry.signal]));
    await wait(gatherMs);
    while (this.#waiting.size + this.#drops.size > 0 && !this.#stop.signal.aborted) {
      if (!(await this.#write())) await pause(retryMs, this.#stop.signal);
      else if (this.#waiting.size + this.#drops.size > 0) await wait(gatherMs);
    }
    this.#working = null;
  }

  async #write(): Promise<boolean> {
    const changes = [...this.#waiting.values()].slice(0, MAX_A_STATEMENT);
    const drops = [...this.#drops].slice(0, MAX_A_STATEMENT);
    const pieces: Piece[] = [...drops.map((drop) => ({ drop })), ...changes];
    try {
      await writeApart(
        pieces,
        (some) => this.#save(some),
        (piece, error) => this.#giveUp(piece, error),
      );
      this.#isFailing = false;
      return true;
    } catch (error) {
      if (!this.#isFailing) this.#options.log.warn({ err: error }, 'gaps of recordings wait for the database');
      this.#isFailing = true;
      return false;
    }
  }

  async #save(pieces: readonly Piece[]): Promise<void> {
    const changes = pieces.flatMap((piece) => ('row' in piece ? [piece] : []));
    const drops = pieces.flatMap((piece) => ('drop' in piece ? [piece.drop] : []));
    await this.#options.repository.save(changes, drops);
    for (const change of changes) this.#forget(change);
    for (const id of drops) this.#drops.delete(id);
    await this.#announce(changes);
    for (const id of drops) this.#opened.delete(id);
  }

  #giveUp(piece: Piece, error: unknown): void {
    this.#refused += 1;
    const fields = 'row' in piece ? { cameraId: piece.row.cameraId, gap: piece.row } : { gapId: piece.drop };
    this.#options.log.warn({ err: error, ...fields }, 'the database refuses a gap');
    if ('row' in piece) this.#forget(piece);
    else this.#drops.delete(piece.drop);
  }

  #forget(change: GapChange): void {
    if (this.#waiting.get(change.row.id) === change) this.#waiting.delete(change.row.id);
  }

  async #announce(changes: readonly GapChange[]): Promise<void> {
    const { publish, log } = this.#options;
    for (const { row } of changes) {
      const isOpen = row.endedAtMs === null;
      if (isOpen && this.#opened.has(row.id)) continue;
      if (isOpen) this.#opened.add(row.id);
      else this.#opened.delete(row.id);
      const event = { type: isOpen ? 'gap.opened' : 'gap.closed', cameraId: row.cameraId, gapId: row.id } as const;
      await publish(event).catch((error: unknown) => log.debug({ err: error }, 'a live event was not sent'));
    }
  }

  #mergeOldest(): void {
    const earlier = new Map<string, GapChange>();
    for (const change of this.#waiting.values()) {
      if (change.row.endedAtMs === null) continue;
      const first = earlier.get(change.row.cameraId);
      if (first === undefined) {
        earlier.set(change.row.cameraId, change);
        continue;
      }
      const startedAtMs = Math.min(first.row.startedAtMs, change.row.startedAtMs);
      const endedAtMs = Math.max(first.row.endedAtMs ?? 0, change.row.endedAtMs);
      this.#waiting.set(first.row.id, { row: { ...first.row, startedAtMs, endedAtMs }, alarm: first.alarm });
      this.#waiting.delete(change.row.id);
      this.#merged += 1;
      return;
    }
  }
}
