import type { CameraFault, CameraState } from '@thapcanh/core/camera/camera';
import type { SessionState } from '../media/media-types.ts';

/** A picture this old is no longer live. */
export const LIVE_WITHIN_MS = 2_000;
/** A camera that lost its connection is `stale` this long before it is `offline`. */
const OFFLINE_AFTER_MS = 10_000;

export interface StateFacts {
  readonly session: SessionState;
  /** Null when no picture came since the worker took the camera. */
  readonly lastFrameAtMs: number | null;
  readonly nowMs: number;
}

/** `CameraState` by the rules of its doc comment; never `disabled`, which only a person sets. */
export function cameraStateOf({ session, lastFrameAtMs, nowMs }: StateFacts): CameraState {
  if (lastFrameAtMs === null) return session.fault === null ? 'connecting' : 'offline';
  const ageMs = nowMs - lastFrameAtMs;
  if (ageMs <= LIVE_WITHIN_MS && session.phase === 'live') return 'live';
  if (session.phase === 'live' || session.fault === null) return 'stale';
  return ageMs < OFFLINE_AFTER_MS ? 'stale' : 'offline';
}

/** The one fault a camera shows: no picture first, then the recording, then the sub-stream. */
export function shownFault(faults: readonly (CameraFault | null)[]): CameraFault | null {
  return faults.find((fault) => fault !== null) ?? null;
}
