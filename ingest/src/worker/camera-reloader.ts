import type { LiveEventListener } from '@thapcanh/infra/events/live-events';
import type { LeaseHolder } from '../lease/lease-holder.ts';
import type { SessionLog } from '../media/media-types.ts';
import type { CameraRepository } from './camera.repository.ts';
import type { CameraFleet } from './camera-fleet.ts';

export interface CameraReloaderOptions {
  readonly cameras: CameraRepository;
  readonly leases: Pick<LeaseHolder, 'start' | 'nudge' | 'leaving' | 'closed'>;
  readonly workerId: string;
  readonly fleet: CameraFleet;
  readonly listener: LiveEventListener;
  readonly log: SessionLog;
  /** Awaited when the first cameras are known, before they are opened; must not reject. */
  readonly beforeFirst?: () => Promise<void>;
}

/** Should an event get lost, an edit is seen after this long. */
const RELOAD_MS = 10_000;

/**
 * Brings the fleet to what the database says and the leases allow: at start, at every `camera.changed`, at every change
 * of leases (`reload`), and every 10 s. One round at a time. A camera that is to leave is given back once it is closed.
 */
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
    const { leases, listener, beforeFirst } = this.#options;
    const onEvent = (): void => {
      leases.nudge();
      this.reload();
    };
    listener.subscribe((event) => {
      if (event.type === 'camera.changed') onEvent();
    }, onEvent);
    await Promise.all([leases.start(), listener.start()]);
    await this.#bring(beforeFirst);
    this.#timer = setInterval(() => this.reload(), RELOAD_MS);
    this.reload();
  }

  reload(): void {
    // Before the timer runs, the first round does not have its cameras yet.
    if (this.#isClosed || this.#timer === null) return;
    if (this.#running !== null) {
      this.#isWantedAgain = true;
      return;
    }
    this.#running = this.#rounds();
  }

  /** Resolves after the round under way; the fleet stays as it is. Idempotent. */
  async close(): Promise<void> {
    this.#isClosed = true;
    if (this.#timer !== null) clearInterval(this.#timer);
    await this.#running;
  }

  async #rounds(): Promise<void> {
    do {
      this.#isWantedAgain = false;
      await this.#round();
    } while (this.#isWantedAgain && !this.#isClosed);
    this.#running = null;
  }

  async #round(): Promise<void> {
    try {
      await this.#bring();
      this.#isFailing = false;
    } catch (error) {
      if (!this.#isFailing) {
        this.#options.log.warn({ err: error }, 'cameras cannot be read again, those known stay at work');
      }
      this.#isFailing = true;
    }
  }

  async #bring(before?: () => Promise<void>): Promise<void> {
    const { cameras, leases, workerId, fleet } = this.#options;
    const held = await cameras.heldCameras(workerId);
    await before?.();
    const leaving = leases.leaving;
    if (this.#isClosed) return;
    await fleet.apply(held.filter(({ source }) => !leaving.includes(source.id)));
    await leases.closed(leaving);
  }
}
