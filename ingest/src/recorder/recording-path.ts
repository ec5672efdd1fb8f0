import { type CameraId, parseCameraId } from '@thapcanh/core/ids';

const pad = (value: number): string => String(value).padStart(2, '0');

/** `<cameraId>/YYYY/MM/DD/HH`, UTC. */
export function recordingHourDir(cameraId: CameraId, atMs: number): string {
  const at = new Date(atMs);
  const day = [at.getUTCFullYear(), pad(at.getUTCMonth() + 1), pad(at.getUTCDate())].join('/');
  return `${cameraId}/${day}/${pad(at.getUTCHours())}`;
}

/** `<cameraId>/YYYY/MM/DD/HH/MM-<startMs>.mp4` below the recordings directory, UTC; `startMs` counts from the epoch. */
export function recordingPath(cameraId: CameraId, startedAtMs: number): string {
  const minute = pad(new Date(startedAtMs).getUTCMinutes());
  return `${recordingHourDir(cameraId, startedAtMs)}/${minute}-${startedAtMs}.mp4`;
}

/** What a path says about its recording; null unless it is exactly one that `recordingPath` makes. */
export function parseRecordingPath(path: string): { cameraId: CameraId; startedAtMs: number } | null {
  const [cameraText = ''] = path.split('/', 1);
  const cameraId = parseCameraId(cameraText);
  const startedAtMs = Number(/-(\d{1,15})\.mp4$/.exec(path)?.[1]);
  if (cameraId === null || !Number.isSafeInteger(startedAtMs)) return null;
  return recordingPath(cameraId, startedAtMs) === path ? { cameraId, startedAtMs } : null;
}
