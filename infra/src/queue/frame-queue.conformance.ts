import { type CameraId, parseCameraId } from '@thapcanh/core/ids';
import type { FrameJob } from '@thapcanh/core/jobs/frame-job';
import type pg from 'pg';
import { afterEach, expect, test, vi } from 'vitest';
import { createLogger } from '../telemetry/logger.ts';
import { createBroker } from './broker.ts';
import { createFrameQueue, FRAME_QUEUE_NAME } from './create-frame-queue.ts';
import { createFrameWorker } from './create-frame-worker.ts';
import type { FrameHandler, FrameQueue } from './frame-queue.ts';

export interface QueueSurroundings {
  readonly redisUrl: string | null;
  readonly pool: pg.Pool;
}

/** What every backend of the frame queue promises. */
export function describeFrameQueue(surroundings: () => QueueSurroundings): void {
  const log = createLogger('silent', 'test');
  const open: { close(): Promise<void> }[] = [];
  afterEach(async () => {
    for (const item of open.splice(0).reverse()) await item.close();
  });

  const startQueue = (): FrameQueue => {
    const { pool, ...config } = surroundings();
    const queue = createFrameQueue(config, pool, log);
    open.push(queue);
    return queue;
  };
  const startWorker = async (handler: FrameHandler, concurrency = 4) => {
    const { pool, ...config } = surroundings();
    const worker = createFrameWorker(config, pool, log, handler, { concurrency });
    open.push(worker);
    await worker.start();
    return worker;
  };
  const frame = (camera: string, capturedAtMs: number): FrameJob => ({
    frame: { cameraId: parseCameraId(camera) as CameraId, stream: 'main', capturedAtMs, width: 8, height: 8 },
  });

  test('an offer after close is refused', async () => {
    const queue = startQueue();
    await queue.close();
    await expect(queue.offer(frame('a', 1))).rejects.toMatchObject({ code: 'TC_QUEUE_UNAVAILABLE' });
  });

  test('a job that is no frame job is dropped and the next one handled', async () => {
    const { pool, ...config } = surroundings();
    const broker = createBroker(config, pool);
    open.push(broker);
    const raw = broker.createQueue(FRAME_QUEUE_NAME);
    open.push(raw);
    await raw.waitUntilReady();
    await raw.add('frame', { frame: { cameraId: '../etc' } }, { removeOnComplete: true });
    const seen: number[] = [];
    await startWorker(async (job) => void seen.push(job.frame.capturedAtMs));
    await startQueue().offer(frame('dropped', 7));
    await vi.waitFor(() => expect(seen).toEqual([7]), { timeout: 10_000 });
  });

  test('while nobody works, one job per camera waits and it carries the newest frame', async () => {
    const queue = startQueue();
    for (let at = 1; at <= 5; at++) {
      await queue.offer(frame('newest-1', at));
      await queue.offer(frame('newest-2', at * 10));
    }
    const seen: string[] = [];
    await startWorker(async ({ frame: { cameraId, capturedAtMs } }) => void seen.push(`${cameraId} ${capturedAtMs}`));
    await vi.waitFor(() => expect(seen.sort()).toEqual(['newest-1 5', 'newest-2 50']), { timeout: 10_000 });
  });

  test('offers of several cameras: in order, never two at a time of one camera, the last one always seen', async () => {
    const cameras = ['flood-1', 'flood-2', 'flood-3'];
    const seen = new Map<string, number[]>(cameras.map((camera) => [camera, []]));
    const active = new Set<string>();
    let overlaps = 0;
    await startWorker(async ({ frame: { cameraId, capturedAtMs } }) => {
      if (active.has(cameraId)) overlaps++;
      active.add(cameraId);
      await new Promise((resolve) => setTimeout(resolve, 15));
      seen.get(cameraId)?.push(capturedAtMs);
      active.delete(cameraId);
    });
    const queue = startQueue();
    const last = 40;
    for (let at = 1; at <= last; at++) {
      await Promise.all([
        ...cameras.map((camera) => queue.offer(frame(camera, at))),
        new Promise((r) => setTimeout(r, 5)),
      ]);
    }
    await vi.waitFor(() => expect([...seen.values()].map((times) => times.at(-1))).toEqual(cameras.map(() => last)), {
      timeout: 10_000,
    });
    expect(overlaps).toBe(0);
    for (const times of seen.values()) {
      expect(times).toEqual([...new Set(times)].sort((a, b) => a - b));
      expect(times.length).toBeGreaterThan(3);
    }
  });

  test('offers that pile up behind a slow broker call are dropped but for the newest', async () => {
    const queue = startQueue();
    await Promise.all(Array.from({ length: 50 }, (_, index) => queue.offer(frame('burst', index + 1))));
    const seen: number[] = [];
    await startWorker(async (job) => void seen.push(job.frame.capturedAtMs));
    await vi.waitFor(() => expect(seen).toEqual([50]), { timeout: 10_000 });
  });

  test('a handler that throws loses its frame only', async () => {
    const seen: number[] = [];
    await startWorker(async ({ frame: { capturedAtMs } }) => {
      seen.push(capturedAtMs);
      if (capturedAtMs === 1) throw new Error('broken picture');
    });
    const queue = startQueue();
    await queue.offer(frame('thrower', 1));
    await vi.waitFor(() => expect(seen).toEqual([1]), { timeout: 10_000 });
    await queue.offer(frame('thrower', 2));
    await vi.waitFor(() => expect(seen).toEqual([1, 2]), { timeout: 10_000 });
  });

  test('close waits for the active job, whose signal says so', async () => {
    let finished = false;
    let begun = false;
    const worker = await startWorker(async (_job, signal) => {
      begun = true;
      await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
      finished = true;
    });
    await startQueue().offer(frame('closing', 1));
    await vi.waitFor(() => expect(begun).toBe(true), { timeout: 10_000 });
    await worker.close();
    expect(finished).toBe(true);
  });
}
