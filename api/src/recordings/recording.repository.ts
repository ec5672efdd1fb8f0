import { type CameraId, parseRecordingId, type RecordingId } from '@thapcanh/core/ids';
import type { RecordingFragment } from '@thapcanh/core/media/recording-index';
import type { Tables } from '@thapcanh/infra/database/tables';
import type { Kysely } from 'kysely';
import { type CameraScope, isInScope } from '../identity/camera-scope.ts';

export interface SpanMs {
  readonly startMs: number;
  readonly endMs: number;
}

/** One recording file with its index, as a playlist needs it. */
export interface RecordingFile {
  readonly id: RecordingId;
  readonly startMs: number;
  readonly endMs: number;
  readonly initBytes: number;
  readonly codec: string;
  /** Null: no sound. */
  readonly audioCodec: string | null;
  readonly width: number;
  readonly height: number;
  readonly fragments: readonly RecordingFragment[];
}

export interface RecordingMedia {
  /** Relative to the recordings directory, as the recorder wrote it: not to be trusted. */
  readonly path: string;
  /** Bytes that the index covers; the file itself may already be longer. */
  readonly bytes: number;
  readonly isFinished: boolean;
  /** Null while the file lies on the disk of its node. */
  readonly objectKey: string | null;
  /** Whose disk; empty: recorded before nodes had names. */
  readonly nodeId: string;
  readonly cameraId: string;
  readonly startedAt: Date;
}

export type RecordingRepository = ReturnType<typeof createRecordingRepository>;

/** SQL of recordings. Periods are half-open: [from, to). */
export function createRecordingRepository(db: Kysely<Tables>) {
  const overlapping = (cameraId: CameraId, period: SpanMs) =>
    db
      .selectFrom('recording')
      .where('camera_id', '=', cameraId)
      .where('ended_at', '>', new Date(period.startMs))
      .where('started_at', '<', new Date(period.endMs))
      .orderBy('started_at');

  return {
    /** Since when the camera is known, UTC ms; null for an unknown one. */
    async cameraSinceMs(cameraId: CameraId, scope: CameraScope): Promise<number | null> {
      const row = await db
        .selectFrom('camera')
        .select('created_at')
        .where('id', '=', cameraId)
        .where(isInScope(scope, 'camera.id'))
        .executeTakeFirst();
      return row?.created_at.getTime() ?? null;
    },

    async spans(cameraId: CameraId, period: SpanMs): Promise<SpanMs[]> {
      const rows = await overlapping(cameraId, period).select(['started_at', 'ended_at']).execute();
      return rows.map((row) => ({ startMs: row.started_at.getTime(), endMs: row.ended_at.getTime() }));
    },

    async files(cameraId: CameraId, period: SpanMs): Promise<RecordingFile[]> {
      const rows = await overlapping(cameraId, period)
        .select(['id', 'started_at', 'ended_at', 'init_bytes', 'codec', 'audio_codec', 'width', 'height', 'fragments'])
        .execute();
      return rows.map((row) => ({
        id: recordingIdOf(row.id),
        startMs: row.started_at.getTime(),
        endMs: row.ended_at.getTime(),
        initBytes: row.init_bytes,
        codec: row.codec,
        audioCodec: row.audio_codec,
        width: row.width,
        height: row.height,
        fragments: row.fragments.map(([offset, bytes, offsetMs, durationMs]) => ({
          offset,
          bytes,
          offsetMs,
          durationMs,
        })),
      }));
    },

    async findMedia(id: RecordingId, scope: CameraScope): Promise<RecordingMedia | null> {
      const row = await db
        .selectFrom('recording')
        .select(['path', 'bytes', 'state', 'tier', 'object_key', 'node_id', 'camera_id', 'started_at'])
        .where('id', '=', id)
        .where(isInScope(scope, 'recording.camera_id'))
        .executeTakeFirst();
      if (!row) return null;
      const objectKey = row.tier === 'object' ? row.object_key : null;
      return {
        path: row.path,
        bytes: row.bytes,
        isFinished: row.state === 'finished',
        objectKey,
        nodeId: row.node_id,
        cameraId: row.camera_id,
        startedAt: row.started_at,
      };
    },

    /** Where workers of a node serve its recordings to others, the most recently alive first. */
    async mediaAddresses(nodeId: string): Promise<string[]> {
      const rows = await db
        .selectFrom('ingest_worker')
        .select('media_address')
        .where('node_id', '=', nodeId)
        .where('media_address', 'is not', null)
        .where('stopped_at', 'is', null)
        .orderBy('heartbeat_at', 'desc')
        .limit(3)
        .execute();
      return [...new Set(rows.flatMap(({ media_address: address }) => (address === null ? [] : [address])))];
    },
  };
}

function recordingIdOf(text: string): RecordingId {
  const id = parseRecordingId(text);
  if (!id) throw new Error('recording.id is not a UUID');
  return id;
}
