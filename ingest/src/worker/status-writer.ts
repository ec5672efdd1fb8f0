import type { CameraStatus } from '@thapcanh/core/camera/camera';
import type { LiveEvent } from '@thapcanh/core/events/live-event';
import type { SessionLog } from '../media/media-types.ts';
import type { CameraStatusRepository } from './camera-status.repository.ts';

export interface StatusWriterOptions {
  readonly repository: CameraStatusRepository;
  readonly statuses: () => CameraStatus[];
  readonly publish: (event: LiveEvent) => Promise<void>;
  readonly liveEndpoint: string;
  readonly workerId: string;
  readonly log: SessionLog;
}

const REFRESH_MS = 1_000;
/** Changes of many cameras at one moment become one statement. */
const GATHER_MS = 20;

/** What a change of must be heard of at once. */
const signature = (status: CameraStatus): string =>
  JSON.stringify([status.state, status.fault, status.isRecording, status.width, status.height]);

/**
 * Keeps `camera_status` true: all cameras once a second in one statement, and at once after `changed`. A change of
 * state, fault, recording or picture size is published as `camera.status` after it is written. A database that is away
 * costs nothing but freshness; the next round writes again.
 */
export class StatusWriter {
  readonly #options: StatusWriterOptions;
  readonly #published = new Map<string, string>();
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
        this.#schedule(this.#isChanged ? GATHER_MS : REFRESH_MS);
      });
    }, delayMs);
  }

  async #write(): Promise<void> {
    const { repository, statuses, publish, liveEndpoint, workerId, log } = this.#options;
    try {
      const disabled = await repository.markDisabled();
      const current = statuses();
      await repository.save(current, { liveEndpoint, workerId });
      for (const cameraId of disabled) {
        this.#published.delete(cameraId);
        await publish({ type: 'camera.status', cameraId });
      }
      for (const status of current) {
        const { cameraId } = status;
        if (this.#published.get(cameraId) === signature(status)) continue;
        await publish({ type: 'camera.status', cameraId });
        this.#published.set(cameraId, signature(status));
      }
      this.#isFailing = false;
    } catch (error) {
      if (!this.#isFailing) log.warn({ err: error }, 'camera status cannot be written');
      this.#isFailing = true;
    }
  }
}
