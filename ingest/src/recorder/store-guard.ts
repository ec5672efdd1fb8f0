import type { SessionLog } from '../media/media-types.ts';
import { checkStore, readMarker, type StorePlace, type StoreVerdict } from './store-marker.ts';

const CHECK_MS = 10_000;

export interface StoreGuardOptions extends StorePlace {
  readonly log: SessionLog;
  readonly checkMs?: number;
}

/**
 * Keeps recordings off a directory that is not the known store: an unmounted disk would fill the system's own. Looks
 * at the marker file every 10 s, at the database only when something is wrong. A directory that cannot be read is no
 * refusal: the write itself says it better.
 */
export class StoreGuard {
  readonly #options: StoreGuardOptions;
  #verdict: StoreVerdict | null = null;
  #timer: NodeJS.Timeout | null = null;
  #checking: Promise<void> | null = null;

  constructor(options: StoreGuardOptions) {
    this.#options = options;
  }

  /** Null before the first check and while the database was away at it. */
  get verdict(): StoreVerdict | null {
    return this.#verdict;
  }

  /** Why nothing may be written (an English phrase of `faultDetailInVietnamese`), or null. */
  refusal(): string | null {
    if (this.#verdict?.kind === 'missing') return 'the recordings storage is not mounted';
    return this.#verdict?.kind === 'foreign' ? 'the recordings storage is another one' : null;
  }

  /** Resolves after the first check; never rejects. */
  async start(): Promise<void> {
    await this.check();
    this.#timer = setInterval(() => void this.check(), this.#options.checkMs ?? CHECK_MS);
  }

  /** One check now, or the one under way. */
  check(): Promise<void> {
    this.#checking ??= this.#check().finally(() => {
      this.#checking = null;
    });
    return this.#checking;
  }

  /** Idempotent. */
  async close(): Promise<void> {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
    await this.#checking;
  }

  async #check(): Promise<void> {
    const { recordingsDir, log } = this.#options;
    const before = this.#verdict;
    try {
      if (before?.kind === 'known' && (await readMarker(recordingsDir)) === before.marker) return;
      this.#verdict = await checkStore(this.#options);
    } catch (error) {
      log.debug({ err: error }, 'the recordings storage cannot be checked now');
      return;
    }
    if (this.#verdict.kind !== before?.kind && this.#verdict.kind !== 'known') {
      log.warn({ store: this.#verdict.kind, recordingsDir }, 'the recordings directory is not the known store');
    }
  }
}
