import type { Clock } from '@thapcanh/core/time/clock';
import type { ObjectStore } from '@thapcanh/infra/objects/object-store';
import type { Logger } from '@thapcanh/infra/telemetry/logger';
import type { ArchiveCounts } from './archive-counts.ts';
import type { LocalRecording, MoveRepository } from './move.repository.ts';
import { recordingObjectKey } from './recording-object-key.ts';
import type { RetentionRepository } from './retention.repository.ts';
import { SetAside } from './set-aside.ts';
import { asFault, hashOf, openWhole, RecordingFileFault } from './stored-file.ts';

export interface RecordingMoverOptions {
  readonly moves: MoveRepository;
  readonly cameras: Pick<RetentionRepository, 'nextCamera'>;
  readonly objects: ObjectStore;
  readonly recordingsDir: string;
  readonly counts: ArchiveCounts;
  readonly clock: Clock;
  readonly log: Logger;
}

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const CONTENT_TYPE = 'video/mp4';

/**
 * Moves recordings to the object store when their group wants it: copy, read back and compare, switch the row, and only
 * then let the file go. An interruption anywhere leaves the file with its row, or the object with its row; a copy that
 * nobody adopted is removed as garbage.
 */
export class RecordingMover {
  readonly #options: RecordingMoverOptions;
  readonly #aside: SetAside;
  #camera = '';

  constructor(options: RecordingMoverOptions) {
    this.#options = options;
    this.#aside = new SetAside(options.clock);
  }

  /** One recording of the next camera in turn; false at the end of a round. Rejects while the store is away. */
  async step(signal: AbortSignal): Promise<boolean> {
    const { moves, cameras, clock } = this.#options;
    const camera = await cameras.nextCamera(this.#camera);
    this.#camera = camera?.cameraId ?? '';
    if (camera === null) return false;
    if (camera.moveAfterHours === null) return true;
    const before = new Date(clock.nowMs() - Math.max(MINUTE_MS, camera.moveAfterHours * HOUR_MS));
    const after = new Date(clock.nowMs() - camera.keepDays * 24 * HOUR_MS);
    const recording = await moves.nextToMove(camera.cameraId, { after, before }, this.#aside.keys());
    if (recording !== null) await this.#move(recording, signal);
    return true;
  }

  async #move(recording: LocalRecording, signal: AbortSignal): Promise<void> {
    const { counts, log } = this.#options;
    try {
      await this.#copyAndSwitch(recording, signal);
    } catch (error) {
      if (!(error instanceof RecordingFileFault)) throw error;
      counts.failed('move');
      this.#aside.add(recording.id);
      log.error(
        { err: error, cameraId: recording.cameraId, path: recording.path, vi: 'không chuyển được bản ghi vào kho' },
        'a recording cannot be moved to the object store',
      );
    }
  }

  async #copyAndSwitch(recording: LocalRecording, signal: AbortSignal): Promise<void> {
    const { moves, objects, recordingsDir, counts } = this.#options;
    const { handle, bytes } = await openWhole(recordingsDir, recording.path, recording.bytes);
    const key = recordingObjectKey(recording.cameraId, recording.startedAt);
    const content = () => handle.createReadStream({ autoClose: false, start: 0, end: bytes - 1, signal });
    let sha256: string;
    try {
      ({ sha256 } = await hashOf(content(), signal).catch((error: unknown) => {
        throw asFault(error, recording.path);
      }));
      if (recording.sha256 !== null && recording.sha256 !== sha256)
        throw new RecordingFileFault('changed', recording.path);
      await moves.announceCopy(key);
      await objects.put(key, { stream: content(), bytes, sha256 }, { contentType: CONTENT_TYPE, signal });
    } finally {
      await handle.close();
    }
    const stored = await objects.get(key, undefined, signal);
    const found = stored === null ? null : await hashOf(stored, signal);
    if (found?.sha256 !== sha256 || found.bytes !== bytes) throw new Error(`object ${key} is not what was stored`);
    const object = { key, sha256, bytes, contentType: CONTENT_TYPE };
    if (await moves.switchToObject(recording, object)) counts.moved(bytes);
  }
}
