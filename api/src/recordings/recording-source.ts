import type { Readable } from 'node:stream';
import { errorDetail } from '@thapcanh/infra/errors/storage-failure';
import type { ObjectStore } from '@thapcanh/infra/objects/object-store';
import type { Logger } from '@thapcanh/infra/telemetry/logger';
import { apiError } from '../errors/api-errors.ts';
import { fetchFromWorker, parseLiveEndpoint } from '../live/live-endpoint.ts';
import type { ByteRange } from './byte-range.ts';
import type { RecordingMedia } from './recording.repository.ts';
import { openRecording } from './recording-file.ts';

/** Bytes of recordings: from this node's disk, from the object store, or from another node. */
export interface RecordingSource {
  /**
   * A stream of exactly the range; null when the place does not have it (any more). Throws `TC_RECORDING_NODE_AWAY` when
   * no worker of its node answers, and the failures of the object store. Ends with the signal.
   */
  open(media: RecordingMedia, range: ByteRange, signal: AbortSignal): Promise<Readable | null>;
}

export interface RecordingSourceOptions {
  readonly recordingsDir: string;
  readonly objects: ObjectStore;
  /** Null: every local recording is taken to be here. */
  readonly nodeId: string | null;
  readonly mediaToken: string | null;
  readonly mediaAddresses: (nodeId: string) => Promise<readonly string[]>;
  readonly log: Pick<Logger, 'debug'>;
}

/** A disk that sleeps may take this long to its first byte. */
const SILENCE_MS = 15_000;
const CHUNK_BYTES = 256 * 1024;

export function createRecordingSource(options: RecordingSourceOptions): RecordingSource {
  const { recordingsDir, objects, nodeId, mediaToken, mediaAddresses, log } = options;

  async function fromDisk(media: RecordingMedia, { start, end }: ByteRange): Promise<Readable | null> {
    const opened = await openRecording(recordingsDir, media.path);
    if (!opened) return null;
    if (opened.bytes > end) return opened.handle.createReadStream({ start, end, highWaterMark: CHUNK_BYTES });
    await opened.handle.close();
    return null;
  }

  async function fromNode(media: RecordingMedia, range: ByteRange, signal: AbortSignal): Promise<Readable | null> {
    for (const address of await mediaAddresses(media.nodeId)) {
      const endpoint = parseLiveEndpoint(address);
      if (!endpoint) continue;
      try {
        const path = `/recordings/${media.path}`;
        const wanted = `bytes=${range.start}-${range.end}`;
        const answer = await fetchFromWorker({
          endpoint,
          path,
          silenceMs: SILENCE_MS,
          signal,
          mediaToken,
          range: wanted,
        });
        const isWhole = Number(answer.headers['content-length']) === range.end - range.start + 1;
        if (answer.statusCode === 206 && isWhole) return answer;
        answer.destroy();
        if (answer.statusCode === 404 || answer.statusCode === 206 || answer.statusCode === 416) return null;
        log.debug({ address, status: answer.statusCode }, 'a node refuses a recording');
      } catch (error) {
        signal.throwIfAborted();
        log.debug({ address, detail: errorDetail(error) }, 'a node does not answer');
      }
    }
    throw apiError('TC_RECORDING_NODE_AWAY', { nodeId: media.nodeId });
  }

  return {
    open(media, range, signal) {
      if (media.objectKey !== null) return objects.get(media.objectKey, range, signal);
      const isHere = nodeId === null || media.nodeId === '' || media.nodeId === nodeId;
      return isHere ? fromDisk(media, range) : fromNode(media, range, signal);
    },
  };
}
