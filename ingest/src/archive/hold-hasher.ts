import type { Clock } from '@thapcanh/core/time/clock';
import type { Logger } from '@thapcanh/infra/telemetry/logger';
import type { ArchiveCounts } from './archive-counts.ts';
import type { MoveRepository } from './move.repository.ts';
import { SetAside } from './set-aside.ts';
import { asFault, hashOf, openWhole, RecordingFileFault } from './stored-file.ts';

export interface HoldHasherOptions {
  readonly moves: MoveRepository;
  readonly recordingsDir: string;
  readonly counts: ArchiveCounts;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Writes down the SHA-256 of every file under a hold, one at a time: what is evidence can be shown to be unchanged. */
export class HoldHasher {
  readonly #options: HoldHasherOptions;
  readonly #aside: SetAside;

  constructor(options: HoldHasherOptions) {
    this.#options = options;
    this.#aside = new SetAside(options.clock);
  }

  /** One file; false when every held file has its hash. */
  async step(signal: AbortSignal): Promise<boolean> {
    const { moves, recordingsDir, counts, log } = this.#options;
    const recording = await moves.nextToHash(this.#aside.keys());
    if (recording === null) return false;
    try {
      const { handle } = await openWhole(recordingsDir, recording.path, recording.bytes);
      try {
        const content = handle.createReadStream({ autoClose: false, signal });
        const { sha256 } = await hashOf(content, signal).catch((error: unknown) => {
          throw asFault(error, recording.path);
        });
        await moves.saveHash(recording.id, sha256);
      } finally {
        await handle.close();
      }
      counts.hashed();
    } catch (error) {
      if (!(error instanceof RecordingFileFault)) throw error;
      counts.failed('hash');
      this.#aside.add(recording.id);
      log.error(
        { err: error, cameraId: recording.cameraId, path: recording.path, vi: 'không đọc được bản ghi đang giữ' },
        'a held recording cannot be read',
      );
    }
    return true;
  }
}
