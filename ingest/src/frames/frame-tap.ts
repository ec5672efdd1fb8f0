import type { AnalysisProfile, StreamName } from '@thapcanh/core/camera/camera';
import type { CameraId } from '@thapcanh/core/ids';
import type { FrameRef } from '@thapcanh/core/jobs/frame-job';
import type { FrameStore } from '@thapcanh/infra/frames/frame-store';
import type { FrameQueue } from '@thapcanh/infra/queue/frame-queue';
import type { DecodedPicture, DecodeOutcome, FrameDecoder, GateQuestion } from '../decode/frame-decoder.ts';
import { toAnnexB } from '../h264/annex-b.ts';
import type { AccessUnit, SessionLog } from '../media/media-types.ts';
import { type FramePlan, planFrames } from './frame-plan.ts';
import { MotionTap } from './motion-tap.ts';
import { SizeHint } from './size-hint.ts';

export interface FrameTapOptions {
  readonly cameraId: CameraId;
  readonly profile: AnalysisProfile;
  readonly hasSubStream: boolean;
  /** Pictures a second for rules that need motion; null or absent: key frames only. Only for analysed cameras. */
  readonly motionFps?: number | null;
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
  /** Decoded and kept back because nothing changed. */
  readonly unchanged: number;
  /** Not decoded because the sizes of pictures said that nothing moves. */
  readonly skipped: number;
  /** Replaced by a newer key frame, undecodable or lost with a decoder; the decoder counts them apart. */
  readonly undecoded: number;
  /** Not offered or not stored because the broker or the frame store failed or was still busy with the last one. */
  readonly undelivered: number;
}

/**
 * From pictures to frame jobs: the plan of the camera's profile picks key frames, the decoder turns them into JPEGs and
 * says whether anything changed, the frame store keeps what did and the queue gets a reference. A camera with a motion
 * rate is decoded continuously; its key frames serve while that does not work. Nothing here waits for anything: a
 * decoder, store or broker that is away costs frames, and each loss is counted. `capturedAtMs` rises strictly.
 */
export class FrameTap {
  readonly #options: FrameTapOptions;
  readonly #counts = { stored: 0, offered: 0, unchanged: 0, skipped: 0, undecoded: 0, undelivered: 0 };
  readonly #hint = new SizeHint();
  #plan: FramePlan;
  #motion: MotionTap | null = null;
  #gateState: Buffer | null = null;
  #takenAtMs = Number.NEGATIVE_INFINITY;
  #shownAtMs = Number.NEGATIVE_INFINITY;
  #lingersUntilMs = Number.NEGATIVE_INFINITY;
  #capturedAtMs = 0;
  #run = 0;
  #delivering: Promise<void> | null = null;
  #isFailing = false;
  #isClosed = false;

  constructor(options: FrameTapOptions) {
    this.#options = options;
    this.#plan = planFrames(options.profile, options.hasSubStream);
    this.#openMotion(options.motionFps ?? null);
  }

  /** `motionFps` undefined: as it was made with. */
  setProfile(profile: AnalysisProfile, motionFps: number | null = this.#options.motionFps ?? null): void {
    this.#plan = planFrames(profile, this.#options.hasSubStream);
    this.#run += 1;
    this.#gateState = null;
    this.#hint.reset();
    this.#takenAtMs = Number.NEGATIVE_INFINITY;
    this.#openMotion(motionFps);
  }

  statistics(): FrameTapStatistics {
    return { ...this.#counts };
  }

  onAccessUnit(stream: StreamName, unit: AccessUnit): void {
    if (this.#isClosed || stream !== this.#plan.stream) return;
    this.#motion?.push(unit);
    if (!unit.isKeyFrame) {
      this.#hint.take(unit.avcc.length);
      return;
    }
    if (!this.#isTurn(unit.atMs)) return;
    const decoder = this.#options.decoder();
    if (decoder === null) return;
    this.#takenAtMs = unit.atMs;
    void this.#take(decoder, stream, unit);
  }

  /** Resolves when the frame under way is delivered or dropped. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#motion?.close();
    await this.#delivering;
  }

  #openMotion(fps: number | null): void {
    this.#motion?.close();
    this.#motion = null;
    if (fps === null || !this.#plan.isAnalysed) return;
    const { stream } = this.#plan;
    const { cameraId, decoder } = this.#options;
    const onPicture = (picture: DecodedPicture, shownAtMs: number): void => {
      void this.#hand(stream, this.#rising(shownAtMs), picture);
    };
    this.#motion = new MotionTap({ key: `${cameraId}/${stream}`, fps, decoder, onPicture });
  }

  #isTurn(atMs: number): boolean {
    const { everyMs, quietEveryMs } = this.#plan;
    const sinceMs = atMs - this.#takenAtMs;
    if (sinceMs < everyMs || this.#motion?.isWorking(atMs)) return false;
    if (quietEveryMs === null || sinceMs >= quietEveryMs || this.#hint.verdict !== 'quiet') return true;
    this.#counts.skipped += 1;
    return false;
  }

  /** Whole milliseconds that rise whatever the camera's clock does. */
  #rising(atMs: number): number {
    this.#capturedAtMs = Math.max(Math.round(atMs), this.#capturedAtMs + 1);
    return this.#capturedAtMs;
  }

  #question(atMs: number): GateQuestion | null {
    const { gate } = this.#plan;
    if (gate === null) return null;
    const isWanted = atMs <= this.#lingersUntilMs || atMs - this.#shownAtMs >= gate.keepAliveMs;
    return { settings: gate.settings, state: this.#gateState, isWanted };
  }

  async #take(decoder: FrameDecoder, stream: StreamName, unit: AccessUnit): Promise<void> {
    const { cameraId } = this.#options;
    const run = this.#run;
    const capturedAtMs = this.#rising(unit.atMs);
    const gate = this.#question(unit.atMs);
    const frame = { codec: unit.description.videoCodec, accessUnit: toAnnexB(unit) };
    const outcome = await decoder.decode(`${cameraId}/${stream}`, gate === null ? frame : { ...frame, gate });
    if (this.#isClosed || run !== this.#run) return;
    this.#learn(outcome, unit.atMs);
    if (outcome.kind === 'unchanged') this.#counts.unchanged += 1;
    else if (outcome.kind !== 'picture') this.#counts.undecoded += 1;
    else await this.#hand(stream, capturedAtMs, outcome.picture);
  }

  #learn(outcome: DecodeOutcome, atMs: number): void {
    if (outcome.kind !== 'picture' && outcome.kind !== 'unchanged') return;
    this.#gateState = outcome.gateState;
    const isChanged = outcome.kind === 'picture' && outcome.isChanged;
    this.#hint.decoded(isChanged);
    if (isChanged) this.#lingersUntilMs = atMs + (this.#plan.gate?.lingerMs ?? 0);
    if (outcome.kind === 'picture') this.#shownAtMs = atMs;
  }

  async #hand(stream: StreamName, capturedAtMs: number, picture: DecodedPicture): Promise<void> {
    if (this.#delivering !== null) {
      this.#lose();
      return;
    }
    const { width, height } = picture;
    const { cameraId } = this.#options;
    this.#delivering = this.#deliver({ cameraId, stream, capturedAtMs, width, height }, picture);
    await this.#delivering;
    this.#delivering = null;
  }

  /** What the gate let through did not arrive: the next picture must, whether it changed or not. */
  #lose(): void {
    this.#counts.undelivered += 1;
    this.#shownAtMs = Number.NEGATIVE_INFINITY;
  }

  async #deliver(frame: FrameRef, picture: DecodedPicture): Promise<void> {
    const { store, queue, log } = this.#options;
    try {
      await store.put(frame, picture.jpeg);
      this.#counts.stored += 1;
      if (!this.#plan.isAnalysed) return;
      const broker = queue();
      if (broker === null) {
        this.#lose();
        return;
      }
      await broker.offer({ frame });
      this.#counts.offered += 1;
      this.#isFailing = false;
    } catch (error) {
      this.#lose();
      if (!this.#isFailing) log.warn({ err: error, cameraId: frame.cameraId }, 'frames cannot be handed to analytics');
      this.#isFailing = true;
    }
  }
}
