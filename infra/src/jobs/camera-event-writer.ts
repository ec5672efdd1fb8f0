import type { Kysely } from 'kysely';
import type { Tables } from '../database/tables.ts';
import type { Logger } from '../telemetry/logger.ts';
import type { CameraEvent } from './camera-event-gate.ts';

const MAX_WAITING = 5_000;
const MAX_A_STATEMENT = 500;

/** Events of cameras on their way to the outbox. While the database is away they wait; of too many the oldest go. */
export class CameraEventWriter {
  readonly #db: Kysely<Tables>;
  readonly #log: Logger;
  readonly #waiting: CameraEvent[] = [];
  #writing: Promise<void> | null = null;
  #isFailing = false;
  #dropped = 0;

  constructor(db: Kysely<Tables>, log: Logger) {
    this.#db = db;
    this.#log = log;
  }

  /** Only grows. */
  get dropped(): number {
    return this.#dropped;
  }

  add(event: CameraEvent): void {
    this.#waiting.push(event);
    if (this.#waiting.length <= MAX_WAITING) return;
    this.#waiting.shift();
    this.#dropped += 1;
  }

  /** Writes what waits; resolves when that is done or has failed. Never rejects. */
  flush(): Promise<void> {
    this.#writing ??= this.#write().finally(() => {
      this.#writing = null;
    });
    return this.#writing;
  }

  async #write(): Promise<void> {
    while (this.#waiting.length > 0) {
      const events = this.#waiting.splice(0, MAX_A_STATEMENT);
      const rows = events.map((event) => ({ kind: 'camera.event', payload: JSON.stringify(event), done_at: null }));
      try {
        await this.#db.insertInto('outbox').values(rows).execute();
        this.#isFailing = false;
      } catch (error) {
        this.#waiting.unshift(...events);
        if (!this.#isFailing) this.#log.warn({ err: error }, 'events of cameras wait for the database');
        this.#isFailing = true;
        return;
      }
    }
  }
}
