import type { Clock } from '@thapcanh/core/time/clock';
import type { Tables } from '@thapcanh/infra/database/tables';
import type { Kysely } from 'kysely';
import { createShortMemory } from '../http/short-memory.ts';
import { type CameraScope, isInScope } from './camera-scope.ts';

/** How long a look is believed; changes made by this process count at once. */
const BELIEVED_MS = 1_000;
const MAX_SCOPES = 2_000;

export type CameraReach = ReturnType<typeof createCameraReach>;

/**
 * Whether a camera is within a scope, for what asks several times a second: live files, sockets, events. While the
 * database is away the last answer is believed, as live view goes on without it.
 */
export function createCameraReach(deps: { db: Kysely<Tables>; clock: Clock }) {
  const last = new Map<string, ReadonlySet<string>>();
  const scopes = new Map<string, CameraScope>();
  const memory = createShortMemory<ReadonlySet<string>>(
    { clock: deps.clock, forMs: BELIEVED_MS, maxEntries: MAX_SCOPES },
    async (key) => {
      const scope = scopes.get(key) ?? { kind: 'grants', grantIds: [], purpose: null };
      try {
        const rows = await deps.db.selectFrom('camera').select('id').where(isInScope(scope, 'camera.id')).execute();
        const ids = new Set(rows.map((row) => row.id));
        last.delete(key);
        last.set(key, ids);
        return ids;
      } catch (error) {
        const known = last.get(key);
        if (known === undefined) throw error;
        return known;
      } finally {
        for (const map of [last, scopes]) {
          const [oldest] = map.keys();
          if (map.size > MAX_SCOPES && oldest !== undefined) map.delete(oldest);
        }
      }
    },
  );

  function keyOf(scope: CameraScope): string {
    const key = JSON.stringify(scope);
    scopes.delete(key);
    scopes.set(key, scope);
    return key;
  }

  return {
    /** As known a moment ago; of everything always true, whether or not there is such a camera. */
    async knows(scope: CameraScope, cameraId: string): Promise<boolean> {
      return scope.kind === 'everything' || (await memory.get(keyOf(scope))).has(cameraId);
    },

    /** As `knows`, but no camera that was added a moment ago is missed. */
    async has(scope: CameraScope, cameraId: string): Promise<boolean> {
      if (await this.knows(scope, cameraId)) return true;
      memory.forget(keyOf(scope));
      return this.knows(scope, cameraId);
    },

    /** To be called when cameras, areas or grants were changed. */
    forgetKnown(): void {
      memory.forgetAll();
    },
  };
}
