import type { LiveEvent } from '@thapcanh/core/events/live-event';
import type { Clock } from '@thapcanh/core/time/clock';
import { apiError } from '../errors/api-errors.ts';
import { type Auth, requireAccess } from '../identity/access.ts';
import type { CameraBulkRepository } from './camera-bulk.repository.ts';
import type { CameraBulkEdit } from './camera-bulk.schema.ts';
import { connectionColumns } from './camera-columns.ts';

export type CameraBulkService = ReturnType<typeof createCameraBulkService>;

/** One edit of many cameras. */
export function createCameraBulkService(deps: {
  bulk: CameraBulkRepository;
  publish: (event: LiveEvent) => Promise<void>;
  clock: Clock;
  /** Called after the edit, which may put cameras into or out of somebody's reach. */
  onChanged: () => void;
}) {
  const { bulk, publish, clock, onChanged } = deps;

  return {
    /** All or none; how many. Throws what `CameraBulkRepository.update` does. */
    async update(auth: Auth, { cameras, changes }: CameraBulkEdit): Promise<number> {
      const { scope, actor } = requireAccess(auth, 'camera.manage');
      const versions = new Map(cameras.map(({ id, version }) => [id, version]));
      if (versions.size < cameras.length) {
        throw apiError('TC_REQUEST_INVALID', { detail: 'cameras: each only once' });
      }
      const columns = {
        ...connectionColumns(changes),
        ...(changes.profile !== undefined && { profile: changes.profile }),
        ...(changes.isEnabled !== undefined && { is_enabled: changes.isEnabled }),
      };
      await bulk.update(versions, { changes: columns, at: new Date(clock.nowMs()), scope, actor });
      onChanged();
      for (const cameraId of versions.keys()) await publish({ type: 'camera.changed', cameraId });
      return versions.size;
    },
  };
}
