import { type FileHandle, open } from 'node:fs/promises';
import path from 'node:path';
import type { StreamName } from '@thapcanh/core/camera/camera';
import type { CameraId } from '@thapcanh/core/ids';
import { pictureError } from '@thapcanh/core/pictures/picture-errors';
import { systemErrorCode } from '@thapcanh/infra/errors/storage-failure';
import type { ObjectStore } from '@thapcanh/infra/objects/object-store';
import type { FrameDecoder, GroupOfPictures } from '../decode/frame-decoder.ts';
import { MAX_GROUP_BYTES } from '../decode/frame-decoder.ts';
import { readFromBuffer, scanFragments } from '../fmp4/fragment-scan.ts';
import type { LiveWindow } from '../live/live-window.ts';
import type { TimedPart } from '../live/part-units.ts';
import { parseRecordingPath } from '../recorder/recording-path.ts';
import { initParameterSets } from './init-parameter-sets.ts';
import { groupAt } from './picture-group.ts';
import type { RecordedRun, RecordedRunRepository } from './recorded-run.repository.ts';

export interface PictureServiceOptions {
  /** Null: this worker does not hold the camera; its recordings may lie here all the same. */
  readonly windowOf: (cameraId: CameraId, stream: StreamName) => LiveWindow | null;
  readonly recordings: RecordedRunRepository;
  readonly recordingsDir: string;
  readonly nodeId: string;
  /** Where old recordings lie; without it those are missing. */
  readonly objects?: Pick<ObjectStore, 'get'>;
  readonly decoder: () => FrameDecoder | null;
  readonly timeoutMs?: number;
}

export interface ExactPicture {
  /** Full size, quality about 92. */
  readonly jpeg: Buffer;
  readonly width: number;
  readonly height: number;
  /** When the picture was on the screen first, UTC ms; at or before the instant asked for. */
  readonly shownAtMs: number;
  readonly source: 'live' | 'recording';
}

const DEFAULT_TIMEOUT_MS = 15_000;
const MAX_INIT_BYTES = 64 * 1024;
/** The newest picture stands for instants this much after it: that is how long the next one may take to arrive. */
const NEWEST_HOLDS_MS = 2_000;

/**
 * The picture of a camera at an instant: from the live window while it holds the instant, else from the recording of the
 * main stream on this node's disk or in the object store. Full size, decoded from the key frame on, so exact to the picture. Bounded by the
 * decoder (`TC_PICTURE_BUSY`) and in time (`TC_PICTURE_TIMEOUT`). Throws only `PICTURE_ERRORS`, and what `signal` was
 * aborted with.
 */
export class PictureService {
  readonly #options: PictureServiceOptions;

  constructor(options: PictureServiceOptions) {
    this.#options = options;
  }

  async pictureAt(cameraId: CameraId, stream: StreamName, atMs: number, signal: AbortSignal): Promise<ExactPicture> {
    const at = new Date(atMs).toISOString();
    const limit = AbortSignal.timeout(this.#options.timeoutMs ?? DEFAULT_TIMEOUT_MS);
    const stop = AbortSignal.any([signal, limit]);
    const inTime = (error: unknown): void => {
      signal.throwIfAborted();
      if (limit.aborted) throw pictureError('TC_PICTURE_TIMEOUT', {}, { cause: error });
    };
    const live = this.#liveGroup(cameraId, stream, atMs);
    const recorded = (): Promise<GroupOfPictures | null> =>
      this.#recordedGroup(cameraId, atMs, at, stop).catch((error: unknown) => {
        inTime(error);
        throw error;
      });
    const group = live ?? (stream === 'main' ? await recorded() : null);
    if (group === null) throw pictureError('TC_PICTURE_NONE', { at });
    const decoder = this.#options.decoder();
    if (decoder === null) throw pictureError('TC_PICTURE_BUSY');
    const found = await decoder.pictureAt(group, stop).catch((error: unknown) => {
      inTime(error);
      throw pictureError('TC_PICTURE_UNDECODABLE', { at }, { cause: error });
    });
    if (found === 'busy') throw pictureError('TC_PICTURE_BUSY');
    if (found === null) throw pictureError('TC_PICTURE_UNDECODABLE', { at });
    return { ...found.picture, shownAtMs: found.shownAtMs, source: live === null ? 'recording' : 'live' };
  }

  #liveGroup(cameraId: CameraId, stream: StreamName, atMs: number): GroupOfPictures | null {
    const parts = this.#options.windowOf(cameraId, stream)?.parts() ?? [];
    const last = parts.at(-1);
    if (last === undefined || atMs >= last.startsAtMs + last.durationMs + NEWEST_HOLDS_MS) return null;
    // An instant in a gap belongs to no part; the picture before the gap would be a lie.
    const place = parts.findLastIndex((part) => part.startsAtMs <= atMs);
    const part = parts[place];
    if (part === undefined) return null;
    const next = parts[place + 1];
    if (next !== undefined && next.discontinuity !== null && atMs >= part.startsAtMs + part.durationMs) return null;
    const stretch = parts.slice(0, place + 1).findLastIndex((each) => each.discontinuity !== null);
    const { videoCodec, vps, sps, pps } = part.description;
    const same = parts.slice(Math.max(0, stretch)).filter((each) => each.description === part.description);
    return groupAt(same, { codec: videoCodec, sets: [...vps, ...sps, ...pps] }, atMs);
  }

  async #recordedGroup(
    cameraId: CameraId,
    atMs: number,
    at: string,
    stop: AbortSignal,
  ): Promise<GroupOfPictures | null> {
    const run = await this.#options.recordings.find(cameraId, atMs);
    if (run === null) return null;
    const isHere = run.objectKey !== null || run.nodeId === '' || run.nodeId === this.#options.nodeId;
    if (!isHere) throw pictureError('TC_PICTURE_ELSEWHERE', { at });
    const bytes = run.objectKey === null ? await this.#read(run) : await this.#fetch(run, run.objectKey, stop);
    const sets = bytes === null ? null : initParameterSets(bytes.subarray(0, run.initBytes));
    if (bytes === null || sets === null) throw pictureError('TC_PICTURE_FILE_MISSING', { at });
    const group = groupAt(await partsOf(bytes, run), sets, atMs);
    if (group === null) throw pictureError('TC_PICTURE_FILE_MISSING', { at });
    return group;
  }

  /** The initialisation segment and the run behind it, as if that were all of the file. */
  async #read(run: RecordedRun): Promise<Buffer | null> {
    if (parseRecordingPath(run.path) === null || !isBounded(run)) return null;
    const file = await openOrNull(path.join(this.#options.recordingsDir, run.path));
    if (file === null) return null;
    try {
      const bytes = Buffer.allocUnsafeSlow(run.initBytes + run.bytes);
      const init = await file.read(bytes, 0, run.initBytes, 0);
      const media = await file.read(bytes, run.initBytes, run.bytes, run.offset);
      return init.bytesRead === run.initBytes && media.bytesRead === run.bytes ? bytes : null;
    } finally {
      await file.close();
    }
  }

  /** The same out of the object store. */
  async #fetch(run: RecordedRun, key: string, stop: AbortSignal): Promise<Buffer | null> {
    const { objects } = this.#options;
    if (objects === undefined || !isBounded(run)) return null;
    const ranges = [
      { start: 0, end: run.initBytes - 1 },
      { start: run.offset, end: run.offset + run.bytes - 1 },
    ];
    const pieces: Buffer[] = [];
    for (const range of ranges) {
      const stream = await objects.get(key, range, stop);
      if (stream === null) return null;
      for await (const chunk of stream) if (Buffer.isBuffer(chunk)) pieces.push(chunk);
    }
    const bytes = Buffer.concat(pieces);
    return bytes.length === run.initBytes + run.bytes ? bytes : null;
  }
}

/** The parts of a run, with wall times that share out the run's own over its media time. */
async function partsOf(bytes: Buffer, run: RecordedRun): Promise<TimedPart[]> {
  const { fragments } = await scanFragments(readFromBuffer(bytes), bytes.length);
  const first = fragments[0];
  const last = fragments.at(-1);
  if (first === undefined || last === undefined) return [];
  const total90k = last.decodeTime90k + last.duration90k - first.decodeTime90k;
  const msPerTick = total90k > 0 ? run.durationMs / total90k : 1 / 90;
  return fragments.map((fragment) => ({
    data: bytes.subarray(fragment.offset, fragment.offset + fragment.bytes),
    decodeTime90k: fragment.decodeTime90k,
    duration90k: fragment.duration90k,
    startsWithKeyFrame: fragment.startsWithKeyFrame,
    discontinuity: null,
    sampleCount: fragment.sampleCount,
    startsAtMs: run.startsAtMs + (fragment.decodeTime90k - first.decodeTime90k) * msPerTick,
    durationMs: fragment.duration90k * msPerTick,
  }));
}

const isBounded = (run: RecordedRun): boolean => run.initBytes <= MAX_INIT_BYTES && run.bytes <= MAX_GROUP_BYTES;

async function openOrNull(file: string): Promise<FileHandle | null> {
  try {
    return await open(file, 'r');
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return null;
    throw error;
  }
}
