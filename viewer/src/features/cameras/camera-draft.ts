import { PURPOSES, type Purpose } from '@thapcanh/core/people/purpose';
import type { Camera } from '../../api/api.ts';

/**
 * What the form holds; an empty password on an existing camera keeps the old one, an empty rate is none, and without a
 * number a new camera gets the next one.
 */
export interface CameraDraft {
  readonly name: string;
  readonly mainUrl: string;
  readonly subUrl: string;
  readonly username: string;
  readonly password: string;
  readonly profile: Camera['profile'];
  readonly number: number | string;
  /** Null: in no area. */
  readonly areaId: string | null;
  readonly purposes: Purpose[];
  readonly groupId: string;
  readonly source: Camera['source'];
  readonly transport: Camera['transport'];
  readonly site: string;
  readonly motionFps: number | string;
  readonly onvifUrl: string;
  readonly isEnabled: boolean;
}

const DEFAULT_GROUP = 'default';

export function draftOf(camera: Camera | null): CameraDraft {
  return {
    name: camera?.name ?? '',
    mainUrl: camera?.mainUrl ?? '',
    subUrl: camera?.subUrl ?? '',
    username: camera?.username ?? '',
    password: '',
    profile: camera?.profile ?? 'plate-gate',
    number: camera?.number ?? '',
    areaId: camera?.areaId ?? null,
    purposes: camera?.purposes ?? PURPOSES.filter((purpose) => purpose !== 'one-stop-office'),
    groupId: camera?.groupId ?? DEFAULT_GROUP,
    source: camera?.source ?? 'rtsp',
    transport: camera?.transport ?? 'auto',
    site: camera?.site ?? '',
    motionFps: camera?.motionFps ?? '',
    onvifUrl: camera?.onvifUrl ?? '',
    isEnabled: camera?.isEnabled ?? true,
  };
}

/** What is sent, whether the camera is new or edited; whether it is on is told apart, as only an edit says it. */
export function cameraBody(draft: CameraDraft) {
  const motionFps = Number(draft.motionFps);
  const number = Number(draft.number);
  return {
    name: draft.name.trim(),
    mainUrl: draft.mainUrl.trim(),
    subUrl: orNull(draft.subUrl),
    username: orNull(draft.username),
    profile: draft.profile,
    ...(Number.isInteger(number) && number > 0 ? { number } : {}),
    areaId: draft.areaId,
    purposes: draft.purposes,
    groupId: draft.groupId,
    source: draft.source,
    transport: draft.transport,
    site: draft.site.trim(),
    motionFps: Number.isFinite(motionFps) && motionFps > 0 ? motionFps : null,
    onvifUrl: orNull(draft.onvifUrl),
    ...(draft.password === '' ? {} : { password: draft.password }),
  };
}

function orNull(text: string): string | null {
  return text.trim() === '' ? null : text.trim();
}
