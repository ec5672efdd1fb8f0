import type { CameraId } from '@thapcanh/core/ids';
import type { FrameRef } from '@thapcanh/core/jobs/frame-job';
import type { PictureShare } from '@thapcanh/core/pictures/picture-share';
import type { Clock } from '@thapcanh/core/time/clock';
import { vehicleColourOf } from '@thapcanh/models/colour/vehicle-colour';
import type { Detector, PlateReader, RgbImage } from '@thapcanh/models/contracts';
import { PassageKeeper } from '../passages/passage-keeper.ts';
import type { PassageWriter } from '../passages/passage-writer.ts';
import type { ObjectObservation } from '../track/observation.ts';
import type { AnalysisStep, AnalyticsMetrics } from './analytics-metrics.ts';

/** One picture of one camera on its way through an analysis. */
export interface PicturedFrame {
  readonly ref: FrameRef;
  /** As it lay in the frame store. */
  readonly jpeg: Buffer;
  /** Age when its job was taken, ms: how much time there is for extra work. */
  readonly lagMs: number;
  /** No plate is looked for where its middle would lie in one of these. */
  readonly masks: readonly PictureShare[];
}

/** What every camera's analysis works with; shared by all cameras of the process. */
export interface AnalysisTools {
  readonly detector: Detector;
  readonly plateReader: PlateReader;
  readonly writer: PassageWriter;
  readonly clock: Clock;
  readonly metrics: AnalyticsMetrics;
  readonly onWriteFailed: (error: unknown, cameraId: CameraId) => void;
}

/**
 * The state of one camera under one profile. Calls never overlap (the session sees to it); pictures come in order.
 * `process` throws on an unreadable picture or a failing model and stays usable.
 */
export interface CameraAnalysis {
  process(frame: PicturedFrame, signal: AbortSignal): Promise<'read' | 'unchanged'>;
  /** No picture came for a while; `atMs` is the picture time it would be now. Ends what has gone. */
  sweep(atMs: number): Promise<void>;
  /** Finishes every open passage. */
  close(): Promise<void>;
  /** Whether anything is under way that `close` would cut short. */
  readonly isIdle: boolean;
}

/** The keeper of one camera's passages, counting into the process's metrics. */
export function createKeeper(cameraId: CameraId, tools: AnalysisTools): PassageKeeper {
  return new PassageKeeper({
    writer: tools.writer,
    clock: tools.clock,
    onWritten: (outcome) => tools.metrics.passage(outcome),
    onFailed: (error) => {
      tools.metrics.passage('failed');
      tools.onWriteFailed(error, cameraId);
    },
  });
}

/** What the detector sees in a picture, vehicles with their paint where it shows. */
export async function seeObjects(
  tools: AnalysisTools,
  image: RgbImage,
  signal: AbortSignal,
): Promise<ObjectObservation[]> {
  const [objects = []] = await timed(tools, 'objects', () => tools.detector.detect([image], { signal }));
  return objects.map((object) => {
    const { colour } = vehicleColourOf(image, object.box, object.objectClass);
    return colour === 'unknown' ? object : { ...object, colour };
  });
}

/** Runs one step and observes how long it took. */
export async function timed<T>(tools: AnalysisTools, step: AnalysisStep, run: () => Promise<T>): Promise<T> {
  const startedMs = tools.clock.monotonicMs();
  const result = await run();
  tools.metrics.stepMs(step, tools.clock.monotonicMs() - startedMs);
  return result;
}
