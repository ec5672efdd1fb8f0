import type { LiveEventListener } from '@thapcanh/infra/events/live-events';
import type { SessionLog } from '../media/media-types.ts';
import type { CameraRepository } from './camera.repository.ts';
import type { CameraFleet } from './camera-fleet.ts';

export interface CameraReloaderOptions {
  readonly cameras: CameraRepository;
  readonly fleet: CameraFleet;
  readonly listener: LiveEventListener;
  readonly log: SessionLog;
}

/** Should an event get lost, an edit is seen after this long. */
const RELOAD_MS = 10_000;

/** Brings the fleet to what the database says: at start, at every `camera.changed`, and every 10 s. One round at a time. */
export class CameraReloader {
  readonly #options: CameraReloaderOptions;
  #timer: NodeJS.Timeout | null = null;
  #running: Promise<void> | null = null;
  #isWantedAgain = false;
  #isFailing = false;
  #isClosed = false;

  constructor(options: CameraReloaderOptions) {
    this.#options = options;
  }

  /** Resolves when the first cameras are started; rejects when the database does not answer. */
  async start(): Promise<void> {
    const { cameras, fleet, listener } = this.#options;
    listener.subscribe(
      (event) => {
        if (event.type === 'camera.changed') this.#reload();
      },
      () => this.#reload(),
    );
    const [wanted] = await Promise.all([cameras.enabledCameras(), listener.start()]);
    await fleet.apply(wanted);
    this.#timer = setInterval(() => this.#reload(), RELOAD_MS);
    this.#reload();
  }

  /** Resolves after the round under way; the fleet stays as it is. Idempotent. */
  async close(): Promise<void> {
    this.#isClosed = true;
    if (this.#timer !== null) clearInterval(this.#timer);
    await this.#running;
  }

  #reload(): void {
    // Before the timer runs, the first round does not have its cameras yet.
    if (this.#isClosed || this.#timer === null) return;
    if (this.#running !== null) {
      this.#isWantedAgain = true;
      return;
    }
    this.#running = this.#rounds();
  }

  async #rounds(): Promise<void> {
    do {
      this.#isWantedAgain = false;
      await this.#round();
    } while (this.#isWantedAgain && !this.#isClosed);
    this.#running = null;
  }

  async #round(): Promise<void> {
    const { cameras, fleet, log } = this.#options;
    try {
      const wanted = await cameras.enabledCameras();
      if (!this.#isClosed) await fleet.apply(wanted);
      this.#isFailing = false;
    } catch (error) {
      if (!this.#isFailing) log.warn({ err: error }, 'cameras cannot be read again, those known stay at work');
      this.#isFailing = true;
    }
  }
}
