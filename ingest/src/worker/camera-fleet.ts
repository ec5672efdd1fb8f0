import type { StreamName } from '@thapcanh/core/camera/camera';
import type { CameraId } from '@thapcanh/core/ids';
import type { LeftBecause } from '../coverage/coverage-ledger.ts';
import type { LiveWindow } from '../live/live-window.ts';
import type { HeldCamera } from './camera.repository.ts';
import { type CameraSurroundings, CameraWorker } from './camera-worker.ts';

/** Cameras opened in one go, and the pause before the next ones: a thousand at once would trip over themselves. */
const START_BATCH = 8;
const START_PAUSE_MS = 10;

/** The cameras of one worker. `apply` brings them to what is wanted without touching those that stay as they are. */
export class CameraFleet {
  readonly #surroundings: CameraSurroundings;
  readonly #onChange: () => void;
  readonly #workers = new Map<CameraId, CameraWorker>();
  #isClosed = false;

  constructor(surroundings: CameraSurroundings, onChange: () => void) {
    this.#surroundings = surroundings;
    this.#onChange = onChange;
  }

  get workers(): readonly CameraWorker[] {
    return [...this.#workers.values()];
  }

  window(cameraId: CameraId, stream: StreamName): LiveWindow | null {
    return this.#workers.get(cameraId)?.window(stream) ?? null;
  }

  /** Calls must not overlap. Resolves when all wanted cameras were started and all others are gone. */
  async apply(wanted: readonly HeldCamera[]): Promise<void> {
    const ids = new Set(wanted.map(({ source }) => source.id));
    const leaving = [...this.#workers].filter(([id]) => !ids.has(id));
    const closing = leaving.map(async ([id, worker]) => {
      this.#workers.delete(id);
      // Should a person have switched it off, no gap is made of it.
      await worker.close('worker-moved');
      await this.#surroundings.store.removeCamera(id).catch(() => undefined);
    });
    let started = 0;
    for (const held of wanted) {
      const { source } = held;
      if (this.#isClosed) break;
      const existing = this.#workers.get(source.id);
      if (existing?.adopt(held)) continue;
      // The old recording is finished before the new one begins, so both never own one file.
      await existing?.close('settings-change');
      if (this.#isClosed) break;
      this.#workers.set(source.id, new CameraWorker(held, this.#surroundings, this.#onChange));
      started += 1;
      if (started % START_BATCH === 0) await new Promise((resolve) => setTimeout(resolve, START_PAUSE_MS));
    }
    await Promise.all(closing);
    if (started > 0 || leaving.length > 0) this.#onChange();
  }

  /** Finishes every recording. Idempotent. */
  async close(because: LeftBecause = 'system-stopped'): Promise<void> {
    this.#isClosed = true;
    await Promise.all(this.workers.map((worker) => worker.close(because)));
  }
}
