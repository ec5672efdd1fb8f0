import { randomUUID } from 'node:crypto';
import type { CameraId } from '@thapcanh/core/ids';
import type { MediaPart, StreamDescription } from '../media/media-types.ts';
import { FragmentIndex } from './fragment-index.ts';
import type { RecordingRow } from './recording.repository.ts';
import { RecordingFile } from './recording-file.ts';
import { recordingPath } from './recording-path.ts';

const MINUTE_MS = 60_000;

/** A recording being written: its file and its index, in step. */
export class OpenRecording {
  readonly path: string;
  readonly description: StreamDescription;
  readonly #cameraId: CameraId;
  readonly #file: RecordingFile;
  readonly #index: FragmentIndex;
  readonly #id = randomUUID();

  private constructor(cameraId: CameraId, path: string, file: RecordingFile, first: MediaPart) {
    this.#cameraId = cameraId;
    this.path = path;
    this.#file = file;
    this.description = first.description;
    this.#index = new FragmentIndex(first.startsAtMs, first.description.initSegment.length);
  }

  static pathFor(cameraId: CameraId, first: MediaPart): string {
    return recordingPath(cameraId, Math.round(first.startsAtMs));
  }

  /** Makes the file with its initialisation segment; `first` itself is not appended. */
  static async create(root: string, cameraId: CameraId, first: MediaPart): Promise<OpenRecording> {
    const path = OpenRecording.pathFor(cameraId, first);
    const file = await RecordingFile.create(root, path);
    try {
      await file.append(first.description.initSegment);
    } catch (error) {
      await file.close();
      await file.remove();
      throw error;
    }
    return new OpenRecording(cameraId, path, file, first);
  }

  /** Whether `part` goes on where this recording is, in the same run and, at a key frame, in the same wall minute. */
  takes(part: MediaPart): boolean {
    if (part.isDiscontinuity || part.description !== this.description) return false;
    const minuteOf = (atMs: number): number => Math.floor(atMs / MINUTE_MS);
    return !part.startsWithKeyFrame || minuteOf(part.startsAtMs) === minuteOf(this.#index.startedAtMs);
  }

  async append(part: MediaPart): Promise<void> {
    await this.#file.append(part.data);
    const { startsWithKeyFrame, startsAtMs, durationMs } = part;
    this.#index.add({ bytes: part.data.length, startsWithKeyFrame, startsAtMs, durationMs });
  }

  /** Makes what is written durable and says what the row must say then; null while nothing is indexed. */
  async checkpoint(): Promise<RecordingRow | null> {
    if (this.#index.isEmpty) return null;
    const row = this.#row('open');
    await this.#file.sync();
    return row;
  }

  /** Syncs and closes; a recording without media leaves no file and gives null. */
  async finish(): Promise<RecordingRow | null> {
    try {
      await this.#file.discardTail();
      await this.#file.sync();
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
    const { codec, width, height } = this.description;
    const { startedAtMs, endedAtMs, bytes, initBytes } = this.#index;
    const fragments = this.#index.snapshot();
    const times = { startedAtMs, endedAtMs };
    const place = { path: this.path, bytes, initBytes };
    return { id: this.#id, cameraId: this.#cameraId, state, ...times, ...place, codec, width, height, fragments };
  }
}
