import { Counter, Gauge, type Registry } from 'prom-client';
import type { Admission } from '../admission/admission.ts';
import type { SlabPool } from '../media/slab.ts';
import type { CameraWorker } from './camera-worker.ts';

export interface IngestMetricsSources {
  readonly workers: () => readonly CameraWorker[];
  readonly admission: Admission;
  readonly slabs: SlabPool;
  readonly readerDeaths: () => number;
  readonly lateCloses: () => number;
  readonly unheldCameras: () => number;
  readonly nowMs: () => number;
}

type Labels = Readonly<Record<string, string>>;
type Sample = readonly [labels: Labels, value: number | null];

/** Metrics of ingest, read from the cameras at the moment of a scrape. */
export function registerIngestMetrics(registry: Registry, sources: IngestMetricsSources): void {
  const registers = [registry];
  const gauge = (name: string, help: string, labelNames: string[], samples: () => Sample[]): void => {
    new Gauge({
      name,
      help,
      labelNames,
      registers,
      collect() {
        this.reset();
        for (const [labels, value] of samples()) if (value !== null) this.set(labels, value);
      },
    });
  };
  const counter = (name: string, help: string, labelNames: string[], samples: () => Sample[]): void => {
    new Counter({
      name,
      help,
      labelNames,
      registers,
      collect() {
        this.reset();
        for (const [labels, value] of samples()) if (value !== null) this.inc(labels, value);
      },
    });
  };
  type Stream = ReturnType<CameraWorker['streamStatistics']>[number];
  const perStream = (value: (stream: Stream) => number | null) => (): Sample[] =>
    sources
      .workers()
      .flatMap((worker) =>
        worker
          .streamStatistics()
          .map((stream): Sample => [{ camera: worker.source.id, stream: stream.stream }, value(stream)]),
      );
  const perCamera = (value: (worker: CameraWorker) => number) => (): Sample[] =>
    sources.workers().map((worker): Sample => [{ camera: worker.source.id }, value(worker)]);
  const stream = ['camera', 'stream'];
  gauge(
    'tc_camera_up',
    'Whether pictures arrive (1) or not (0)',
    stream,
    perStream((s) => (s.isUp ? 1 : 0)),
  );
  gauge(
    'tc_camera_fps',
    'Pictures a second',
    stream,
    perStream((s) => s.statistics.fps),
  );
  gauge(
    'tc_camera_bitrate_kbps',
    'Kilobits a second',
    stream,
    perStream((s) => s.statistics.bitrateKbps),
  );
  gauge(
    'tc_camera_gop_ms',
    'Distance of key frames',
    stream,
    perStream((s) => s.statistics.gopMs),
  );
  gauge(
    'tc_camera_last_frame_age_seconds',
    'Age of the newest picture',
    stream,
    perStream(({ statistics: { lastFrameAtMs } }) =>
      lastFrameAtMs === null ? null : (sources.nowMs() - lastFrameAtMs) / 1_000,
    ),
  );
  counter(
    'tc_live_parts_total',
    'Parts given to the live window',
    stream,
    perStream((s) => s.parts),
  );
  gauge(
    'tc_live_readers',
    'Framed live streams being read',
    stream,
    perStream((s) => s.live.readers),
  );
  counter(
    'tc_live_dropped_total',
    'Parts and pictures a slow reader of a live stream did not get',
    stream,
    perStream((s) => s.live.dropped),
  );
  counter(
    'tc_camera_frames_total',
    'Pictures received',
    stream,
    perStream((s) => s.statistics.frames),
  );
  counter(
    'tc_camera_dropped_frames_total',
    'Pictures thrown away after packet loss',
    stream,
    perStream((s) => s.statistics.droppedFrames),
  );
  counter(
    'tc_camera_dropped_audio_units_total',
    'Sound thrown away because no pictures came to stand beside',
    stream,
    perStream((s) => s.statistics.droppedAudioUnits),
  );
  counter(
    'tc_camera_lost_packets_total',
    'RTP packets missing',
    stream,
    perStream((s) => s.statistics.lostPackets),
  );
  counter(
    'tc_camera_reconnects_total',
    'Connections lost',
    stream,
    perStream((s) => s.statistics.reconnects),
  );

  const camera = ['camera'];
  gauge(
    'tc_camera_recording',
    'Whether the recorder writes',
    camera,
    perCamera((w) => (w.status().status.isRecording ? 1 : 0)),
  );
  counter(
    'tc_recorder_parts_total',
    'Parts recorded',
    camera,
    perCamera((w) => w.recorderStatistics().recordedParts),
  );
  counter(
    'tc_recorder_dropped_parts_total',
    'Parts refused because the disk could not keep up',
    camera,
    perCamera((w) => w.recorderStatistics().droppedParts),
  );
  counter(
    'tc_recorder_skipped_parts_total',
    'Parts not recorded because the storage failed',
    camera,
    perCamera((w) => w.recorderStatistics().skippedParts),
  );
  gauge(
    'tc_recorder_queued_bytes',
    'Bytes that wait for the disk',
    camera,
    perCamera((w) => w.recorderStatistics().queuedBytes),
  );
  counter(
    'tc_frames_offered_total',
    'Frames offered to analytics',
    camera,
    perCamera((w) => w.tapStatistics().offered),
  );
  counter(
    'tc_frames_unchanged_total',
    'Pictures kept back because nothing changed',
    camera,
    perCamera((w) => w.tapStatistics().unchanged),
  );
  counter(
    'tc_frames_skipped_total',
    'Key frames not decoded because the sizes of pictures say that nothing moves',
    camera,
    perCamera((w) => w.tapStatistics().skipped),
  );
  counter(
    'tc_frames_undecoded_total',
    'Key frames that gave no picture',
    camera,
    perCamera((w) => w.tapStatistics().undecoded),
  );
  counter(
    'tc_frames_undelivered_total',
    'Pictures that store or broker did not take',
    camera,
    perCamera((w) => w.tapStatistics().undelivered),
  );

  gauge('tc_worker_cameras', 'Cameras this worker has open', [], () => [[{}, sources.workers().length]]);
  counter('tc_worker_late_closes_total', 'Cameras that were not closed in time, their disk hung', [], () => [
    [{}, sources.lateCloses()],
  ]);
  counter('tc_reader_deaths_total', 'Times the thread that reads cameras died', [], () => [
    [{}, sources.readerDeaths()],
  ]);
  gauge('tc_lease_unheld_cameras', 'Cameras that are switched on and held by no worker', [], () => [
    [{}, sources.unheldCameras()],
  ]);
  gauge('tc_admission_waiting', 'Streams that stand in line to reconnect', [], () => [
    [{}, sources.admission.statistics().waiting],
  ]);
  gauge('tc_admission_limited_sites', 'Sites whose cameras reconnect in turn', [], () => [
    [{}, sources.admission.statistics().limitedSites],
  ]);
  gauge('tc_media_free_bytes', 'Memory for video that waits to be used again', [], () => [
    [{}, sources.slabs.statistics().freeBytes],
  ]);
  counter('tc_media_slabs_total', 'Pieces of memory for video, by where they came from or went to', ['way'], () => {
    const { fresh, recycled, surplus } = sources.slabs.statistics();
    return [
      [{ way: 'fresh' }, fresh],
      [{ way: 'recycled' }, recycled],
      [{ way: 'surplus' }, surplus],
    ];
  });
}
