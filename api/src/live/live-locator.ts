import type { CameraId } from '@thapcanh/core/ids';
import type { Clock } from '@thapcanh/core/time/clock';
import type { CameraRepository } from '../cameras/camera.repository.ts';
import { cameraView } from '../cameras/camera-view.ts';
import { EVERYTHING } from '../identity/camera-scope.ts';
import { parseLiveEndpoint } from './live-endpoint.ts';
import type { LiveLocation } from './live-upstream.ts';

/** Cameras whose last place is remembered; drop policy: oldest first. */
const MAX_KNOWN = 5_000;

/**
 * Where a camera's worker is, by its status row. While the database is away the last place is believed: workers go on
 * without it, and so do their viewers. Null: no such camera, or switched off. Rejects when nothing is known.
 */
export function createLiveLocator(deps: { cameras: Pick<CameraRepository, 'find'>; clock: Clock }) {
  const known = new Map<CameraId, LiveLocation | null>();

  return async (cameraId: CameraId): Promise<LiveLocation | null> => {
    try {
      const found = await deps.cameras.find(cameraId, EVERYTHING);
      const location = found?.camera.is_enabled
        ? {
            endpoint: parseLiveEndpoint(found.status?.live_endpoint ?? null),
            fault: cameraView(found, { nowMs: deps.clock.nowMs(), maySeeSource: false }).status.fault,
          }
        : null;
      known.delete(cameraId);
      known.set(cameraId, location);
      const [oldest] = known.keys();
      if (known.size > MAX_KNOWN && oldest !== undefined) known.delete(oldest);
      return location;
    } catch (error) {
      const last = known.get(cameraId);
      if (last === undefined) throw error;
      return last;
    }
  };
}
