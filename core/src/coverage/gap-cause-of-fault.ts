import type { CameraFault } from '../camera/camera.ts';
import type { CameraFaultCode } from '../camera/camera-fault.ts';
import type { ErrorParams } from '../errors/app-error.ts';
import type { GapCause } from './gap-cause.ts';

/** The cause that each fault of a camera gives to the time it costs. Every fault code has one. */
const CAUSE_OF_FAULT: Readonly<Record<CameraFaultCode, GapCause>> = {
  TC_CAMERA_URL_INVALID: 'camera-protocol',
  TC_CAMERA_HOST_UNKNOWN: 'camera-offline',
  TC_CAMERA_UNREACHABLE: 'camera-offline',
  TC_CAMERA_AUTH_FAILED: 'camera-auth',
  TC_CAMERA_PATH_NOT_FOUND: 'camera-protocol',
  TC_CAMERA_SDP_INVALID: 'camera-protocol',
  TC_CAMERA_NO_VIDEO: 'camera-protocol',
  TC_CAMERA_CODEC_UNSUPPORTED: 'camera-protocol',
  TC_CAMERA_NO_FRAMES: 'camera-silent',
  TC_CAMERA_CONNECTION_LOST: 'network-cut',
  TC_CAMERA_PROTOCOL: 'camera-protocol',
  TC_CAMERA_BUSY: 'camera-offline',
  TC_CAMERA_TRANSPORT_REFUSED: 'camera-protocol',
  TC_CAMERA_TLS_FAILED: 'camera-protocol',
  TC_CAMERA_FFMPEG_MISSING: 'ffmpeg-missing',
  TC_CAMERA_STORAGE_FAILED: 'disk-failed',
};

/** The recorder's own word for a queue that ran over, in the detail of `TC_CAMERA_STORAGE_FAILED`. */
export const DISK_TOO_SLOW = 'the disk is too slow';

export interface CausedGap {
  readonly cause: GapCause;
  readonly params: ErrorParams;
}

/** Cause and parameters of a gap that `fault` makes. Parameters: `detail`, where the cause's sentence has one. */
export function gapOfFault({ code, params }: CameraFault): CausedGap {
  const detail = String(params.detail ?? '');
  if (code === 'TC_CAMERA_STORAGE_FAILED') {
    if (detail === DISK_TOO_SLOW) return { cause: 'disk-slow', params: {} };
    if (/^(ENOSPC|EDQUOT)\b/.test(detail)) return { cause: 'disk-full', params: {} };
    return { cause: 'disk-failed', params: { detail } };
  }
  const cause = CAUSE_OF_FAULT[code];
  const place = [params.host, params.port].filter((part) => part !== undefined).join(':');
  return { cause, params: { detail: detail === '' ? place : detail } };
}
