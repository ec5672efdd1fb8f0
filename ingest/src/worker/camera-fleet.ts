import type { StreamName } from '@thapcanh/core/camera/camera';
import type { CameraId } from '@thapcanh/core/ids';
import type { LeftBecause } from '../coverage/coverage-ledger.ts';
import type { LiveWindow } from '../live/live-window.ts';
import type { HeldCamera } from './camera.repository.ts';
import { type CameraSurroundings, CameraWorker } from './camera-worker.ts';
import { settleWithin } from './settle-within.ts';

/** Cameras opened in one go, and the pause before the next ones: a thousand at once would trip over themselves. */
const START_BATCH = 8;
const START_PAUSE_MS = 10;
/** For a camera to say goodbye and its recording to be finished. A disk that hangs must not hold up all others. */
const CLOSE_PATIENCE_MS = 4_000;

/** The cameras of one worker. `apply` brings them to what is wanted without touching those that stay as they are. */
export class CameraFleet {
  readonly #surroundings: CameraSurroundings;
  readonly #onChange: () => void;
  readonly #closePatienceMs: number;
  readonly #workers = new Map<CameraId, CameraWorker>();
  /** Their disk hangs: still finishing their recordings after all patience. */
  readonly #unclosed = new Set<CameraId>();
  #lateCloses = 0;
  #isClosed = false;

  constructor(surroundings: CameraSurroundings, onChange: () => void, closePatienceMs = CLOSE_PATIENCE_MS) {
    this.#surroundings = surroundings;
    this.#onChange = onChange;
    this.#closePatienceMs = closePatienceMs;
  }

  get workers(): readonly CameraWorker[] {
    return [...this.#workers.values()];
  }

  /** Times that a camera was not closed in time. Only grows. */
  get lateCloses(): number {
    return this.#lateCloses;
  }

  window(cameraId: CameraId, stream: StreamName): LiveWindow | null {
    return this.#workers.get(cameraId)?.window(stream) ?? null;
  }

  /**
   * Calls must not overlap. Resolves when all wanted cameras were started and all others are gone, or were waited for
   * long enough. A camera that is still being closed is not started again before that has ended: a later call does it.
   */
  async apply(wanted: readonly HeldCamera[]): Promise<void> {
    const ids = new Set(wanted.map(({ source }) => source.id));
    const leaving = [...this.#workers].filter(([id]) => !ids.has(id));
    const work = leaving.map(async ([id, worker]) => {
      this.#workers.delete(id);
      // Should a person have switched it off, no gap is made of it.
      await this.#close(worker, 'worker-moved');
      await this.#surroundings.store.removeCamera(id).catch(() => undefined);
    });
    let started = 0;
    for (const held of wanted) {
      if (this.#isClosed) break;
      const { id } = held.source;
      const existing = this.#workers.get(id);
      if (this.#unclosed.has(id) || existing?.adopt(held)) continue;
      if (existing === undefined) this.#open(held);
      else work.push(this.#replace(existing, held));
      started += 1;
      if (started % START_BATCH === 0) await new Promise((resolve) => setTimeout(resolve, START_PAUSE_MS));
    }
    await Promise.all(work);
    if (started > 0 || leaving.length > 0) this.#onChange();
  }

  /** Finishes every recording, or waits for them long enough. Idempotent. */
  async close(because: LeftBecause = 'system-stopped'): Promise<void> {
    this.#isClosed = true;
    await Promise.all(this.workers.map((worker) => this.#close(worker, because)));
  }

  #open(held: HeldCamera): void {
    this.#workers.set(held.source.id, new CameraWorker(held, this.#surroundings, this.#onChange));
  }

  /** The old recording is finished before the new one begins, so both never own one file. */
  async #replace(worker: CameraWorker, held: HeldCamera): Promise<void> {
    const isGone = await this.#close(worker, 'settings-change');
    if (this.#isClosed) return;
    if (isGone) this.#open(held);
    else this.#workers.delete(held.source.id);
  }

  /** False: not in time. */
  async #close(worker: CameraWorker, because: LeftBecause): Promise<boolean> {
    const { log } = this.#surroundings;
    const { id: cameraId } = worker.source;
    const closing = worker
      .close(because)
      .catch((error: unknown) => log.warn({ err: error, cameraId }, 'a camera was not closed properly'));
    if (await settleWithin(closing, this.#closePatienceMs)) return true;
    this.#lateCloses += 1;
    this.#unclosed.add(cameraId);
    const fields = { cameraId, patienceMs: this.#closePatienceMs, vi: 'không đóng được bản ghi của camera kịp lúc' };
    log.warn(fields, 'a camera is not closed in time: its recording cannot be finished now');
    void closing.then(() => {
      this.#unclosed.delete(cameraId);
      log.info({ cameraId }, 'a camera is closed after all');
    });
    return false;
  }
}
