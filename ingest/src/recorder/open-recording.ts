import { randomUUID } from 'node:crypto';
import { SMALLEST_GAP_MS } from '@thapcanh/core/coverage/coverage-limits';
import type { CameraId } from '@thapcanh/core/ids';
import type { MediaPart, StreamDescription } from '../media/media-types.ts';
import { FragmentIndex } from './fragment-index.ts';
import type { RecordingRow } from './recording.repository.ts';
import { RecordingFile } from './recording-file.ts';
import { recordingPath } from './recording-path.ts';
import { rotationMinute } from './rotation.ts';

/** Who writes a recording: its node and the epoch of the lease it holds the camera under. */
export interface RecordingOwner {
  readonly nodeId: string;
  readonly epoch: number;
}

export interface RecordingPlace {
  readonly root: string;
  readonly cameraId: CameraId;
  readonly rotationOffsetMs: number;
  readonly owner: RecordingOwner;
  /** See `RecordingFile.create`. */
  readonly isDirDurable: boolean;
}

/** A recording being written: its file and its index, in step. `sync` may run beside `append`, nothing else overlaps. */
export class OpenRecording {
  readonly path: string;
  readonly description: StreamDescription;
  readonly #place: RecordingPlace;
  readonly #file: RecordingFile;
  readonly #index: FragmentIndex;
  readonly #minute: number;
  readonly #id = randomUUID();
  #isTorn = false;

  private constructor(place: RecordingPlace, path: string, file: RecordingFile, first: MediaPart) {
    this.#place = place;
    this.path = path;
    this.#file = file;
    this.description = first.description;
    this.#index = new FragmentIndex(first.startsAtMs, first.description.initSegment.length);
    this.#minute = rotationMinute(place.rotationOffsetMs, this.#index.startedAtMs);
  }

  static pathFor(cameraId: CameraId, first: MediaPart): string {
    return recordingPath(cameraId, Math.round(first.startsAtMs));
  }

  /** Makes the file; its initialisation segment goes out with the first `append`. `first` itself is not appended. */
  static async create(place: RecordingPlace, first: MediaPart): Promise<OpenRecording> {
    const path = OpenRecording.pathFor(place.cameraId, first);
    const file = await RecordingFile.create(place.root, path, place.isDirDurable);
    return new OpenRecording(place, path, file, first);
  }

  get endedAtMs(): number {
    return this.#index.endedAtMs;
  }

  get isNamed(): boolean {
    return this.#file.isNamed;
  }

  /**
   * Whether `part`, which follows a part that ended at `endMs`, goes on in this file: same description, no hole that
   * is a gap, and at a key frame the same minute of the camera. Smaller holes stay visible in the index.
   */
  takes(part: MediaPart, endMs: number): boolean {
    if (part.description !== this.description) return false;
    const hole = part.startsAtMs - endMs;
    const isJoinable = part.startsWithKeyFrame && hole >= 0 && hole < SMALLEST_GAP_MS;
    if (part.discontinuity !== null && !isJoinable) return false;
    return !part.startsWithKeyFrame || rotationMinute(this.#place.rotationOffsetMs, part.startsAtMs) === this.#minute;
  }

  /** All parts in one system call where the system takes them. When it rejects, none of them is in the index. */
  async append(parts: readonly MediaPart[]): Promise<void> {
    const buffers = parts.map((part) => part.data);
    if (this.#file.bytes === 0) buffers.unshift(this.description.initSegment);
    try {
      await this.#file.append(buffers);
    } catch (error) {
      this.#isTorn = true;
      throw error;
    }
    for (const { data, startsWithKeyFrame, startsAtMs, durationMs } of parts) {
      this.#index.add({ bytes: data.length, startsWithKeyFrame, startsAtMs, durationMs });
    }
  }

  /** The next recording of the same run begins at that time: this one ends there (anchors: end = next start). */
  endAtNext(nextStartsAtMs: number): void {
    this.#index.endAtNext(nextStartsAtMs);
  }

  /** Makes what is written durable and says what the row must say then; null while nothing is indexed. */
  async checkpoint(): Promise<RecordingRow | null> {
    if (this.#index.isEmpty) return null;
    const row = this.#row('open');
    await this.#file.sync();
    return row;
  }

  /** Syncs and closes; a recording without media leaves no file and gives null. Rejects: what is durable is unknown. */
  async finish(): Promise<RecordingRow | null> {
    try {
      if (this.#isTorn && !this.#index.isEmpty) await this.#file.discardTail();
      if (!this.#index.isEmpty) await this.#file.sync();
    } finally {
      await this.#file.close();
    }
    if (this.#index.isEmpty) {
      await this.#file.remove();
      return null;
    }
    return this.#row('finished');
  }

  #row(state: 'open' | 'finished'): RecordingRow {
    const { codec, audio, width, height } = this.description;
    const { startedAtMs, endedAtMs, bytes, initBytes } = this.#index;
    const { cameraId, owner } = this.#place;
    return {
      id: this.#id,
      cameraId,
      state,
      startedAtMs,
      endedAtMs,
      path: this.path,
      bytes,
      initBytes,
      codec,
      audioCodec: audio?.codec ?? null,
      width,
      height,
      fragments: this.#index.snapshot(),
      nodeId: owner.nodeId,
      epoch: owner.epoch,
    };
  }
}
