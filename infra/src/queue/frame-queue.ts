import type { FrameJob } from '@thapcanh/core/jobs/frame-job';

/**
 * The producing end of the frame queue. At most one job per camera waits and one is active; offering while one waits
 * replaces it (drop policy: newest frame wins). Order per camera holds. Bounded by the number of cameras.
 * `offer` throws when the broker is away; the caller drops the frame and counts it, it never blocks ingest.
 */
export interface FrameQueue {
  offer(job: FrameJob): Promise<void>;
  close(): Promise<void>;
}

/**
 * The consuming end. The handler is called once per job, never twice at a time for one camera, at most `concurrency`
 * at once. A handler that throws loses that frame only (no retry: frames are at-most-once).
 */
export interface FrameWorker {
  start(): Promise<void>;
  /** Stops taking jobs and waits for the active ones. */
  close(): Promise<void>;
}

export type FrameHandler = (job: FrameJob, signal: AbortSignal) => Promise<void>;
