import type { AnalysisProfile } from '@thapcanh/core/camera/camera';
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

/**
 * What became of a frame job. `read`: a model looked at it; `unchanged`: equal to the last one, skipped by the change
 * gate; the rest are drops.
 */
export type FrameOutcome = 'read' | 'unchanged' | 'too-old' | 'gone' | 'out-of-order' | 'no-profile' | 'failed';

/** What became of a plate reading: it joined a known track or began one. */
export type ReadOutcome = 'joined' | 'began';

/** One timed step on one frame. */
export type AnalysisStep = 'change-gate' | 'decode' | 'plates' | 'objects';

export type AnalyticsMetrics = ReturnType<typeof createAnalyticsMetrics>;

/** The analytics role's metrics in its registry. */
export function createAnalyticsMetrics(registry: Registry) {
  const registers = [registry];
  const frames = new Counter({
    name: 'tc_analytics_frames_total',
    help: 'Frame jobs taken, by what became of them',
    labelNames: ['outcome'],
    registers,
  });
  const lag = new Histogram({
    name: 'tc_analytics_frame_lag_seconds',
    help: 'Age of a frame when its job was taken',
    buckets: [0.1, 0.25, 0.5, 1, 2, 5, 10, 30],
    registers,
  });
  const inference = new Histogram({
    name: 'tc_analytics_inference_seconds',
    help: 'Time of one step on one frame',
    labelNames: ['step'],
    buckets: [0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2],
    registers,
  });
  const reads = new Counter({
    name: 'tc_analytics_plate_reads_total',
    help: 'Plate readings, by whether they joined a vehicle already seen',
    labelNames: ['outcome'],
    registers,
  });
  const passages = new Counter({
    name: 'tc_analytics_passages_total',
    help: 'Passage writes, by outcome',
    labelNames: ['outcome'],
    registers,
  });
  const cameras = new Gauge({
    name: 'tc_analytics_cameras',
    help: 'Cameras with state in this process',
    labelNames: ['profile'],
    registers,
  });
  return {
    frame: (outcome: FrameOutcome) => frames.inc({ outcome }),
    lagMs: (lagMs: number) => lag.observe(lagMs / 1000),
    stepMs: (step: AnalysisStep, ms: number) => inference.observe({ step }, ms / 1000),
    read: (outcome: ReadOutcome) => reads.inc({ outcome }),
    passage: (outcome: 'created' | 'updated' | 'unchanged' | 'failed') => passages.inc({ outcome }),
    cameras: (profile: AnalysisProfile, count: number) => cameras.set({ profile }, count),
  };
}
