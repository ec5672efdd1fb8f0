import type { StreamName } from '../camera/camera.ts';
import type { CameraId } from '../ids.ts';

/**
 * A reference to one decoded picture in the node's frame store. Pixels never travel in a job.
 * The picture may be gone by the time it is asked for: frames are at-most-once.
 */
export interface FrameRef {
  readonly cameraId: CameraId;
  readonly stream: StreamName;
  /** Wall time of capture, UTC ms (RTCP-mapped where trusted, else arrival). Rises strictly per camera. */
  readonly capturedAtMs: number;
  readonly width: number;
  readonly height: number;
}

/** One pending frame of a camera; at most one waits per camera, the newest wins. */
export interface FrameJob {
  readonly frame: FrameRef;
}
