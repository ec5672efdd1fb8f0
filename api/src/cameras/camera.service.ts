import { randomBytes } from 'node:crypto';
import type { LiveEvent } from '@thapcanh/core/events/live-event';
import { type CameraId, parseCameraId } from '@thapcanh/core/ids';
import { foldText } from '@thapcanh/core/text/fold-text';
import type { Clock } from '@thapcanh/core/time/clock';
import { apiError } from '../errors/api-errors.ts';
import { type Auth, requireAccess, scopeOf } from '../identity/access.ts';
import type { CameraScope } from '../identity/camera-scope.ts';
import type { CameraChanges, CameraConnection, CameraRepository } from './camera.repository.ts';
import type { Camera, CameraCreate, CameraQuery, CameraUpdate } from './camera.schema.ts';
import { mergeCameraAccount, parseCameraAddress, parseOnvifUrl } from './camera-address.ts';
import { slugOf } from './camera-slug.ts';
import { cameraView } from './camera-view.ts';

const OWN_ID_REFUSED = {
  vi: 'chỉ người quản lý mọi camera được tự chọn mã; để trống để hệ thống đặt mã',
  en: 'only whoever manages every camera chooses ids; leave it away to be given one',
};

/** Words that stand in the place of an id in addresses. */
const RESERVED_IDS: ReadonlySet<string> = new Set(['health']);

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
      const main = parseCameraAddress(input.mainUrl, 'mainUrl');
      const sub = input.subUrl ? parseCameraAddress(input.subUrl, 'subUrl') : null;
      const account = mergeCameraAccount(sub ? [main, sub] : [main], input);
      const columns = {
        ...nameColumns(input.name),
        main_url: main.url,
        sub_url: sub?.url ?? null,
        username: account.username ?? null,
        password_sealed: seal(account.password ?? null),
        profile: input.profile,
        ...connectionColumns(input),
        createdAt: new Date(clock.nowMs()),
      };
      const isEverywhere = scope.kind === 'everything';
      if (input.id !== undefined && !isEverywhere) {
        throw apiError('TC_CAMERA_SETTINGS_INVALID', { detail: OWN_ID_REFUSED });
      }
      const candidates = input.id === undefined ? idCandidates(input.name, isEverywhere) : [input.id];
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

function connectionColumns(input: CameraUpdate | CameraCreate): CameraConnection {
  return {
    ...(input.groupId !== undefined && { group_id: input.groupId }),
    ...(input.areaId !== undefined && { area_id: input.areaId }),
    ...(input.purposes !== undefined && { purposes: input.purposes }),
    ...(input.source !== undefined && { source: input.source }),
    ...(input.transport !== undefined && { transport: input.transport }),
    ...(input.site !== undefined && { site: input.site.normalize('NFC').trim() }),
    ...(input.motionFps !== undefined && { motion_fps: input.motionFps }),
    ...(input.number !== undefined && { number: input.number }),
    ...placeColumns(input),
    ...(input.masks !== undefined && { masks: JSON.stringify(input.masks) }),
    ...(input.onvifUrl !== undefined && { onvif_url: input.onvifUrl === null ? null : parseOnvifUrl(input.onvifUrl) }),
  };
}

function placeColumns(input: CameraUpdate | CameraCreate): CameraConnection {
  const { latitude, longitude } = input;
  if ((latitude === undefined) !== (longitude === undefined) || (latitude === null) !== (longitude === null)) {
    throw apiError('TC_CAMERA_SETTINGS_INVALID', {
      detail: { vi: 'vĩ độ và kinh độ phải đi cùng nhau', en: 'latitude and longitude go together' },
    });
  }
  return {
    ...(latitude !== undefined && { latitude }),
    ...(longitude !== undefined && { longitude }),
    ...(input.bearingDeg !== undefined && { bearing_deg: input.bearingDeg }),
    ...(input.viewDeg !== undefined && { view_deg: input.viewDeg }),
    ...(input.viewM !== undefined && { view_m: input.viewM }),
  };
}

function nameColumns(name: string): { name: string; search_key: string } {
  const trimmed = name.normalize('NFC').trim();
  if (trimmed === '')
    throw apiError('TC_CAMERA_SETTINGS_INVALID', { detail: { vi: 'tên để trống', en: 'the name is empty' } });
  return { name: trimmed, search_key: foldText(trimmed) };
}

/**
 * The name and then numbers; for whoever does not manage every camera always with letters that nobody foresees: the
 * first free number would tell which cameras others have.
 */
function idCandidates(name: string, isEverywhere: boolean): string[] {
  const base = slugOf(name) ?? 'camera';
  if (!isEverywhere) {
    const short = base.slice(0, 31).replace(/-+$/, '');
    return Array.from({ length: 5 }, () => `${short}-${randomBytes(4).toString('hex')}`);
  }
  return [base, ...Array.from({ length: 98 }, (_, index) => `${base}-${index + 2}`)];
}
