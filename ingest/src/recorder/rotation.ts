import type { CameraId } from '@thapcanh/core/ids';

const MINUTE_MS = 60_000;
const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/** Where in the minute a camera changes files: spread evenly over cameras, always the same for one (FNV-1a of its id). */
export function rotationOffsetMs(cameraId: CameraId): number {
  let hash = FNV_OFFSET;
  for (let at = 0; at < cameraId.length; at++) {
    hash ^= cameraId.charCodeAt(at);
    hash = Math.imul(hash, FNV_PRIME) >>> 0;
  }
  // FNV's low bits carry the last characters; folding spreads ids that differ only in a number.
  return ((hash ^ (hash >>> 15)) >>> 0) % MINUTE_MS;
}

/** Number of the camera's minute that holds an instant: files are cut where it changes. */
export function rotationMinute(offsetMs: number, atMs: number): number {
  return Math.floor((atMs - offsetMs) / MINUTE_MS);
}
