import type { CameraFault } from '@thapcanh/core/camera/camera';
import { cameraFaultText } from '@thapcanh/core/camera/camera-fault';
import type { CameraId } from '@thapcanh/core/ids';
import type { Clock } from '@thapcanh/core/time/clock';
import { errorDetail, systemErrorCode } from '@thapcanh/infra/errors/storage-failure';
import type { MediaPart, SessionLog } from '../media/media-types.ts';
import { OpenRecording } from './open-recording.ts';
import { PartQueue } from './part-queue.ts';
import type { RecordingLedger } from './recording-ledger.ts';

export interface RecorderOptions {
  readonly cameraId: CameraId;
  readonly recordingsDir: string;
  readonly ledger: RecordingLedger;
  readonly clock: Clock;
  readonly log: SessionLog;
  /** Called at every change of `state`, after it. */
  readonly onState?: (state: RecorderState) => void;
  readonly maxQueuedBytes?: number;
}

export interface RecorderState {
  readonly isRecording: boolean;
  /** `TC_CAMERA_STORAGE_FAILED` while the storage refuses; the recorder keeps trying by itself. */
  readonly fault: CameraFault | null;
}

/** Counters only grow. */
export interface RecorderStatistics {
  readonly recordedParts: number;
  /** Refused because the disk could not keep up (see `PartQueue` for the policy). */
  readonly droppedParts: number;
  /** Not recorded because the storage had failed, or no key frame had come since. */
  readonly skippedParts: number;
  readonly storageFailures: number;
  readonly queuedBytes: number;
}

const CHECKPOINT_MS = 5_000;
const RETRY_MS = 3_000;
/** A stream that stands still this long has its recording finished. */
const IDLE_MS = 10_000;

/**
 * Writes one camera's minute recordings: a new file at the first key frame at or after each wall minute, at every
 * discontinuity, new description and overflow. Every 5 s and at the end the file is synced and then, never before, its
 * row goes to the ledger. `push` returns at once; a failing disk costs recorded time, which is a gap between
 * recordings, and nothing else.
 */
export class Recorder {
  readonly #options: RecorderOptions;
  readonly #queue: PartQueue;
  readonly #counts = { recordedParts: 0, skippedParts: 0, storageFailures: 0 };
  #open: OpenRecording | null = null;
  #checkpointAtMs = 0;
  #retryAtMs = 0;
  #failure: CameraFault | null = null;
  #state: RecorderState = { isRecording: false, fault: null };
  #idle: NodeJS.Timeout | null = null;
  #mustFinish = false;
  #working: Promise<void> | null = null;
  #isClosed = false;

  constructor(options: RecorderOptions) {
    this.#options = options;
    this.#queue = new PartQueue(options.maxQueuedBytes);
  }

  get state(): RecorderState {
    return this.#state;
  }

  statistics(): RecorderStatistics {
    return { ...this.#counts, droppedParts: this.#queue.droppedParts, queuedBytes: this.#queue.bytes };
  }

  push(part: MediaPart): void {
    if (this.#isClosed) return;
    const wasOverflowing = this.#queue.isOverflowing;
    this.#queue.push(part);
    if (this.#queue.isOverflowing !== wasOverflowing) this.#onOverflow();
    if (this.#idle === null) this.#idle = setTimeout(() => this.#finishSoon(), IDLE_MS);
    else this.#idle.refresh();
    this.#start();
  }

  /** Resolves when everything queued is on disk and the open recording is finished. Idempotent. */
  async close(): Promise<void> {
    this.#isClosed = true;
    if (this.#idle !== null) clearTimeout(this.#idle);
    this.#idle = null;
    this.#finishSoon();
    await this.#working;
  }

  #finishSoon(): void {
    this.#mustFinish = true;
    this.#start();
  }

  #start(): void {
    this.#working ??= this.#work();
  }

  async #work(): Promise<void> {
    for (;;) {
      const next = this.#queue.shift();
      if (next !== null) await this.#record(next.part, next.isAfterOverflow);
      else if (this.#mustFinish) {
        this.#mustFinish = false;
        await this.#finish();
      } else break;
    }
    this.#working = null;
  }

  async #record(part: MediaPart, isAfterOverflow: boolean): Promise<void> {
    try {
      if (this.#open !== null && (isAfterOverflow || !this.#open.takes(part))) await this.#finish();
      this.#open ??= await this.#openFor(part);
      if (this.#open === null) {
        this.#counts.skippedParts += 1;
        return;
      }
      await this.#open.append(part);
      this.#counts.recordedParts += 1;
      await this.#checkpointWhenDue(this.#open);
      this.#onWorking();
    } catch (error) {
      this.#counts.skippedParts += 1;
      await this.#onFailure(error);
    }
  }

  async #openFor(part: MediaPart): Promise<OpenRecording | null> {
    const { cameraId, recordingsDir, ledger, clock } = this.#options;
    const isWaiting = this.#failure !== null && clock.monotonicMs() < this.#retryAtMs;
    if (!part.startsWithKeyFrame || isWaiting) return null;
    const path = OpenRecording.pathFor(cameraId, part);
    ledger.hold(path);
    try {
      const opened = await OpenRecording.create(recordingsDir, cameraId, part);
      this.#checkpointAtMs = clock.monotonicMs() + CHECKPOINT_MS;
      return opened;
    } catch (error) {
      ledger.release(path);
      throw error;
    }
  }

  async #checkpointWhenDue(open: OpenRecording): Promise<void> {
    if (this.#options.clock.monotonicMs() < this.#checkpointAtMs) return;
    this.#checkpointAtMs = this.#options.clock.monotonicMs() + CHECKPOINT_MS;
    const row = await open.checkpoint();
    if (row !== null) this.#options.ledger.save(row);
  }

  async #finish(): Promise<void> {
    const open = this.#open;
    if (open === null) return;
    this.#open = null;
    try {
      const row = await open.finish();
      if (row === null) this.#options.ledger.release(open.path);
      else this.#options.ledger.save(row);
    } catch (error) {
      // What reached the disk is unknown: recovery reads the file, at the next start at the latest.
      this.#options.ledger.release(open.path);
      this.#noteFailure(error);
    }
    this.#publishState();
  }

  #onWorking(): void {
    if (this.#failure !== null) {
      this.#options.log.info({ cameraId: this.#options.cameraId }, 'recording works again');
      this.#failure = null;
    }
    this.#publishState();
  }

  async #onFailure(error: unknown): Promise<void> {
    this.#noteFailure(error);
    await this.#finish();
    this.#publishState();
  }

  #noteFailure(error: unknown): void {
    const { cameraId, log, clock } = this.#options;
    this.#retryAtMs = clock.monotonicMs() + RETRY_MS;
    const code = systemErrorCode(error);
    const detail = code === null ? errorDetail(error) : `${code}: ${reasonOf(error)}`;
    const fault: CameraFault = { code: 'TC_CAMERA_STORAGE_FAILED', params: { detail } };
    if (this.#failure === null) {
      this.#counts.storageFailures += 1;
      const vi = cameraFaultText(fault.code, fault.params, 'vi');
      // Only an error of our own making needs its stack.
      const cause = code === null ? { err: error } : {};
      log.warn({ ...cause, cameraId, fault: fault.code, detail, vi }, cameraFaultText(fault.code, fault.params, 'en'));
    }
    this.#failure = fault;
  }

  #onOverflow(): void {
    const { cameraId, log } = this.#options;
    if (this.#queue.isOverflowing) log.warn({ cameraId }, 'the disk is too slow: recorded time is being lost');
    this.#publishState();
  }

  #publishState(): void {
    const slow: CameraFault = { code: 'TC_CAMERA_STORAGE_FAILED', params: { detail: 'the disk is too slow' } };
    const fault = this.#failure ?? (this.#queue.isOverflowing ? slow : null);
    const isRecording = this.#open !== null && this.#failure === null;
    const isSame = isRecording === this.#state.isRecording && fault?.params.detail === this.#state.fault?.params.detail;
    if (isSame) return;
    this.#state = { isRecording, fault };
    this.#options.onState?.(this.#state);
  }
}

/** Node's text without the call and its path: `no space left on device`. */
function reasonOf(error: unknown): string {
  return errorDetail(error)
    .replace(/^[A-Z0-9]+: /, '')
    .replace(/, \w+( .*)?$/, '');
}
