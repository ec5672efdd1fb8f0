import type { LiveEvent } from '@thapcanh/core/events/live-event';
import { type CameraId, parseCameraId } from '@thapcanh/core/ids';
import { foldText } from '@thapcanh/core/text/fold-text';
import type { Clock } from '@thapcanh/core/time/clock';
import { apiError } from '../errors/api-errors.ts';
import { type Auth, requireAccess, scopeOf } from '../identity/access.ts';
import type { CameraScope } from '../identity/camera-scope.ts';
import type { CameraRepository } from './camera.repository.ts';
import type { Camera, CameraCreate, CameraQuery, CameraUpdate } from './camera.schema.ts';
import { mergeCameraAccount, parseCameraAddress } from './camera-address.ts';
import type { CameraChanges } from './camera-changes.ts';
import { connectionColumns, nameColumns, newColumns, newIds, RESERVED_IDS } from './camera-columns.ts';
import { cameraView } from './camera-view.ts';

export type CameraService = ReturnType<typeof createCameraService>;

/** Cameras: seen and managed by whom grants reach them for it. Every change is announced as `camera.changed`. */
export function createCameraService(deps: {
  cameras: CameraRepository;
  secrets: { seal(text: string): Buffer };
  publish: (event: LiveEvent) => Promise<void>;
  clock: Clock;
  /** Called after every change of a camera, which may put it into or out of somebody's reach. */
  onChanged: () => void;
}) {
  const { cameras, secrets, publish, clock, onChanged } = deps;

  async function changed(id: CameraId): Promise<void> {
    onChanged();
    await publish({ type: 'camera.changed', cameraId: id });
  }

  const seal = (password: string | null) => (password === null ? null : secrets.seal(password));

  async function find(auth: Auth, id: CameraId, scope: CameraScope): Promise<Camera> {
    const found = await cameras.find(id, scope);
    if (!found) throw apiError('TC_CAMERA_NOT_FOUND', { cameraId: id });
    const managed = scopeOf(auth, 'camera.manage');
    const maySeeSource = managed !== null && (await cameras.find(id, managed)) !== null;
    return cameraView(found, { nowMs: clock.nowMs(), maySeeSource });
  }

  return {
    async list(auth: Auth, query: CameraQuery): Promise<Camera[]> {
      const { scope } = requireAccess(auth, 'camera.view');
      const folded = query.q === undefined ? '' : foldText(query.q);
      const found = await cameras.list({
        scope,
        folded: folded === '' ? null : folded,
        areaId: query.areaId ?? null,
        near: query.near === undefined ? null : placeOf(query.near),
        limit: query.limit ?? null,
      });
      const managed = scopeOf(auth, 'camera.manage');
      const managedIds = managed === null ? new Set<string>() : await cameras.idsWithin(managed);
      const nowMs = clock.nowMs();
      return found.map((one) =>
        cameraView(one, { nowMs, maySeeSource: managedIds === null || managedIds.has(one.camera.id) }),
      );
    },

    async get(auth: Auth, id: CameraId): Promise<Camera> {
      const { scope } = requireAccess(auth, 'camera.view');
      return find(auth, id, scope);
    },

    /** Throws `TC_CAMERA_SETTINGS_INVALID`, `TC_GROUP_NOT_FOUND`, `TC_AREA_NOT_FOUND`, `TC_PLACE_REFUSED` or `TC_CAMERA_ID_TAKEN`. Without an id one is made from the name. */
    async create(auth: Auth, input: CameraCreate): Promise<Camera> {
      const { scope, actor } = requireAccess(auth, 'camera.manage');
      const columns = newColumns(input, seal, new Date(clock.nowMs()));
      const candidates = newIds(input, scope);
      for (const candidate of candidates) {
        const id = parseCameraId(candidate);
        if (!id || RESERVED_IDS.has(id)) continue;
        const row = await cameras.insert({ id, ...columns }, { scope, actor });
        if (!row) continue;
        await changed(id);
        return find(auth, id, scope);
      }
      throw apiError('TC_CAMERA_ID_TAKEN', { cameraId: candidates[0] ?? '' });
    },

    /** An absent field stays as it is. Throws `TC_VERSION_CONFLICT` when the camera is no longer at `version`. */
    async update(auth: Auth, id: CameraId, version: number, input: CameraUpdate): Promise<Camera> {
      const { scope, actor } = requireAccess(auth, 'camera.manage');
      if (!(await cameras.find(id, scope))) throw apiError('TC_CAMERA_NOT_FOUND', { cameraId: id });
      const row = await cameras.update(id, {
        version,
        changes: changesOf(input),
        at: new Date(clock.nowMs()),
        scope,
        actor,
      });
      if (!row) throw apiError('TC_VERSION_CONFLICT');
      await changed(id);
      return find(auth, id, scope);
    },

    /** A camera with recordings or passages is hidden and keeps them; any other is gone. */
    async remove(auth: Auth, id: CameraId): Promise<void> {
      const { scope, actor } = requireAccess(auth, 'camera.manage');
      if (!(await cameras.find(id, scope))) throw apiError('TC_CAMERA_NOT_FOUND', { cameraId: id });
      await cameras.remove(id, new Date(clock.nowMs()), actor);
      await changed(id);
    },
  };

  function changesOf(input: CameraUpdate): CameraChanges {
    const main = input.mainUrl === undefined ? null : parseCameraAddress(input.mainUrl, 'mainUrl');
    const sub = input.subUrl ? parseCameraAddress(input.subUrl, 'subUrl') : null;
    const account = mergeCameraAccount(
      [main, sub].filter((address) => address !== null),
      input,
    );
    return {
      ...(input.name !== undefined && nameColumns(input.name)),
      ...(main && { main_url: main.url }),
      ...(input.subUrl !== undefined && { sub_url: sub?.url ?? null }),
      ...(account.username !== undefined && { username: account.username }),
      ...(account.password !== undefined && { password_sealed: seal(account.password) }),
      ...(input.profile !== undefined && { profile: input.profile }),
      ...(input.isEnabled !== undefined && { is_enabled: input.isEnabled }),
      ...connectionColumns(input),
    };
  }
}

function placeOf(near: string): { latitude: number; longitude: number } {
  const [latitude = 0, longitude = 0] = near.split(',').map(Number);
  return { latitude, longitude };
}
