import { randomUUID } from 'node:crypto';
import type { CameraId } from '@thapcanh/core/ids';
import type { FrameJob } from '@thapcanh/core/jobs/frame-job';
import type pg from 'pg';
import type { Config } from '../config/config.ts';
import { infraError } from '../errors/infra-errors.ts';
import { errorDetail } from '../errors/storage-failure.ts';
import type { Logger } from '../telemetry/logger.ts';
import { createBroker } from './broker.ts';
import type { FrameQueue } from './frame-queue.ts';

export const FRAME_QUEUE_NAME = 'frames';
const OFFER_PATIENCE_MS = 3_000;
const CLOSE_PATIENCE_MS = 1_000;

/** One offer of a camera under way and the newest one that waits for it. */
interface Lane {
  next: FrameJob | null;
  done: Promise<void>;
}

/**
 * The frame queue on BullMQ. Its deduplication keeps one waiting and one active job per camera, but a job that waits
 * keeps the frame it was made with: here it is given the newest one. Offers of one camera follow each other; while one
 * is under way the newest of the others waits and the rest are dropped. Rejects with `TC_QUEUE_UNAVAILABLE` after 3 s.
 */
export function createFrameQueue(config: Pick<Config, 'redisUrl'>, pool: pg.Pool, log: Logger): FrameQueue {
  const broker = createBroker(config, pool);
  const queue = broker.createQueue(FRAME_QUEUE_NAME);
  queue.on('error', (error: Error) => log.warn({ err: error }, 'frame queue connection failed'));
  const lanes = new Map<CameraId, Lane>();
  let closing: Promise<void> | null = null;

  const add = async (job: FrameJob): Promise<string> => {
    const jobId = randomUUID();
    const added = await queue.add('frame', job, {
      jobId,
      deduplication: { id: job.frame.cameraId, keepLastIfActive: true },
      removeOnComplete: true,
      removeOnFail: true,
    });
    return added.id === undefined || added.id === jobId ? '' : added.id;
  };

  const offerNow = async (job: FrameJob): Promise<void> => {
    const existing = await queue.waitUntilReady().then(() => add(job));
    if (existing === '') return;
    const waiting = await queue.getJob(existing);
    if (waiting !== undefined) {
      // An active job has its data already and the offer was kept as the next one; a waiting one gets the newer frame.
      await waiting.updateData(job).catch(() => undefined);
      if ((await waiting.getState()) === 'waiting') return;
    }
    // It began or ended meanwhile: this is stored as the next one, or again as itself, which changes nothing.
    await add(job);
  };

  const runLane = async (cameraId: CameraId, lane: Lane): Promise<void> => {
    try {
      while (lane.next !== null) {
        const job = lane.next;
        lane.next = null;
        await offerNow(job);
      }
    } finally {
      lanes.delete(cameraId);
    }
  };

  return {
    async offer(job) {
      if (closing) throw infraError('TC_QUEUE_UNAVAILABLE', { where: broker.where, detail: 'closed' });
      const { cameraId } = job.frame;
      let lane = lanes.get(cameraId);
      if (lane === undefined) {
        lane = { next: job, done: Promise.resolve() };
        lanes.set(cameraId, lane);
        lane.done = runLane(cameraId, lane);
      } else {
        lane.next = job;
      }
      try {
        await withDeadline(lane.done, OFFER_PATIENCE_MS);
      } catch (error) {
        throw infraError('TC_QUEUE_UNAVAILABLE', { where: broker.where, detail: errorDetail(error) }, { cause: error });
      }
    },
    close() {
      closing ??= (async () => {
        await Promise.allSettled([...lanes.values()].map((lane) => withDeadline(lane.done, CLOSE_PATIENCE_MS)));
        await queue.close();
        await broker.close();
      })();
      return closing;
    },
  };
}

async function withDeadline(work: Promise<void>, patienceMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer in ${patienceMs} ms`)), patienceMs);
  });
  try {
    await Promise.race([work, deadline]);
  } finally {
    clearTimeout(timer);
  }
}
