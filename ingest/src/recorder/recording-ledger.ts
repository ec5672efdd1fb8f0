import type { LiveEvent } from '@thapcanh/core/events/live-event';
import { systemErrorCode } from '@thapcanh/infra/errors/storage-failure';
import type { SessionLog } from '../media/media-types.ts';
import type { RecordingRepository, RecordingRow } from './recording.repository.ts';

export interface RecordingLedgerOptions {
  readonly repository: RecordingRepository;
  readonly publish: (event: LiveEvent) => Promise<void>;
  readonly log: SessionLog;
  readonly retryMs?: number;
}

/** Rows that wait for the database; the oldest one is dropped for a newcomer (its file is recovered at a start). */
const MAX_WAITING_ROWS = 10_000;
const DEFAULT_RETRY_MS = 1_000;

/** SQLSTATE class 23 (integrity) and 22 (data): the same row will never be taken. */
const isRefusedForGood = (error: unknown): boolean => /^2[23]/.test(systemErrorCode(error) ?? '');

/**
 * Recording rows on their way to the database. `save` never blocks a recorder: the newest state of each recording
 * waits, is written in the background and retried while the database is away. `recording.finished` is published after
 * the finished row is in. `isHeld` tells recovery which files belong to this process.
 */
export class RecordingLedger {
  readonly #options: RecordingLedgerOptions;
  readonly #waiting = new Map<string, RecordingRow>();
  readonly #held = new Set<string>();
  readonly #stop = new AbortController();
  #working: Promise<void> | null = null;
  #isFailing = false;
  #dropped = 0;

  constructor(options: RecordingLedgerOptions) {
    this.#options = options;
  }

  get droppedRows(): number {
    return this.#dropped;
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

  /** Rows of files that were fsynced before, and only those. */
  save(row: RecordingRow): void {
    if (!this.#waiting.has(row.id) && this.#waiting.size >= MAX_WAITING_ROWS) {
      for (const [id, oldest] of this.#waiting) {
        this.#forget(id, oldest);
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
    await this.#working;
    clearTimeout(late);
    this.#stop.abort();
  }

  #forget(id: string, row: RecordingRow): void {
    this.#waiting.delete(id);
    if (row.state === 'finished') this.#held.delete(row.path);
  }

  async #work(): Promise<void> {
    for (let next = this.#next(); next !== null && !this.#stop.signal.aborted; next = this.#next()) {
      if (!(await this.#write(next))) await this.#pause();
    }
    this.#working = null;
  }

  #next(): RecordingRow | null {
    for (const row of this.#waiting.values()) return row;
    return null;
  }

  async #write(row: RecordingRow): Promise<boolean> {
    const { repository, publish, log } = this.#options;
    try {
      await repository.upsert(row);
      this.#isFailing = false;
    } catch (error) {
      if (isRefusedForGood(error)) {
        log.warn({ err: error, cameraId: row.cameraId, path: row.path }, 'the database refuses a recording row');
        this.#forget(row.id, row);
        return true;
      }
      if (!this.#isFailing) log.warn({ err: error }, 'recording rows wait for the database');
      this.#isFailing = true;
      return false;
    }
    if (this.#waiting.get(row.id) === row) this.#forget(row.id, row);
    if (row.state === 'finished') {
      const event = { type: 'recording.finished', cameraId: row.cameraId, recordingId: row.id } as const;
      await publish(event).catch((error: unknown) => log.debug({ err: error }, 'a live event was not sent'));
    }
    return true;
  }

  #pause(): Promise<void> {
    const { signal } = this.#stop;
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, this.#options.retryMs ?? DEFAULT_RETRY_MS);
      signal.addEventListener('abort', done);
      if (signal.aborted) done();
    });
  }
}
