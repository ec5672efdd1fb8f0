import { createLiveEventListener } from '@thapcanh/infra/events/live-events';
import { createFrameStore } from '@thapcanh/infra/frames/file-frame-store';
import { createObjectStore } from '@thapcanh/infra/objects/create-object-store';
import { createFrameWorker } from '@thapcanh/infra/queue/create-frame-worker';
import { type RoleContext, type RunningRole, runRole } from '@thapcanh/infra/roles/run-role';
import { createDetector, createPlateReader } from '@thapcanh/models/create-runners';
import { PassageWriter } from './passages/passage-writer.ts';
import { createAnalyticsMetrics } from './pipeline/analytics-metrics.ts';
import { CameraSettings } from './pipeline/camera-settings.ts';
import { FramePipeline } from './pipeline/frame-pipeline.ts';

/** Models run one picture after another on one thread each; a second frame overlaps decoding and writing with that. */
const CONCURRENCY = 2;
const SWEEP_EVERY_MS = 1_000;
/** Live events may be lost: what they would have said is read again this often. */
const RELOAD_EVERY_MS = 15_000;

async function start(context: RoleContext): Promise<RunningRole> {
  const { config, log, db, pool, metrics, clock } = context;
  const { detector: model, manifestFile: manifest, provider = 'cpu' } = config.models ?? {};
  const [detector, plateReader] = await Promise.all([
    createDetector({ provider, ...(model ? { model } : {}), ...(manifest ? { manifest } : {}) }),
    createPlateReader({ provider }),
  ]);
  await Promise.all([detector.warmUp(), plateReader.warmUp()]);

  const objects = createObjectStore(config.objects);
  const frames = createFrameStore(config.framesDir);
  const settings = new CameraSettings(db);
  await settings.load();
  const reload = (): void => {
    settings
      .load()
      .catch((error: unknown) => log.warn({ err: error }, 'what cameras are analysed could not be loaded'));
  };

  const pipeline = new FramePipeline({
    frames,
    settingsOf: (cameraId) => settings.of(cameraId),
    log,
    tools: {
      detector,
      plateReader,
      writer: new PassageWriter(db, objects),
      clock,
      metrics: createAnalyticsMetrics(metrics),
      onWriteFailed: (error, cameraId) => log.warn({ err: error, cameraId }, 'passage could not be written'),
    },
  });
  const worker = createFrameWorker(config, pool, log, (job, signal) => pipeline.handle(job, signal), {
    concurrency: CONCURRENCY,
  });
  const events = createLiveEventListener(config, log);
  events.subscribe((event) => {
    if (event.type === 'camera.changed') reload();
  }, reload);
  await events.start();
  await worker.start();
  const sweepTimer = setInterval(() => {
    pipeline.sweep().catch((error: unknown) => log.warn({ err: error }, 'sweep failed'));
  }, SWEEP_EVERY_MS);
  const reloadTimer = setInterval(reload, RELOAD_EVERY_MS);

  return {
    async close() {
      clearInterval(sweepTimer);
      clearInterval(reloadTimer);
      await events.close();
      await worker.close();
      await pipeline.close();
      await Promise.all([detector.close(), plateReader.close(), frames.close(), objects.close()]);
    },
  };
}

await runRole('analytics', start);
