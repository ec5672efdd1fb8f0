import { type CameraId, parseCameraId } from '@thapcanh/core/ids';
import type { FrameJob } from '@thapcanh/core/jobs/frame-job';
import type pg from 'pg';
import type { Config } from '../config/config.ts';
import type { Logger } from '../telemetry/logger.ts';
import { createBroker } from './broker.ts';
import { FRAME_QUEUE_NAME } from './create-frame-queue.ts';
import type { FrameHandler, FrameWorker } from './frame-queue.ts';

/** A worker that was killed gives its cameras free after lock and check together. */
const LOCK_DURATION_MS = 10_000;
const STALLED_INTERVAL_MS = 5_000;

/** The frame worker on BullMQ. The handler's signal is aborted when `close` begins. */
export function createFrameWorker(
  config: Pick<Config, 'redisUrl'>,
  pool: pg.Pool,
  log: Logger,
  handler: FrameHandler,
  options: { concurrency: number },
): FrameWorker {
  const broker = createBroker(config, pool);
  const stop = new AbortController();
  const lastFrames = new Map<CameraId, number>();
  let running: Promise<void> | null = null;
  let closing: Promise<void> | null = null;
  const worker = broker.createWorker(
    FRAME_QUEUE_NAME,
    async ({ data }) => {
      const job = parseFrameJob(data);
      if (job === null) {
        log.warn('a frame job that is none was dropped');
        return;
      }
      // An offer made just as the job ended is there twice.
      const { cameraId, capturedAtMs } = job.frame;
      if (lastFrames.get(cameraId) === capturedAtMs) return;
      lastFrames.set(cameraId, capturedAtMs);
      try {
        await handler(job, stop.signal);
      } catch (error) {
        if (!stop.signal.aborted) log.warn({ err: error, cameraId }, 'a frame was lost');
      }
    },
    {
      concurrency: options.concurrency,
      lockDurationMs: LOCK_DURATION_MS,
      stalledIntervalMs: STALLED_INTERVAL_MS,
      // A frame that took its worker down is not given to the next one.
      maxStalledCount: 0,
    },
  );
  worker.on('error', (error: Error) => {
    if (!closing) log.warn({ err: error }, 'frame worker connection failed');
  });
  return {
    async start() {
      await worker.waitUntilReady();
      running ??= worker.run();
      running.catch((error: unknown) => log.error({ err: error }, 'frame worker stopped'));
    },
    close() {
      closing ??= (async () => {
        stop.abort();
        await worker.close();
        await broker.close();
      })();
      return closing;
    },
  };
}

/** The queue is shared with other versions of this program and with whoever holds the broker's password. */
function parseFrameJob(data: unknown): FrameJob | null {
  if (typeof data !== 'object' || data === null || !('frame' in data)) return null;
  const { frame } = data;
  if (typeof frame !== 'object' || frame === null) return null;
  const { cameraId, stream, capturedAtMs, width, height }: Record<string, unknown> = { ...frame };
  const id = typeof cameraId === 'string' ? parseCameraId(cameraId) : null;
  if (id === null || (stream !== 'main' && stream !== 'sub')) return null;
  if (typeof capturedAtMs !== 'number' || typeof width !== 'number' || typeof height !== 'number') return null;
  return { frame: { cameraId: id, stream, capturedAtMs, width, height } };
}
