import { CAMERA_FAULTS, type CameraFaultCode, cameraFaultText } from '@thapcanh/core/camera/camera-fault';
import type { ErrorParams } from '@thapcanh/core/errors/app-error';
import type { CameraStatusRow, CameraWithStatus } from './camera.repository.ts';
import type { Camera } from './camera.schema.ts';

/** Ingest writes what changed at once and the rest every 5 s; a status older than this comes from a worker that is gone. */
const STATUS_TRUSTED_MS = 12_000;
/** `live` says that a picture came within this time, though the row may have been written before that picture. */
const LIVE_WITHIN_MS = 2_000;

/** A camera as a client sees it. Only who may manage cameras sees addresses and the account; nobody sees the password. */
export function cameraView(found: CameraWithStatus, options: { nowMs: number; maySeeSource: boolean }): Camera {
  const { camera, status } = found;
  return {
    id: camera.id,
    name: camera.name,
    mainUrl: options.maySeeSource ? camera.main_url : null,
    subUrl: options.maySeeSource ? camera.sub_url : null,
    username: options.maySeeSource ? camera.username : null,
    hasPassword: camera.password_sealed !== null,
    hasSubStream: camera.sub_url !== null,
    profile: camera.profile,
    groupId: camera.group_id,
    areaId: camera.area_id,
    purposes: camera.purposes,
    number: camera.number,
    latitude: camera.latitude,
    longitude: camera.longitude,
    bearingDeg: camera.bearing_deg,
    viewDeg: camera.view_deg,
    viewM: camera.view_m,
    masks: camera.masks.map(({ x, y, width, height }) => ({ x, y, width, height })),
    source: camera.source,
    transport: camera.transport,
    site: camera.site,
    motionFps: camera.motion_fps,
    onvifUrl: options.maySeeSource ? camera.onvif_url : null,
    isEnabled: camera.is_enabled,
    origin: camera.origin,
    version: camera.version,
    status: {
      state: cameraStateOf(camera.is_enabled, status, options.nowMs),
      fault: status?.fault_code ? faultView(status.fault_code, status.fault_params) : null,
      isRecording: status !== null && camera.is_enabled && isTrusted(status, options.nowMs) && status.is_recording,
      lastFrameAt: status?.last_frame_at?.toISOString() ?? null,
      frameAgeMs: frameAgeOf(camera.is_enabled, status, options.nowMs),
      width: status?.width ?? null,
      height: status?.height ?? null,
      codec: status?.codec ?? null,
      fps: status?.fps ?? null,
      bitrateKbps: status?.bitrate_kbps ?? null,
      gopMs: status?.gop_ms ?? null,
      subCodec: status?.sub_codec ?? null,
      audio: status?.audio ?? null,
      clockOffsetMs: status?.clock_offset_ms ?? null,
    },
  };
}

/** What may be claimed of a camera now. */
export function cameraStateOf(
  isEnabled: boolean,
  status: Pick<CameraStatusRow, 'state' | 'updated_at'> | null,
  nowMs: number,
): Camera['status']['state'] {
  if (!isEnabled) return 'disabled';
  if (!status || status.state === 'disabled') return 'connecting';
  return status.state === 'live' && !isTrusted(status, nowMs) ? 'stale' : status.state;
}

/** Milliseconds since the newest picture; null: none was ever seen. */
export function frameAgeOf(
  isEnabled: boolean,
  status: Pick<CameraStatusRow, 'state' | 'updated_at' | 'last_frame_at'> | null,
  nowMs: number,
): number | null {
  if (!status?.last_frame_at) return null;
  const ageMs = Math.max(0, nowMs - status.last_frame_at.getTime());
  return cameraStateOf(isEnabled, status, nowMs) === 'live' ? Math.min(ageMs, LIVE_WITHIN_MS) : ageMs;
}

function isTrusted(status: Pick<CameraStatusRow, 'updated_at'>, nowMs: number): boolean {
  return nowMs - status.updated_at.getTime() < STATUS_TRUSTED_MS;
}

function faultView(code: string, params: ErrorParams): { code: string; vi: string; en: string } {
  return isFaultCode(code)
    ? { code, vi: cameraFaultText(code, params, 'vi'), en: cameraFaultText(code, params, 'en') }
    : { code, vi: code, en: code };
}

function isFaultCode(code: string): code is CameraFaultCode {
  return code in CAMERA_FAULTS;
}
