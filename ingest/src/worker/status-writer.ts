import type { CameraStatus } from '@thapcanh/core/camera/camera';
import type { LiveEvent } from '@thapcanh/core/events/live-event';
import type { Clock } from '@thapcanh/core/time/clock';
import type { SessionLog } from '../media/media-types.ts';
import type { CameraStatusRepository, HeldStatus } from './camera-status.repository.ts';

export interface StatusWriterOptions {
  readonly repository: CameraStatusRepository;
  readonly statuses: () => HeldStatus[];
  readonly publish: (event: LiveEvent) => Promise<void>;
  readonly liveEndpoint: string;
  readonly workerId: string;
  readonly clock: Clock;
  readonly log: SessionLog;
}

/** How often all cameras are looked at: what is `live` in the database was live this long ago at most. */
const LOOK_MS = 1_000;
/** How old a row that says the same may get, and with it its figures (`fps`, `last_frame_at`). */
const REWRITE_MS = 5_000;
/** Changes of many cameras at one moment become one statement. */
const GATHER_MS = 20;

/** What a change of must be heard of at once. */
const signature = (status: CameraStatus): string =>
  JSON.stringify([
    [status.state, status.fault, status.isRecording],
    [status.width, status.height, status.codec, status.subCodec, status.audio],
  ]);

/**
 * Keeps `camera_status` true: looks at all cameras once a second and at once after `changed`, and writes those that
 * changed, or were not written for 5 s, in one statement. A change of state, fault, recording, picture size or codec is
 * published as `camera.status` after it is written. A database that is away
 * costs nothing but freshness; the next round writes again.
 */
export class StatusWriter {
  readonly #options: StatusWriterOptions;
  /** By camera: what was written last, under which epoch, and when. */
  readonly #written = new Map<string, { readonly signature: string; readonly epoch: number; readonly atMs: number }>();
  #timer: NodeJS.Timeout | null = null;
  #dueAtMs = 0;
  #writing: Promise<void> | null = null;
  #isChanged = false;
  #isFailing = false;
  #isClosed = false;

  constructor(options: StatusWriterOptions) {
    this.#options = options;
  }

  start(): void {
    this.#schedule(0);
  }

  changed(): void {
    this.#isChanged = true;
    this.#schedule(GATHER_MS);
  }

  /** Resolves after the write under way. Idempotent. */
  async close(): Promise<void> {
    this.#isClosed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    await this.#writing;
  }

  #schedule(delayMs: number): void {
    const dueAtMs = performance.now() + delayMs;
    if (this.#isClosed || this.#writing !== null || (this.#timer !== null && this.#dueAtMs <= dueAtMs)) return;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#dueAtMs = dueAtMs;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#isChanged = false;
      this.#writing = this.#write().finally(() => {
        this.#writing = null;
        this.#schedule(this.#isChanged ? GATHER_MS : LOOK_MS);
      });
    }, delayMs);
  }

  async #write(): Promise<void> {
    const { repository, publish, liveEndpoint, workerId, log } = this.#options;
    try {
      for (const cameraId of await repository.markDisabled()) await publish({ type: 'camera.status', cameraId });
      const { due, nowMs } = this.#due();
      await repository.save(due, { liveEndpoint, workerId });
      for (const { status, epoch } of due) {
        const { cameraId } = status;
        const isNews = this.#written.get(cameraId)?.signature !== signature(status);
        this.#written.set(cameraId, { signature: signature(status), epoch, atMs: nowMs });
        if (isNews) await publish({ type: 'camera.status', cameraId });
      }
      this.#isFailing = false;
    } catch (error) {
      if (!this.#isFailing) log.warn({ err: error }, 'camera status cannot be written');
      this.#isFailing = true;
    }
  }

  #due(): { due: HeldStatus[]; nowMs: number } {
    const nowMs = this.#options.clock.monotonicMs();
    const current = this.#options.statuses();
    const ids = new Set<string>(current.map(({ status }) => status.cameraId));
    for (const cameraId of this.#written.keys()) if (!ids.has(cameraId)) this.#written.delete(cameraId);
    const due = current.filter(({ status, epoch }) => {
      const last = this.#written.get(status.cameraId);
      if (last === undefined || last.epoch !== epoch || nowMs - last.atMs >= REWRITE_MS) return true;
      return last.signature !== signature(status);
    });
    return { due, nowMs };
  }
}
