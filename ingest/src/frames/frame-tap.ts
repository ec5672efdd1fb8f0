import type { AnalysisProfile, StreamName } from '@thapcanh/core/camera/camera';
import type { CameraId } from '@thapcanh/core/ids';
import type { FrameRef } from '@thapcanh/core/jobs/frame-job';
import type { FrameStore } from '@thapcanh/infra/frames/frame-store';
import type { FrameQueue } from '@thapcanh/infra/queue/frame-queue';
import type { DecodedPicture, FrameDecoder } from '../decode/frame-decoder.ts';
import { toAnnexB } from '../h264/annex-b.ts';
import type { AccessUnit, SessionLog } from '../media/media-types.ts';
import { type FramePlan, planFrames } from './frame-plan.ts';

export interface FrameTapOptions {
  readonly cameraId: CameraId;
  readonly profile: AnalysisProfile;
  readonly hasSubStream: boolean;
  /** Null while the decoder is still starting. */
  readonly decoder: () => FrameDecoder | null;
  readonly store: FrameStore;
  /** Null while the broker's client is still being loaded. */
  readonly queue: () => FrameQueue | null;
  readonly log: SessionLog;
}

/** Counters only grow. */
export interface FrameTapStatistics {
  readonly stored: number;
  readonly offered: number;
  /** Replaced by a newer key frame, undecodable or lost with a decoder; the decoder counts them apart. */
  readonly undecoded: number;
  /** Not offered or not stored because the broker or the frame store failed or was still busy with the last one. */
  readonly undelivered: number;
}

/**
 * From key frames to frame jobs: the plan of the camera's profile picks key frames, the decoder turns them into JPEGs,
 * the frame store keeps them and the queue gets a reference. Nothing here waits for anything: a decoder, store or
 * broker that is away costs frames, and each loss is counted. `capturedAtMs` rises strictly.
 */
export class FrameTap {
  readonly #options: FrameTapOptions;
  readonly #counts = { stored: 0, offered: 0, undecoded: 0, undelivered: 0 };
  #plan: FramePlan;
  #takenAtMs = Number.NEGATIVE_INFINITY;
  #capturedAtMs = 0;
  #delivering: Promise<void> | null = null;
  #isFailing = false;
  #isClosed = false;

  constructor(options: FrameTapOptions) {
    this.#options = options;
    this.#plan = planFrames(options.profile, options.hasSubStream);
  }

  setProfile(profile: AnalysisProfile): void {
    this.#plan = planFrames(profile, this.#options.hasSubStream);
    this.#takenAtMs = Number.NEGATIVE_INFINITY;
  }

  statistics(): FrameTapStatistics {
    return { ...this.#counts };
  }

  onAccessUnit(stream: StreamName, unit: AccessUnit): void {
    const { stream: wanted, everyMs } = this.#plan;
    if (this.#isClosed || !unit.isKeyFrame || stream !== wanted || unit.atMs - this.#takenAtMs < everyMs) return;
    const decoder = this.#options.decoder();
    if (decoder === null) return;
    this.#takenAtMs = unit.atMs;
    void this.#take(decoder, stream, unit);
  }

  /** Resolves when the frame under way is delivered or dropped. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#delivering;
  }

  async #take(decoder: FrameDecoder, stream: StreamName, unit: AccessUnit): Promise<void> {
    const { cameraId } = this.#options;
    const capturedAtMs = Math.max(Math.round(unit.atMs), this.#capturedAtMs + 1);
    this.#capturedAtMs = capturedAtMs;
    const outcome = await decoder.decode(`${cameraId}/${stream}`, toAnnexB(unit));
    if (this.#isClosed) return;
    if (outcome.kind !== 'picture') {
      this.#counts.undecoded += 1;
      return;
    }
    if (this.#delivering !== null) {
      this.#counts.undelivered += 1;
      return;
    }
    const { width, height } = outcome.picture;
    this.#delivering = this.#deliver({ cameraId, stream, capturedAtMs, width, height }, outcome.picture);
    await this.#delivering;
    this.#delivering = null;
  }

  async #deliver(frame: FrameRef, picture: DecodedPicture): Promise<void> {
    const { store, queue, log } = this.#options;
    try {
      await store.put(frame, picture.jpeg);
      this.#counts.stored += 1;
      if (!this.#plan.isAnalysed) return;
      const broker = queue();
      if (broker === null) {
        this.#counts.undelivered += 1;
        return;
      }
      await broker.offer({ frame });
      this.#counts.offered += 1;
      this.#isFailing = false;
    } catch (error) {
      this.#counts.undelivered += 1;
      if (!this.#isFailing) log.warn({ err: error, cameraId: frame.cameraId }, 'frames cannot be handed to analytics');
      this.#isFailing = true;
    }
  }
}
