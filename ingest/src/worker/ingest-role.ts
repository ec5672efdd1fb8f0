import { randomUUID } from 'node:crypto';
import path from 'node:path';
import type { LiveEvent } from '@thapcanh/core/events/live-event';
import type { CameraId } from '@thapcanh/core/ids';
import type { Config } from '@thapcanh/infra/config/config';
import { hostPort } from '@thapcanh/infra/config/environment';
import { createDatabase, createPool } from '@thapcanh/infra/database/database';
import { createLiveEventListener, publishLiveEvent } from '@thapcanh/infra/events/live-events';
import { createFrameStore } from '@thapcanh/infra/frames/file-frame-store';
import { createObjectStore } from '@thapcanh/infra/objects/create-object-store';
import type { FrameQueue } from '@thapcanh/infra/queue/frame-queue';
import type { RoleContext, RunningRole } from '@thapcanh/infra/roles/run-role';
import { mediaTokenOf } from '@thapcanh/infra/secrets/media-token';
import { createSecretBox } from '@thapcanh/infra/secrets/secret-box';
import { takeOverFromOrphan } from '@thapcanh/infra/supervisor/hand-over';
import { Admission } from '../admission/admission.ts';
import { createCoverageRepository } from '../coverage/coverage.repository.ts';
import { CoverageLedger } from '../coverage/coverage-ledger.ts';
import { registerCoverageMetrics } from '../coverage/coverage-metrics.ts';
import { CoverageReconciler } from '../coverage/coverage-reconciler.ts';
import { SteadyClock } from '../coverage/steady-clock.ts';
import { createFrameDecoder } from '../decode/create-frame-decoder.ts';
import { registerDecoderMetrics } from '../decode/decoder-metrics.ts';
import type { FrameDecoder } from '../decode/frame-decoder.ts';
import { PictureService } from '../frames/picture.service.ts';
import { createRecordedRunRepository } from '../frames/recorded-run.repository.ts';
import { createLeaseRepository } from '../lease/lease.repository.ts';
import { LeaseHolder } from '../lease/lease-holder.ts';
import { startLiveServer } from '../live/live-server.ts';
import { SlabPool } from '../media/slab.ts';
import { DiskPacer } from '../recorder/disk-pacer.ts';
import { pause } from '../recorder/pause.ts';
import { createRecordingRepository } from '../recorder/recording.repository.ts';
import { RecordingLedger } from '../recorder/recording-ledger.ts';
import { recoverRecordings } from '../recorder/recovery.ts';
import { RecoveryRounds } from '../recorder/recovery-rounds.ts';
import { StoreGuard } from '../recorder/store-guard.ts';
import { checkStore } from '../recorder/store-marker.ts';
import type { SessionTiming } from '../session/camera-session-options.ts';
import { ReaderThread } from '../sockets/reader-thread.ts';
import { createCameraRepository } from './camera.repository.ts';
import { CameraFleet } from './camera-fleet.ts';
import { CameraReloader } from './camera-reloader.ts';
import { createCameraStatusRepository } from './camera-status.repository.ts';
import { createFindingRepository } from './finding.repository.ts';
import { FindingsWatch } from './findings-watch.ts';
import { registerIngestMetrics } from './ingest-metrics.ts';
import { startMediaListener } from './media-listener.ts';
import { Orphanage } from './orphanage.ts';
import { settleWithin } from './settle-within.ts';
import { StatusWriter } from './status-writer.ts';

export interface IngestOptions {
  /** The decoder program, when it is not beside the compiled engine. */
  readonly decoderChildPath?: string;
  /** The program of the thread that reads cameras, likewise. */
  readonly readerProgramPath?: string;
  readonly timing?: Partial<SessionTiming>;
}

/** Cameras of one process at most: with more, a second of any of them would wait for the others. */
const CAPACITY = 1_000;
const STEP_PATIENCE_MS = 2_000;
/** The ledger ends by itself after 2 s; a look at a disk that hangs does not. */
const LEDGER_PATIENCE_MS = 2_500;
/** Work that is not recording leaves the processor to cameras that connect, for so long at most. */
const FIRST_PICTURES_MS = 3_000;
const LOOK_MS = 50;

/**
 * The ingest role: the cameras that this worker has a lease for into recordings, live windows and frames. Cameras are
 * connected first and at once; the decoder and the recovery of recordings that a killed worker left follow once those
 * that worked before have pictures again. Rejects when the
 * database does not answer or the socket cannot be made. `close` finishes all recordings within 5 s.
 */
export async function startIngest(context: RoleContext, options: IngestOptions = {}): Promise<RunningRole> {
  const { config, db, pool, log, metrics } = context;
  const onSetBack = (byMs: number): void => {
    const fields = { byMs, vi: 'đồng hồ máy chủ bị chỉnh lùi: giờ ghi hình được hãm lại dần' };
    log.warn(fields, 'our wall clock was set back: the time of pictures is slowed until it has caught up');
  };
  const clock = new SteadyClock({ clock: context.clock, onSetBack });
  const stop = new AbortController();
  const orphanage = new Orphanage({ runDir: config.runDir, slot: config.workerSlot, log });
  const publish = (event: LiveEvent): Promise<void> => publishLiveEvent(db, event);
  const repository = createRecordingRepository(db);
  const ledger = new RecordingLedger({ repository, publish, log });
  const store = createFrameStore(config.framesDir, { metrics });
  const storePlace = { db, nodeId: context.nodeId, recordingsDir: config.recordingsDir };
  const storeGuard = new StoreGuard({ ...storePlace, log });
  const pacer = new DiskPacer({ clock, refusal: () => storeGuard.refusal() });
  const coverageRepository = createCoverageRepository(db);
  const coverageParts = { repository: coverageRepository, clock, log };
  const coverage = new CoverageLedger({ ...coverageParts, publish, nodeId: context.nodeId });
  const cameraIds = () => coverage.cameraIds;
  const reconciler = new CoverageReconciler({ ...coverageParts, cameraIds });
  const workerId = randomUUID();
  const recovered = { ...storePlace, workerId, store: () => checkStore(storePlace), repository, ledger, log };
  const recovery = new RecoveryRounds({
    ...storePlace,
    log,
    recover: (lookBackHours, signal) =>
      recoverRecordings({ ...recovered, clock: context.clock, lookBackHours, signal }),
  });
  let queue: FrameQueue | null = null;
  let decoder: FrameDecoder | null = null;
  const admission = new Admission({ clock });
  const slabs = new SlabPool();
  const { readerProgramPath } = options;
  const sockets = new ReaderThread({
    log,
    ...(readerProgramPath === undefined ? {} : { programPath: readerProgramPath }),
  });
  // It is ready when the database has said which cameras there are.
  sockets.start();
  const surroundings = {
    nodeId: context.nodeId,
    admission,
    recordingsDir: config.recordingsDir,
    ledger,
    pacer,
    slabs,
    sockets,
    coverage,
    store,
    queue: () => queue,
    decoder: () => decoder,
    clock,
    log,
  };
  const timing = options.timing === undefined ? {} : { timing: options.timing };
  const fleet = new CameraFleet({ ...surroundings, ...timing }, () => statusWriter.changed());
  const objects = createObjectStore(config.objects);
  const pictures = new PictureService({
    windowOf: (cameraId, stream) => fleet.window(cameraId, stream),
    recordings: createRecordedRunRepository(db),
    recordingsDir: config.recordingsDir,
    nodeId: context.nodeId,
    objects,
    decoder: () => decoder,
  });
  // A connection of its own: a heart that waits behind other queries would stop.
  const leaseDb = createDatabase(
    createPool({
      databaseUrl: config.databaseUrl ?? '',
      applicationName: `thapcanh-lease-${config.workerSlot}`,
      max: 1,
    }),
  );
  const liveServer = await startLiveServer({
    socketPath: path.join(config.runDir, `ingest-${config.workerSlot}.sock`),
    windowOf: (cameraId, stream) => fleet.window(cameraId, stream),
    pictureAt: (cameraId, stream, atMs, signal) => pictures.pictureAt(cameraId, stream, atMs, signal),
    onWatched: (durationMs) => sockets.watched(durationMs),
    log,
  });
  const mediaPlace = mediaPlaceOf(config);
  const mediaAddress = mediaPlace === null ? null : `http://${hostPort(mediaPlace)}`;
  const mediaListener =
    mediaPlace === null
      ? null
      : startMediaListener({
          ...mediaPlace,
          token: mediaTokenOf(config.secretKey ?? ''),
          recordingsDir: config.recordingsDir,
          serveLive: liveServer.handle,
          log,
        });
  const leases = new LeaseHolder({
    repository: createLeaseRepository(leaseDb),
    worker: {
      id: workerId,
      nodeId: context.nodeId,
      slot: config.workerSlot,
      liveEndpoint: liveServer.endpoint,
      mediaAddress,
      capacity: CAPACITY,
    },
    siblings: config.workerCount ?? 1,
    clock,
    log,
    onChange: () => reloader.reload(),
    leastMissed: (held) => leastMissed(fleet, held),
  });
  context.signal.addEventListener('abort', () => leases.stopClaiming(), { once: true });
  const statusWriter = new StatusWriter({
    repository: createCameraStatusRepository(db),
    statuses: () => fleet.workers.map((worker) => worker.status()),
    publish,
    liveEndpoint: mediaAddress ?? liveServer.endpoint,
    workerId,
    clock,
    log,
  });
  const findings = new FindingsWatch({
    repository: createFindingRepository(db),
    workerId,
    samples: () =>
      fleet.workers.map((worker) => ({ cameraId: worker.source.id, sample: worker.sample(clock.monotonicMs()) })),
    publish,
    log,
  });
  const cameras = createCameraRepository(db, createSecretBox(config.secretKey ?? ''), log);
  const listener = createLiveEventListener(config, log);
  // Whoever outlived an earlier supervisor goes on recording until everything here is ready to begin.
  const beforeFirst = async (): Promise<void> => {
    if (await takeOverFromOrphan(config.runDir, config.workerSlot)) log.info('cameras are taken over from an orphan');
  };
  const reloader = new CameraReloader({ cameras, leases, workerId, fleet, listener, log, beforeFirst });
  const close = async (): Promise<void> => {
    stop.abort();
    leases.stopClaiming();
    await settleWithin(reloader.close(), STEP_PATIENCE_MS);
    const { hasSuccessor } = orphanage;
    const closed = fleet.close(hasSuccessor ? 'worker-moved' : 'system-stopped');
    await Promise.all([liveServer.close(), mediaListener?.close()]);
    // No picture is taken any more: while the files are finished a successor may connect to the cameras.
    await orphanage.release();
    await closed;
    await settleWithin(sockets.close(), STEP_PATIENCE_MS);
    await settleWithin(Promise.all([ledger.close(), decoder?.close(), storeGuard.close()]), LEDGER_PATIENCE_MS);
    await settleWithin(Promise.all([coverage.close(), reconciler.close()]), STEP_PATIENCE_MS);
    await settleWithin(Promise.all([statusWriter.close(), findings.close()]), STEP_PATIENCE_MS);
    await settleWithin(leases.close(hasSuccessor), STEP_PATIENCE_MS);
    await settleWithin(leaseDb.destroy(), STEP_PATIENCE_MS);
    await settleWithin(Promise.all([recovery.close(), preparing, listener.close()]), STEP_PATIENCE_MS);
    await settleWithin(queue?.close() ?? Promise.resolve(), STEP_PATIENCE_MS);
    await Promise.all([store.close(), objects.close()]);
  };
  let preparing: Promise<unknown> = Promise.resolve();
  try {
    registerCoverageMetrics(metrics, { coverage, reconciler, ledger, pacer, clock });
    registerDecoderMetrics(metrics, () => decoder);
    registerIngestMetrics(metrics, {
      workers: () => fleet.workers,
      admission,
      slabs,
      readerDeaths: () => sockets.deaths,
      lateCloses: () => fleet.lateCloses,
      unheldCameras: () => leases.unheldCameras,
      nowMs: () => clock.nowMs(),
    });
    await storeGuard.start();
    await reloader.start();
  } catch (error) {
    await close();
    throw error;
  }
  statusWriter.start();
  findings.start();
  coverage.start();
  reconciler.start();
  const prepareFrames = async (): Promise<void> => {
    await firstPictures(fleet, stop.signal);
    if (stop.signal.aborted) return;
    recovery.start();
    const childPath = options.decoderChildPath === undefined ? {} : { childPath: options.decoderChildPath };
    const made = await createFrameDecoder({ log, ...childPath });
    if (stop.signal.aborted) return made.close();
    decoder = made;
    // BullMQ takes longer to load than everything else together: cameras must not wait for it.
    const { createFrameQueue } = await import('@thapcanh/infra/queue/create-frame-queue');
    if (!stop.signal.aborted) queue = createFrameQueue(config, pool, log);
  };
  preparing = prepareFrames().catch((error: unknown) => log.error({ err: error }, 'no frames for analytics'));
  let closing: Promise<void> | null = null;
  return {
    close: () => {
      closing ??= close();
      return closing;
    },
    outlive: async () => {
      // A successor takes the leases before it is ready to record: they say nothing any more.
      leases.outlive();
      void reloader.close();
      // It also needs the sockets of this slot. Nobody reads frames any more.
      const idle = [liveServer.close(), mediaListener?.close(), decoder?.close()];
      decoder = null;
      const end = await orphanage.outlive();
      await settleWithin(Promise.all(idle), STEP_PATIENCE_MS);
      return end;
    },
  };
}

/** Where other nodes reach this worker: each slot has a port of its own. */
function mediaPlaceOf({ mediaAddress, workerSlot }: Config): { host: string; port: number } | null {
  return mediaAddress === null ? null : { host: mediaAddress.host, port: mediaAddress.port + workerSlot };
}

/** Resolves when every camera that worked a moment ago is being recorded again, or after `FIRST_PICTURES_MS`. */
async function firstPictures(fleet: CameraFleet, signal: AbortSignal): Promise<void> {
  const untilMs = performance.now() + FIRST_PICTURES_MS;
  const isMissing = (): boolean => fleet.workers.some(({ hasWorked, isRecording }) => hasWorked && !isRecording);
  while (!signal.aborted && performance.now() < untilMs && isMissing()) await pause(LOOK_MS, signal);
}

/** A camera without pictures loses nothing by moving. */
function leastMissed(fleet: CameraFleet, held: readonly CameraId[]): CameraId | null {
  const recording = new Set(fleet.workers.filter(({ isRecording }) => isRecording).map(({ source }) => source.id));
  return held.find((cameraId) => !recording.has(cameraId)) ?? held.at(-1) ?? null;
}
