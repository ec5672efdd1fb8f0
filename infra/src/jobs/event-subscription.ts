import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from '@thapcanh/core/time/clock';
import type { AddressPolicy } from '../onvif/address-policy.ts';
import { OnvifError, type OnvifFailure } from '../onvif/onvif-error.ts';
import { listenToEvents, type OnvifEvent } from '../onvif/onvif-events.ts';
import { deviceAt } from '../onvif/probe-device.ts';
import type { SecretBox } from '../secrets/secret-box.ts';
import type { Logger } from '../telemetry/logger.ts';
import { type CameraEvent, CameraEventGate } from './camera-event-gate.ts';
import { accountOf, type OnvifCamera } from './onvif-camera.repository.ts';

export interface EventSubscriptionOptions {
  readonly secrets: Pick<SecretBox, 'open'>;
  readonly clock: Clock;
  readonly log: Logger;
  readonly mayReach: AddressPolicy;
  readonly onEvent: (event: CameraEvent) => void;
  readonly onFailure: (failure: OnvifFailure | 'failed') => void;
  readonly random?: () => number;
  /** Multiplies every wait; 1 by default. */
  readonly waitFactor?: number;
}

interface Pace {
  readonly firstMs: number;
  readonly longestMs: number;
}

const USUAL_PACE: Pace = { firstMs: 5_000, longestMs: 600_000 };
const PACES: Readonly<Partial<Record<OnvifFailure | 'failed', Pace>>> = {
  // Cameras lock accounts.
  authentication: { firstMs: 60_000, longestMs: 3_600_000 },
  'not-supported': { firstMs: 21_600_000, longestMs: 21_600_000 },
  'forbidden-address': { firstMs: 21_600_000, longestMs: 21_600_000 },
};
/** A subscription that held this long was a working one. */
const WORKED_MS = 60_000;
/** A device whose corrected clock is further off than this is not believed. */
const MAX_AGE_MS = 60_000;

/**
 * Listens to one camera's events for as long as it is not closed: subscribes, tells what changed through a gate, and after
 * a failure subscribes anew, ever later. What it tells is motion, tampering and inputs; everything else is left out.
 */
export class EventSubscription {
  readonly #camera: OnvifCamera;
  readonly #options: EventSubscriptionOptions;
  readonly #gate = new CameraEventGate();
  readonly #stop = new AbortController();
  readonly #running: Promise<void>;
  #isListening = false;

  constructor(camera: OnvifCamera, options: EventSubscriptionOptions, firstWaitMs = 0) {
    this.#camera = camera;
    this.#options = options;
    this.#running = this.#run(firstWaitMs);
  }

  /** Subscribed, or about to be; false while it waits after a failure. */
  get isListening(): boolean {
    return this.#isListening;
  }

  get suppressed(): number {
    return this.#gate.suppressed;
  }

  /** Tells what had to wait for its turn; call it about once a second. */
  tick(): void {
    for (const event of this.#gate.release(this.#options.clock.monotonicMs())) this.#options.onEvent(event);
  }

  /** Unsubscribes; resolves within a few seconds. Idempotent. */
  async close(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async #run(firstWaitMs: number): Promise<void> {
    const { signal } = this.#stop;
    const { clock, log, onFailure, random = Math.random, waitFactor = 1 } = this.#options;
    const cameraId = this.#camera.id;
    const wait = (ms: number): Promise<void> => delay(ms, undefined, { signal }).catch(() => {});
    let failures = 0;
    await wait(firstWaitMs);
    while (!signal.aborted) {
      const sinceMs = clock.monotonicMs();
      let failure: OnvifFailure | 'failed' = 'failed';
      this.#isListening = true;
      try {
        await this.#listen();
        return;
      } catch (error) {
        if (signal.aborted) return;
        if (error instanceof OnvifError) failure = error.failure;
        else if (failures === 0) log.warn({ err: error, cameraId }, 'events of a camera cannot be heard');
      } finally {
        this.#isListening = false;
      }
      failures = clock.monotonicMs() - sinceMs >= WORKED_MS ? 1 : failures + 1;
      log.debug({ cameraId, failure, failures }, 'the subscription to events of a camera ended');
      onFailure(failure);
      await wait(retryWaitMs(failure, failures, random) * waitFactor);
    }
  }

  /** Until closed. @throws OnvifError */
  async #listen(): Promise<void> {
    const { secrets, clock, mayReach } = this.#options;
    const { signal } = this.#stop;
    const account = accountOf(this.#camera, secrets);
    const device = deviceAt({ account, mayReach, clock }, this.#camera.address);
    try {
      await device.readClock(signal);
    } catch (error) {
      const isHarmless = error instanceof OnvifError && !['unreachable', 'timeout'].includes(error.failure);
      if (!isHarmless) throw error;
    }
    for await (const event of listenToEvents(device, signal)) this.#hear(event);
  }

  #hear({ kind, isActive, topic, source, atMs, isInitial }: OnvifEvent): void {
    if (kind === 'other') return;
    const { clock, onEvent } = this.#options;
    const nowMs = clock.nowMs();
    const isBelieved = atMs !== null && Math.abs(atMs - nowMs) <= MAX_AGE_MS;
    const at = new Date(isBelieved ? atMs : nowMs).toISOString();
    const event: CameraEvent = { cameraId: this.#camera.id, event: kind, topic, source, isActive, at };
    const told = this.#gate.offer(event, isInitial, clock.monotonicMs());
    if (told !== null) onEvent(told);
  }
}

/** Doubles with each failure, half of it random. */
export function retryWaitMs(failure: OnvifFailure | 'failed', failures: number, random: () => number): number {
  const { firstMs, longestMs } = PACES[failure] ?? USUAL_PACE;
  return Math.min(longestMs, firstMs * 2 ** Math.min(20, failures - 1)) * (0.5 + random() / 2);
}
