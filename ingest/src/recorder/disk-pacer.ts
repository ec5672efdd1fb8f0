import type { Clock } from '@thapcanh/core/time/clock';

/** What the pacer wakes; a recorder. */
export interface PacedWriter {
  /** Called every `TICK_MS`, without overlap per writer: begins what is due and returns at once. */
  onTick(nowMonotonicMs: number): void;
}

export interface DiskPacerOptions {
  readonly clock: Clock;
  /** Syncs of files and directories at a time. */
  readonly maxSyncs?: number;
  /** Bytes that may wait for the disk, all cameras of the process together. */
  readonly maxQueuedBytes?: number;
  /** Why nothing may be written now (a storage that is not mounted), or null. */
  readonly refusal?: () => string | null;
}

const TICK_MS = 250;
/** Node has four threads for files and names; syncs that wait for a platter must leave some to the writes. */
const MAX_SYNCS = 2;
const MAX_QUEUED_BYTES = 512 * 1024 * 1024;

/**
 * What all recorders of a process share, so that a thousand of them cost one timer and a bounded number of disk
 * operations: the tick, the turn to sync, and the memory that may wait for the disk. A slow disk stretches the
 * distance of checkpoints, first come first served; it never holds up writes.
 */
export class DiskPacer {
  readonly #clock: Clock;
  readonly #maxSyncs: number;
  readonly #maxQueuedBytes: number;
  readonly #refusal: () => string | null;
  readonly #writers = new Set<PacedWriter>();
  readonly #waiting: (() => void)[] = [];
  #timer: NodeJS.Timeout | null = null;
  #syncing = 0;
  #queuedBytes = 0;

  constructor(options: DiskPacerOptions) {
    this.#clock = options.clock;
    this.#maxSyncs = options.maxSyncs ?? MAX_SYNCS;
    this.#maxQueuedBytes = options.maxQueuedBytes ?? MAX_QUEUED_BYTES;
    this.#refusal = options.refusal ?? (() => null);
  }

  get queuedBytes(): number {
    return this.#queuedBytes;
  }

  get waitingSyncs(): number {
    return this.#waiting.length;
  }

  refusal(): string | null {
    return this.#refusal();
  }

  /** The timer runs while there is anybody to wake. */
  join(writer: PacedWriter): void {
    this.#writers.add(writer);
    this.#timer ??= setInterval(() => this.tick(), TICK_MS);
  }

  leave(writer: PacedWriter): void {
    this.#writers.delete(writer);
    if (this.#writers.size > 0 || this.#timer === null) return;
    clearInterval(this.#timer);
    this.#timer = null;
  }

  tick(): void {
    const nowMs = this.#clock.monotonicMs();
    for (const writer of this.#writers) writer.onTick(nowMs);
  }

  /** Takes room for bytes that wait; false when there is none. */
  reserve(bytes: number): boolean {
    if (this.#queuedBytes + bytes > this.#maxQueuedBytes) return false;
    this.#queuedBytes += bytes;
    return true;
  }

  free(bytes: number): void {
    this.#queuedBytes -= bytes;
  }

  /** Runs `work` when it is its turn; passes its outcome on. */
  async sync<T>(work: () => Promise<T>): Promise<T> {
    if (this.#syncing >= this.#maxSyncs) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#syncing += 1;
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#syncing -= 1;
      else next();
    }
  }
}
