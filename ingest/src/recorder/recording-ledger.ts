import type { LiveEvent } from '@thapcanh/core/events/live-event';
import type { SessionLog } from '../media/media-types.ts';
import { pause } from './pause.ts';
import type { RecordingRepository, RecordingRow } from './recording.repository.ts';
import { writeApart } from './write-apart.ts';

export interface RecordingLedgerOptions {
  readonly repository: RecordingRepository;
  readonly publish: (event: LiveEvent) => Promise<void>;
  readonly log: SessionLog;
  readonly retryMs?: number;
  /** Rows of so long go into one statement. */
  readonly gatherMs?: number;
}

/** Rows that wait for the database; the oldest one is dropped for a newcomer (its file is recovered at a start). */
const MAX_WAITING_ROWS = 10_000;
const MAX_ROWS_A_STATEMENT = 200;
const DEFAULT_RETRY_MS = 1_000;
const DEFAULT_GATHER_MS = 250;

/**
 * Recording rows on their way to the database. `save` never blocks a recorder: the newest state of each recording
 * waits, goes out with others in one statement and is retried while the database is away. `recording.finished` is
 * published after the finished row is in. `isHeld` tells recovery which files belong to this process.
 */
export class RecordingLedger {
  readonly #options: RecordingLedgerOptions;
  readonly #waiting = new Map<string, RecordingRow>();
  readonly #held = new Set<string>();
  readonly #stop = new AbortController();
  #working: Promise<void> | null = null;
  #hurry = new AbortController();
  #isFailing = false;
  #dropped = 0;
  #refused = 0;

  constructor(options: RecordingLedgerOptions) {
    this.#options = options;
  }

  get droppedRows(): number {
    return this.#dropped;
  }

  /** Given up because the database will never take them. */
  get refusedRows(): number {
    return this.#refused;
  }

  get waitingRows(): number {
    return this.#waiting.size;
  }

  isHeld(path: string): boolean {
    return this.#held.has(path);
  }

  hold(path: string): void {
    this.#held.add(path);
  }

  release(path: string): void {
    this.#held.delete(path);
  }

  /** Rows of files that were fsynced before, together with their directories, and only those. */
  save(row: RecordingRow): void {
    if (!this.#waiting.has(row.id) && this.#waiting.size >= MAX_WAITING_ROWS) {
      for (const oldest of this.#waiting.values()) {
        this.#forget(oldest);
        this.#dropped += 1;
        break;
      }
    }
    this.#waiting.set(row.id, row);
    this.#working ??= this.#work();
  }

  /** Resolves when every row is written, or when `patienceMs` are over. Idempotent. */
  async close(patienceMs = 2_000): Promise<void> {
    const late = setTimeout(() => this.#stop.abort(), patienceMs);
    this.#hurry.abort();
    await this.#working;
    clearTimeout(late);
    this.#stop.abort();
  }

  #forget(row: RecordingRow): void {
    this.#waiting.delete(row.id);
    if (row.state === 'finished') this.#held.delete(row.path);
  }

  async #work(): Promise<void> {
    const { retryMs = DEFAULT_RETRY_MS, gatherMs = DEFAULT_GATHER_MS } = this.#options;
    await pause(gatherMs, AbortSignal.any([this.#stop.signal, this.#hurry.signal]));
    while (this.#waiting.size > 0 && !this.#stop.signal.aborted) {
      const isWritten = await this.#write([...this.#waiting.values()].slice(0, MAX_ROWS_A_STATEMENT));
      if (!isWritten) await pause(retryMs, this.#stop.signal);
      else if (this.#waiting.size > 0) {
        await pause(gatherMs, AbortSignal.any([this.#stop.signal, this.#hurry.signal]));
      }
    }
    this.#working = null;
  }

  /** False: the database is away. A row that it refuses for good is given up alone. */
  async #write(rows: readonly RecordingRow[]): Promise<boolean> {
    try {
      await writeApart(
        rows,
        (some) => this.#upsert(some),
        (row, error) => this.#giveUp(row, error),
      );
      this.#isFailing = false;
      return true;
    } catch (error) {
      if (!this.#isFailing) this.#options.log.warn({ err: error }, 'recording rows wait for the database');
      this.#isFailing = true;
      return false;
    }
  }

  async #upsert(rows: readonly RecordingRow[]): Promise<void> {
    await this.#options.repository.upsert(rows);
    for (const row of rows) if (this.#waiting.get(row.id) === row) this.#forget(row);
    await this.#announce(rows.filter((row) => row.state === 'finished'));
  }

  #giveUp(row: RecordingRow, error: unknown): void {
    const fields = { err: error, cameraId: row.cameraId, path: row.path };
    this.#options.log.warn(fields, 'the database refuses a recording row');
    this.#refused += 1;
    this.#forget(row);
  }

  async #announce(rows: readonly RecordingRow[]): Promise<void> {
    const { publish, log } = this.#options;
    for (const row of rows) {
      const event = { type: 'recording.finished', cameraId: row.cameraId, recordingId: row.id } as const;
      await publish(event).catch((error: unknown) => log.debug({ err: error }, 'a live event was not sent'));
    }
  }
}
