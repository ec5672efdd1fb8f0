import type { AnalysisProfile } from '@thapcanh/core/camera/camera';
import type { CameraId } from '@thapcanh/core/ids';
import type { FrameJob } from '@thapcanh/core/jobs/frame-job';
import type { FrameStore } from '@thapcanh/infra/frames/frame-store';
import type { Logger } from '@thapcanh/infra/telemetry/logger';
import type { FrameOutcome } from './analytics-metrics.ts';
import type { AnalysisTools, CameraAnalysis } from './camera-analysis.ts';
import type { AnalysisSettings } from './camera-settings.ts';
import { PlateGateAnalysis } from './plate-gate-analysis.ts';
import { StreetAnalysis } from './street-analysis.ts';

/** A frame older than this when its job is taken says where the vehicles were, not where they are: dropped, counted. */
const FRAME_AGE_MAX_MS = 10_000;
/** Pictures that should have come by now may still be under way for this long. */
const SWEEP_GRACE_MS = 2_000;
/** A camera that sends nothing for this long and has nothing open loses its state. */
const SESSION_IDLE_MS = 600_000;
/** One failing camera must not fill the log. */
const LOG_FAILURE_EVERY_MS = 60_000;

export interface FramePipelineDeps {
  readonly frames: FrameStore;
  readonly tools: AnalysisTools;
  readonly settingsOf: (cameraId: CameraId) => AnalysisSettings;
  readonly log: Logger;
}

interface Session {
  readonly profile: AnalysisProfile;
  readonly analysis: CameraAnalysis;
  /** Tail of this camera's work: frames, sweeps and the close run one after another. */
  tail: Promise<unknown>;
  lastCapturedAtMs: number;
  lastArrivalMs: number;
  lastLoggedMs: number;
}

/**
 * From a frame job to passages. Keeps one analysis per camera (bounded by the number of cameras, expired when idle),
 * processes a camera's frames in order and never throws for a bad one.
 */
export class FramePipeline {
  readonly #deps: FramePipelineDeps;
  readonly #sessions = new Map<CameraId, Session>();
  #isClosed = false;

  constructor(deps: FramePipelineDeps) {
    this.#deps = deps;
  }

  /** Handles one job; resolves when the frame's passages are written. Whatever goes wrong is counted, not thrown. */
  async handle(job: FrameJob, signal: AbortSignal): Promise<void> {
    const { cameraId } = job.frame;
    const { metrics } = this.#deps.tools;
    if (this.#isClosed) return;
    const session = this.#sessionOf(cameraId);
    if (!session) {
      metrics.frame('no-profile');
      return;
    }
    metrics.frame(await this.#serially(session, () => this.#take(session, job, signal)));
  }

  /** Called about once a second: ends passages of cameras that went silent, forgets cameras that are gone. */
  async sweep(): Promise<void> {
    const nowMs = this.#deps.tools.clock.monotonicMs();
    const sweeps = [...this.#sessions].map(async ([cameraId, session]) => {
      const silentMs = nowMs - session.lastArrivalMs;
      if (
        this.#deps.settingsOf(cameraId).profile !== session.profile ||
        (silentMs > SESSION_IDLE_MS && session.analysis.isIdle)
      ) {
        await this.#dismiss(cameraId, session);
        return;
      }
      if (silentMs <= SWEEP_GRACE_MS || session.analysis.isIdle) return;
      await this.#serially(session, async () => {
        await session.analysis.sweep(session.lastCapturedAtMs + silentMs - SWEEP_GRACE_MS);
      });
    });
    await Promise.all(sweeps);
    for (const profile of ['plate-gate', 'street'] as const) {
      const count = [...this.#sessions.values()].filter((session) => session.profile === profile).length;
      this.#deps.tools.metrics.cameras(profile, count);
    }
  }

  /** Finishes every open passage. Idempotent; later jobs are ignored. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all([...this.#sessions].map(([cameraId, session]) => this.#dismiss(cameraId, session)));
  }

  async #take(session: Session, job: FrameJob, signal: AbortSignal): Promise<FrameOutcome> {
    const { frames, tools, log } = this.#deps;
    const { frame } = job;
    const lagMs = tools.clock.nowMs() - frame.capturedAtMs;
    tools.metrics.lagMs(Math.max(0, lagMs));
    if (lagMs > FRAME_AGE_MAX_MS) return 'too-old';
    if (frame.capturedAtMs <= session.lastCapturedAtMs) return 'out-of-order';
    try {
      const jpeg = await frames.get(frame);
      if (!jpeg) return 'gone';
      session.lastCapturedAtMs = frame.capturedAtMs;
      session.lastArrivalMs = tools.clock.monotonicMs();
      const { masks } = this.#deps.settingsOf(frame.cameraId);
      return await session.analysis.process({ ref: frame, jpeg, lagMs, masks }, signal);
    } catch (error) {
      if (signal.aborted) return 'failed';
      const nowMs = tools.clock.monotonicMs();
      if (nowMs - session.lastLoggedMs >= LOG_FAILURE_EVERY_MS) {
        session.lastLoggedMs = nowMs;
        log.warn({ err: error, cameraId: frame.cameraId }, 'frame could not be analysed');
      }
      return 'failed';
    }
  }

  #sessionOf(cameraId: CameraId): Session | null {
    const { profile } = this.#deps.settingsOf(cameraId);
    const known = this.#sessions.get(cameraId);
    if (known && known.profile === profile) return known;
    if (known) void this.#dismiss(cameraId, known);
    if (profile === 'none') return null;
    const { tools } = this.#deps;
    const session: Session = {
      profile,
      analysis: profile === 'plate-gate' ? new PlateGateAnalysis(cameraId, tools) : new StreetAnalysis(cameraId, tools),
      tail: Promise.resolve(),
      lastCapturedAtMs: Number.NEGATIVE_INFINITY,
      lastArrivalMs: tools.clock.monotonicMs(),
      lastLoggedMs: Number.NEGATIVE_INFINITY,
    };
    this.#sessions.set(cameraId, session);
    return session;
  }

  async #dismiss(cameraId: CameraId, session: Session): Promise<void> {
    if (this.#sessions.get(cameraId) === session) this.#sessions.delete(cameraId);
    await this.#serially(session, () => session.analysis.close());
  }

  #serially<T>(session: Session, work: () => Promise<T>): Promise<T> {
    const result = session.tail.then(work);
    // The chain goes on whatever this piece of work did; its own caller sees the failure.
    session.tail = result.catch(() => undefined);
    return result;
  }
}
