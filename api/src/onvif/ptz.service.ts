import type { CameraId, UserId } from '@thapcanh/core/ids';
import type { Clock } from '@thapcanh/core/time/clock';
import { OnvifPtz, type PtzPreset } from '@thapcanh/infra/onvif/onvif-ptz';
import { apiError } from '../errors/api-errors.ts';
import { type Auth, requireAccess } from '../identity/access.ts';
import type { CameraScope } from '../identity/camera-scope.ts';
import type { CameraDevices } from './camera-device.ts';
import { withCamera } from './onvif-failures.ts';
import type { PtzMove } from './ptz.schema.ts';
import type { PtzLockRepository } from './ptz-lock.repository.ts';

export type PtzService = ReturnType<typeof createPtzService>;

/** Whoever turned a camera last has it this much longer: two people must not fight over it. */
const USE_MS = 10_000;
const MOVE_MS = 1000;

/**
 * Turning cameras. Every order takes or renews the camera for whoever gives it; `lock` keeps it longer. Others meet
 * `TC_PTZ_TAKEN` with the name of the one who has it until it runs out.
 */
export function createPtzService(deps: { devices: CameraDevices; locks: PtzLockRepository; clock: Clock }) {
  const { devices, locks, clock } = deps;

  async function take(userId: UserId, id: CameraId, forMs: number): Promise<Date> {
    const nowMs = clock.nowMs();
    const until = new Date(nowMs + forMs);
    const other = await locks.take(id, userId, new Date(nowMs), until);
    if (other !== null) {
      const seconds = Math.max(1, Math.ceil((other.until.getTime() - nowMs) / 1000));
      throw apiError('TC_PTZ_TAKEN', { name: other.displayName, seconds });
    }
    return until;
  }

  async function turn<T>(
    id: CameraId,
    scope: CameraScope,
    signal: AbortSignal,
    work: (ptz: OnvifPtz) => Promise<T>,
  ): Promise<T> {
    const camera = await devices.find(id, scope);
    try {
      return await withCamera(async () => work(new OnvifPtz(camera.device, await devices.ptzProfile(camera, signal))));
    } catch (error) {
      // Its services may have moved, its clock may have been set: the next order asks anew.
      devices.forget(id);
      throw error;
    }
  }

  async function order(
    auth: Auth,
    id: CameraId,
    signal: AbortSignal,
    work: (ptz: OnvifPtz) => Promise<void>,
  ): Promise<void> {
    const { userId, scope } = requireAccess(auth, 'ptz.control');
    await devices.find(id, scope);
    await take(userId, id, USE_MS);
    await turn(id, scope, signal, work);
  }

  return {
    async move(
      auth: Auth,
      id: CameraId,
      { pan = 0, tilt = 0, zoom = 0, forMs = MOVE_MS }: PtzMove,
      signal: AbortSignal,
    ) {
      await order(auth, id, signal, (ptz) => ptz.move({ pan, tilt, zoom }, forMs, signal));
    },

    async stop(auth: Auth, id: CameraId, signal: AbortSignal): Promise<void> {
      await order(auth, id, signal, (ptz) => ptz.stop(signal));
    },

    async home(auth: Auth, id: CameraId, signal: AbortSignal): Promise<void> {
      await order(auth, id, signal, (ptz) => ptz.home(signal));
    },

    async goTo(auth: Auth, id: CameraId, token: string, signal: AbortSignal): Promise<void> {
      await order(auth, id, signal, (ptz) => ptz.goTo(token, signal));
    },

    async presets(auth: Auth, id: CameraId, signal: AbortSignal): Promise<PtzPreset[]> {
      const { scope } = requireAccess(auth, 'ptz.control');
      return turn(id, scope, signal, (ptz) => ptz.presets(signal));
    },

    /** Keeps the camera for that long, or gives it back with 0. */
    async lock(auth: Auth, id: CameraId, seconds: number): Promise<{ until: string | null }> {
      const { userId, scope } = requireAccess(auth, 'ptz.control');
      await devices.find(id, scope);
      if (seconds === 0) {
        await locks.release(id, userId);
        return { until: null };
      }
      return { until: (await take(userId, id, seconds * 1000)).toISOString() };
    },
  };
}
