import type { CameraId } from '@thapcanh/core/ids';
import type { FrameRef } from '@thapcanh/core/jobs/frame-job';

/**
 * The node's decoded pictures: per camera a short ring of JPEGs (`FRAME_RING_SIZE`), newest first. Written by ingest,
 * read by analytics and by the API's snapshot on the same node, from different processes.
 * `put` overwrites the oldest slot (drop policy: oldest frame, counted in `tc_frames_replaced_total`) and is atomic for
 * readers. `get` gives null once the slot was reused. Nothing here survives a restart of the machine, by design.
 */
export interface FrameStore {
  put(ref: FrameRef, jpeg: Buffer): Promise<void>;
  get(ref: FrameRef): Promise<Buffer | null>;
  newest(cameraId: CameraId): Promise<{ ref: FrameRef; jpeg: Buffer } | null>;
  removeCamera(cameraId: CameraId): Promise<void>;
  close(): Promise<void>;
}

/** Slots per camera and stream. */
export const FRAME_RING_SIZE = 8;
