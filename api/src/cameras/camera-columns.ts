import { randomBytes } from 'node:crypto';
import { foldText } from '@thapcanh/core/text/fold-text';
import { apiError } from '../errors/api-errors.ts';
import type { CameraScope } from '../identity/camera-scope.ts';
import type { CameraCreate, CameraUpdate } from './camera.schema.ts';
import { mergeCameraAccount, parseCameraAddress, parseOnvifUrl } from './camera-address.ts';
import type { CameraConnection } from './camera-changes.ts';
import type { NewCamera } from './camera-rows.ts';
import { slugOf } from './camera-slug.ts';

const OWN_ID_REFUSED = {
  vi: 'chỉ người quản lý mọi camera được tự chọn mã; để trống để hệ thống đặt mã',
  en: 'only whoever manages every camera chooses ids; leave it away to be given one',
};

/** Words that stand in the place of an id in addresses. */
export const RESERVED_IDS: ReadonlySet<string> = new Set(['health']);

/** The row of a new camera but for its id. Throws `TC_CAMERA_SETTINGS_INVALID`. */
export function newColumns(
  input: CameraCreate,
  seal: (password: string | null) => Buffer | null,
  createdAt: Date,
): Omit<NewCamera, 'id'> {
  const main = parseCameraAddress(input.mainUrl, 'mainUrl');
  const sub = input.subUrl ? parseCameraAddress(input.subUrl, 'subUrl') : null;
  const account = mergeCameraAccount(sub ? [main, sub] : [main], input);
  return {
    ...nameColumns(input.name),
    main_url: main.url,
    sub_url: sub?.url ?? null,
    username: account.username ?? null,
    password_sealed: seal(account.password ?? null),
    profile: input.profile,
    ...connectionColumns(input),
    createdAt,
  };
}

/** Ids to try in turn for a new camera. Throws `TC_CAMERA_SETTINGS_INVALID` for an own id of who may not choose one. */
export function newIds(input: CameraCreate, scope: CameraScope): string[] {
  const isEverywhere = scope.kind === 'everything';
  if (input.id === undefined) return idCandidates(input.name, isEverywhere);
  if (!isEverywhere) throw apiError('TC_CAMERA_SETTINGS_INVALID', { detail: OWN_ID_REFUSED });
  return [input.id];
}

/** How it is reached and where it stands; an absent field is left out. Throws `TC_CAMERA_SETTINGS_INVALID`. */
export function connectionColumns(input: CameraUpdate | CameraCreate): CameraConnection {
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

/** Throws `TC_CAMERA_SETTINGS_INVALID` for an empty name. */
export function nameColumns(name: string): { name: string; search_key: string } {
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
