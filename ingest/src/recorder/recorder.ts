import type { CameraFault } from '@thapcanh/core/camera/camera';
import { cameraFaultText } from '@thapcanh/core/camera/camera-fault';
import { DISK_TOO_SLOW } from '@thapcanh/core/coverage/gap-cause-of-fault';
import type { CameraId } from '@thapcanh/core/ids';
import type { Clock } from '@thapcanh/core/time/clock';
import type { MediaPart, SessionLog } from '../media/media-types.ts';
import type { DiskPacer, PacedWriter } from './disk-pacer.ts';
import { OpenRecording, type RecordingOwner } from './open-recording.ts';
import { PartQueue, type QueuedPart } from './part-queue.ts';
import type { RecordingLedger } from './recording-ledger.ts';
import type { BreakHint, RecordingWitness } from './recording-witness.ts';
import { rotationOffsetMs } from './rotation.ts';
import { StorageRefusal, storageFaultOf } from './storage-fault.ts';

export interface RecorderOptions {
  readonly cameraId: CameraId;
  readonly recordingsDir: string;
  readonly ledger: RecordingLedger;
  readonly pacer: DiskPacer;
  readonly clock: Clock;
  readonly log: SessionLog;
  /** Asked once a file; default: the only node, without a lease. */
  readonly owner?: () => RecordingOwner;
  readonly witness?: RecordingWitness;
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
  /** Write calls, to see how many parts share one. */
  readonly writes: number;
  /** Files being finished in the background. */
  readonly finishing: number;
}

/** Parts are gathered this long, then written in one call: what a killed process may lose, with the part under way. */
const GATHER_MS = 800;
const GATHER_BYTES = 2 * 1024 * 1024;
const CHECKPOINT_MS = 10_000;
/** A recording of a new run is in the database soon. */
const FIRST_CHECKPOINT_MS = 3_000;
/** After a failed write: what is lost once the disk is well again. */
const RETRY_MS = 1_000;
/** A stream that stands still this long has its recording finished. */
const IDLE_MS = 10_000;
/** Files whose last sync waits for a slow disk, before the camera's next writes wait for them. */
const MAX_FINISHING = 4;

/**
 * Writes one camera's minute recordings: a new file at the first key frame of each minute of the camera (minutes begin
 * at another second for each camera), at every gap, new description and overflow. Parts are gathered and written about
 * once a second. Every 10 s and at the end the file and its directories are synced and then, never before, its row goes
 * to the ledger. `push` returns at once; a failing disk costs recorded time, which the witness is told, and nothing else.
 */
export class Recorder implements PacedWriter {
  readonly #options: RecorderOptions;
  readonly #queue: PartQueue;
  readonly #rotationOffsetMs: number;
  readonly #counts = { recordedParts: 0, skippedParts: 0, storageFailures: 0, writes: 0 };
  readonly #finishing = new Set<Promise<void>>();
  #open: OpenRecording | null = null;
  /** End of the newest part of the open recording, unrounded. */
  #endMs = 0;
  /** Why the next recording does not adjoin the one before. */
  #break: BreakHint = null;
  #durableDir: string | null = null;
  #checkpointAtMs = 0;
  #checkpointing: Promise<void> | null = null;
  #retryAtMs = 0;
  #failure: CameraFault | null = null;
  #state: RecorderState = { isRecording: false, fault: null };
  #gatheringSinceMs: number | null = null;
  #pushedAtMs = 0;
  #mustFinish = false;
  #working: Promise<void> | null = null;
  #isClosed = false;

  constructor(options: RecorderOptions) {
    this.#options = options;
    this.#queue = new PartQueue(options.pacer, options.maxQueuedBytes);
    this.#rotationOffsetMs = rotationOffsetMs(options.cameraId);
    options.pacer.join(this);
  }

  get state(): RecorderState {
    return this.#state;
  }

  statistics(): RecorderStatistics {
    const { droppedParts, bytes } = this.#queue;
    return { ...this.#counts, droppedParts, queuedBytes: bytes, finishing: this.#finishing.size };
  }

  push(part: MediaPart): void {
    if (this.#isClosed) return;
    const wasOverflowing = this.#queue.isOverflowing;
    this.#queue.push(part);
    if (this.#queue.isOverflowing !== wasOverflowing) this.#onOverflow();
    this.#pushedAtMs = this.#options.clock.monotonicMs();
    this.#gatheringSinceMs ??= this.#pushedAtMs;
    const isDue = this.#pushedAtMs - this.#gatheringSinceMs >= GATHER_MS || this.#queue.bytes >= GATHER_BYTES;
    // The first part of a recording at once: that there is one must not wait.
    if (isDue || this.#open === null) this.#start();
  }

  onTick(nowMs: number): void {
    if (this.#gatheringSinceMs !== null && nowMs - this.#gatheringSinceMs >= GATHER_MS) this.#start();
    if (this.#open === null) return;
    if (nowMs - this.#pushedAtMs >= IDLE_MS) this.#finishSoon();
    else if (nowMs >= this.#checkpointAtMs) this.#checkpoint(this.#open, nowMs);
  }

  /** Resolves when everything queued is on disk and every recording is finished. Idempotent. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#options.pacer.leave(this);
    this.#finishSoon();
    await this.#working;
    await Promise.all(this.#finishing);
  }

  #finishSoon(): void {
    this.#mustFinish = true;
    this.#start();
  }

  #start(): void {
    if (this.#working !== null) return;
    // Work without work would end before it is noted as begun, and stay noted for good.
    if (this.#queue.isEmpty && !this.#mustFinish) this.#gatheringSinceMs = null;
    else this.#working = this.#work();
  }

  async #work(): Promise<void> {
    for (;;) {
      this.#gatheringSinceMs = null;
      const parts = this.#queue.takeAll();
      if (parts.length > 0) await this.#recordAll(parts);
      else if (this.#mustFinish) {
        this.#mustFinish = false;
        await this.#finish(null);
        this.#publishState();
      } else break;
      if (!this.#mustFinish && !this.#isDue()) break;
    }
    this.#working = null;
  }

  #isDue(): boolean {
    const since = this.#gatheringSinceMs;
    return since !== null && this.#options.clock.monotonicMs() - since >= GATHER_MS;
  }

  /** Parts of one file go out together. */
  async #recordAll(queued: readonly QueuedPart[]): Promise<void> {
    for (let at = 0; at < queued.length; ) {
      const first = queued[at];
      if (first === undefined) return;
      const open = await this.#openAt(first);
      let next = at + 1;
      let endMs = first.part.startsAtMs + first.part.durationMs;
      for (let follower = queued[next]; follower !== undefined; follower = queued[next]) {
        if (open !== null && (follower.isAfterOverflow || !open.takes(follower.part, endMs))) break;
        if (open === null && follower.part.startsWithKeyFrame) break;
        endMs = follower.part.startsAtMs + follower.part.durationMs;
        next += 1;
      }
      const parts = queued.slice(at, next).map(({ part }) => part);
      if (open === null) this.#skip(parts.length);
      else await this.#append(open, parts);
      this.#queue.done(parts);
      at = next;
    }
  }

  #skip(parts: number): void {
    this.#counts.skippedParts += parts;
    this.#publishState();
  }

  /** The recording that takes the part, a new one where that is needed; null while none can be made. */
  async #openAt({ part, isAfterOverflow }: QueuedPart): Promise<OpenRecording | null> {
    const open = this.#open;
    if (open !== null && !isAfterOverflow && open.takes(part, this.#endMs)) return open;
    if (open !== null) {
      this.#break = this.#breakBefore(open, part, isAfterOverflow);
      await this.#finish(this.#break === null ? part.startsAtMs : null);
    } else if (isAfterOverflow) this.#break = 'overflow';
    else this.#break ??= part.discontinuity;
    const isWaiting = this.#failure !== null && this.#options.clock.monotonicMs() < this.#retryAtMs;
    if (!part.startsWithKeyFrame || isWaiting) return null;
    return this.#create(part);
  }

  #breakBefore(open: OpenRecording, part: MediaPart, isAfterOverflow: boolean): BreakHint {
    if (isAfterOverflow) return 'overflow';
    return part.discontinuity ?? (part.description === open.description ? null : 'new-description');
  }

  async #create(first: MediaPart): Promise<OpenRecording | null> {
    const { cameraId, recordingsDir, ledger, clock, pacer, owner } = this.#options;
    const path = OpenRecording.pathFor(cameraId, first);
    const dir = path.slice(0, path.lastIndexOf('/'));
    ledger.hold(path);
    try {
      const refusal = pacer.refusal();
      if (refusal !== null) throw new StorageRefusal(refusal);
      const place = {
        root: recordingsDir,
        cameraId,
        rotationOffsetMs: this.#rotationOffsetMs,
        owner: owner?.() ?? { nodeId: '', epoch: 0 },
        isDirDurable: this.#durableDir === dir,
      };
      this.#open = await OpenRecording.create(place, first);
      // Not at the start, when all cameras of the process begin together.
      const isNewRun = this.#break !== null && this.#break !== 'start';
      this.#checkpointAtMs = clock.monotonicMs() + (isNewRun ? FIRST_CHECKPOINT_MS : CHECKPOINT_MS);
      return this.#open;
    } catch (error) {
      ledger.release(path);
      this.#noteFailure(error);
      return null;
    }
  }

  async #append(open: OpenRecording, parts: readonly MediaPart[]): Promise<void> {
    const [first] = parts;
    const last = parts.at(-1);
    if (first === undefined || last === undefined) return;
    try {
      await open.append(parts);
    } catch (error) {
      this.#counts.skippedParts += parts.length;
      this.#noteFailure(error);
      await this.#finish(null);
      return;
    }
    this.#counts.writes += 1;
    this.#counts.recordedParts += parts.length;
    this.#endMs = last.startsAtMs + last.durationMs;
    this.#onWorking();
    this.#options.witness?.recorded(Math.round(first.startsAtMs), open.endedAtMs, this.#break);
    this.#break = null;
  }

  #checkpoint(open: OpenRecording, nowMs: number): void {
    if (this.#checkpointing !== null) return;
    this.#checkpointAtMs = nowMs + CHECKPOINT_MS;
    this.#checkpointing = this.#options.pacer
      .sync(async () => {
        if (this.#open !== open) return;
        const row = await open.checkpoint();
        if (row !== null) this.#options.ledger.save(row);
        if (open.isNamed) this.#durableDir = open.path.slice(0, open.path.lastIndexOf('/'));
      })
      .catch((error: unknown) => {
        this.#noteFailure(error);
        if (this.#open === open) this.#finishSoon();
      })
      .finally(() => {
        this.#checkpointing = null;
      });
  }

  /** Leaves the open recording to be finished in the background; it ends where its run goes on, if it does. */
  async #finish(nextStartsAtMs: number | null): Promise<void> {
    const open = this.#open;
    if (open === null) return;
    this.#open = null;
    if (nextStartsAtMs !== null) open.endAtNext(nextStartsAtMs);
    // A checkpoint under way still uses the file.
    const finishing = Promise.resolve(this.#checkpointing)
      .then(() => this.#options.pacer.sync(() => open.finish()))
      .then((row) => {
        if (row === null) this.#options.ledger.release(open.path);
        else this.#options.ledger.save(row);
      })
      .catch((error: unknown) => {
        // What reached the disk is unknown: recovery reads the file in its next round.
        this.#options.ledger.release(open.path);
        // What keeps the next file from being written says more than what the last one met.
        if (this.#failure === null) this.#noteFailure(error);
      })
      .finally(() => this.#finishing.delete(finishing));
    this.#finishing.add(finishing);
    if (this.#finishing.size >= MAX_FINISHING) await Promise.race(this.#finishing);
  }

  #onWorking(): void {
    if (this.#failure !== null && this.#open !== null) {
      this.#options.log.info({ cameraId: this.#options.cameraId }, 'recording works again');
      this.#failure = null;
      this.#options.witness?.storage(null);
    }
    this.#publishState();
  }

  #noteFailure(error: unknown): void {
    const { cameraId, log, clock, witness } = this.#options;
    this.#break = 'storage';
    this.#retryAtMs = clock.monotonicMs() + RETRY_MS;
    const { fault, isOurBug } = storageFaultOf(error);
    if (this.#failure === null) {
      this.#counts.storageFailures += 1;
      const vi = cameraFaultText(fault.code, fault.params, 'vi');
      // Only an error of our own making needs its stack.
      const cause = isOurBug ? { err: error } : {};
      const fields = { ...cause, cameraId, fault: fault.code, detail: fault.params.detail, vi };
      log.warn(fields, cameraFaultText(fault.code, fault.params, 'en'));
    }
    this.#failure = fault;
    witness?.storage(fault);
    this.#publishState();
  }

  #onOverflow(): void {
    const { cameraId, log, witness } = this.#options;
    if (this.#queue.isOverflowing) {
      log.warn({ cameraId }, 'the disk is too slow: recorded time is being lost');
      witness?.storage(SLOW);
    } else witness?.storage(this.#failure);
    this.#publishState();
  }

  #publishState(): void {
    const fault = this.#failure ?? (this.#queue.isOverflowing ? SLOW : null);
    const isRecording = this.#open !== null && this.#failure === null;
    const isSame = isRecording === this.#state.isRecording && fault?.params.detail === this.#state.fault?.params.detail;
    if (isSame) return;
    this.#state = { isRecording, fault };
    this.#options.onState?.(this.#state);
  }
}

const SLOW: CameraFault = { code: 'TC_CAMERA_STORAGE_FAILED', params: { detail: DISK_TOO_SLOW } };
