import type { CameraId } from '@thapcanh/core/ids';
import type { OnvifEvent } from '../onvif/onvif-events.ts';

/** What a camera itself noticed, as the outbox carries it (kind `camera.event`). */
export interface CameraEvent {
  readonly cameraId: CameraId;
  readonly event: 'motion' | 'tamper' | 'input';
  /** As the device names it: `RuleEngine/CellMotionDetector/Motion`. */
  readonly topic: string;
  readonly source: Readonly<Record<string, string>>;
  /** It began, it ended, or (null) it just happened. */
  readonly isActive: boolean | null;
  /** UTC, by our clock. */
  readonly at: string;
}

/** So many at once, then one every two seconds. */
const BURST = 30;
const REFILL_MS = 2_000;
/** Things a camera tells about, at most; of more the one heard of longest ago is forgotten. */
const MAX_STATES = 64;

/**
 * Lets through what a camera's events change, and bounds how much: repeated states are counted, not told; in a storm the
 * newest state of each thing waits for its turn and what it replaces is counted. So a storm ends with the truth, and a
 * thing that ended is never left standing as active.
 */
export class CameraEventGate {
  readonly #told = new Map<string, boolean | null>();
  readonly #held = new Map<string, CameraEvent>();
  #tokens = BURST;
  #refilledAtMs: number | null = null;
  #suppressed = 0;

  /** Events that were not told: repeats, and states that another followed before their turn. Only grows. */
  get suppressed(): number {
    return this.#suppressed;
  }

  /** `isInitial`: the state at the time of subscription; of such only what is active and not known yet is news. */
  offer(event: CameraEvent, isInitial: OnvifEvent['isInitial'], nowMs: number): CameraEvent | null {
    const key = JSON.stringify([event.topic, event.source]);
    const told = this.#told.get(key);
    if (this.#held.delete(key)) this.#suppressed += 1;
    if (event.isActive !== null && told === event.isActive) {
      this.#suppressed += 1;
      return null;
    }
    if (isInitial && told === undefined && event.isActive !== true) {
      this.#remember(key, event.isActive);
      return null;
    }
    if (this.#mayTell(nowMs)) {
      this.#remember(key, event.isActive);
      return event;
    }
    if (this.#held.size < MAX_STATES) this.#held.set(key, event);
    else this.#suppressed += 1;
    return null;
  }

  /** What has waited and may be told now, oldest first. */
  release(nowMs: number): CameraEvent[] {
    const released: CameraEvent[] = [];
    for (const [key, event] of this.#held) {
      if (!this.#mayTell(nowMs)) break;
      this.#held.delete(key);
      this.#remember(key, event.isActive);
      released.push(event);
    }
    return released;
  }

  #mayTell(nowMs: number): boolean {
    this.#refilledAtMs ??= nowMs;
    const turns = Math.max(0, Math.floor((nowMs - this.#refilledAtMs) / REFILL_MS));
    this.#tokens = Math.min(BURST, this.#tokens + turns);
    this.#refilledAtMs += turns * REFILL_MS;
    if (this.#tokens === 0) return false;
    this.#tokens -= 1;
    return true;
  }

  #remember(key: string, isActive: boolean | null): void {
    this.#told.delete(key);
    this.#told.set(key, isActive);
    const [oldest] = this.#told.keys();
    if (this.#told.size > MAX_STATES && oldest !== undefined) this.#told.delete(oldest);
  }
}
