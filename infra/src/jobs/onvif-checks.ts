import type { Clock } from '@thapcanh/core/time/clock';
import type { AddressPolicy } from '../onvif/address-policy.ts';
import { type CheckDeps, checkCamera } from '../onvif/check-camera.ts';
import { OnvifError, type OnvifFailure } from '../onvif/onvif-error.ts';
import type { SecretBox } from '../secrets/secret-box.ts';
import type { Logger } from '../telemetry/logger.ts';
import { accountOf, type OnvifCamera } from './onvif-camera.repository.ts';
import { staggerMs } from './stagger.ts';

export type CheckResult = 'done' | OnvifFailure | 'failed';

export interface OnvifChecksOptions extends CheckDeps {
  readonly secrets: Pick<SecretBox, 'open'>;
  readonly clock: Clock;
  readonly log: Logger;
  readonly mayReach: AddressPolicy;
  readonly onResult?: (result: CheckResult) => void;
  readonly patienceMs?: number;
}

const DAY_MS = 86_400_000;
const AFTER_EDIT_MS = 600_000;
const MAX_AT_ONCE = 4;
const PATIENCE_MS = 60_000;

/**
 * Routine checks of cameras by ONVIF: each once a day at a time of its own, and within ten minutes after it was added or
 * edited. When is decided by id and time alone, so that nothing need be remembered: `look` begins what fell due since the
 * last one, or in the ten minutes before the first. At most four are under way, the others wait; a camera that does not
 * answer keeps its findings until the next day. No default password is ever tried.
 */
export class OnvifChecks {
  readonly #options: OnvifChecksOptions;
  readonly #waiting = new Map<string, OnvifCamera>();
  readonly #running = new Map<string, Promise<void>>();
  readonly #stop = new AbortController();
  #lookedAtMs: number | null = null;

  constructor(options: OnvifChecksOptions) {
    this.#options = options;
  }

  /** Checks under way and waiting. */
  get pending(): number {
    return this.#running.size + this.#waiting.size;
  }

  /** Call it every few seconds with all cameras that may be checked. */
  look(cameras: readonly OnvifCamera[]): void {
    const nowMs = this.#options.clock.nowMs();
    const sinceMs = Math.min(nowMs, this.#lookedAtMs ?? nowMs - AFTER_EDIT_MS);
    this.#lookedAtMs = nowMs;
    const known = new Set(cameras.map(({ id }) => id));
    for (const [id, camera] of this.#waiting) if (!known.has(camera.id)) this.#waiting.delete(id);
    for (const camera of cameras) if (isDue(camera, sinceMs, nowMs)) this.#waiting.set(camera.id, camera);
    this.#startWaiting();
  }

  /** Resolves when no check is under way. Idempotent. */
  async close(): Promise<void> {
    this.#stop.abort();
    this.#waiting.clear();
    await Promise.all(this.#running.values());
  }

  #startWaiting(): void {
    for (const [id, camera] of this.#waiting) {
      if (this.#running.size >= MAX_AT_ONCE || this.#stop.signal.aborted) return;
      if (this.#running.has(id)) continue;
      this.#waiting.delete(id);
      const checking = this.#check(camera).finally(() => {
        this.#running.delete(id);
        this.#startWaiting();
      });
      this.#running.set(id, checking);
    }
  }

  async #check(camera: OnvifCamera): Promise<void> {
    const { secrets, clock, mayReach, log, onResult, patienceMs = PATIENCE_MS } = this.#options;
    const signal = AbortSignal.any([this.#stop.signal, AbortSignal.timeout(patienceMs)]);
    let result: CheckResult = 'done';
    try {
      const account = accountOf(camera, secrets);
      const options = { address: camera.address, account, mayReach, clock, signal, isRoutine: true };
      await checkCamera(camera.id, options, this.#options);
    } catch (error) {
      if (this.#stop.signal.aborted) return;
      result = error instanceof OnvifError ? error.failure : signal.aborted ? 'timeout' : 'failed';
      const fields = { cameraId: camera.id, result };
      if (result === 'failed') log.warn({ ...fields, err: error }, 'a camera could not be checked');
      else log.debug(fields, 'a camera could not be checked by ONVIF');
    }
    onResult?.(result);
  }
}

/** Whether a check of the camera falls into (sinceMs, nowMs]. */
function isDue({ id, editedAtMs }: OnvifCamera, sinceMs: number, nowMs: number): boolean {
  const daily = Math.floor((nowMs - staggerMs(id, DAY_MS)) / DAY_MS) * DAY_MS + staggerMs(id, DAY_MS);
  const afterEdit = editedAtMs + staggerMs(id, AFTER_EDIT_MS);
  return [daily, afterEdit].some((dueMs) => dueMs > sinceMs && dueMs <= nowMs);
}
