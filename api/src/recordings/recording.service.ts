import type { Readable } from 'node:stream';
import { INDEX_LAG_MS } from '@thapcanh/core/coverage/coverage-limits';
import type { CameraId, RecordingId } from '@thapcanh/core/ids';
import type { Clock } from '@thapcanh/core/time/clock';
import type { AuditRecorder } from '../audit/audit-recorder.ts';
import { apiError } from '../errors/api-errors.ts';
import { type Auth, requireAccess } from '../identity/access.ts';
import type { CameraScope } from '../identity/camera-scope.ts';
import { parseRange } from './byte-range.ts';
import type { RecordingRepository, SpanMs } from './recording.repository.ts';
import type { PeriodQuery, RecordingTimeline } from './recording.schema.ts';
import type { RecordingSource } from './recording-source.ts';
import { timelineOf } from './timeline.ts';
import { vodPlaylist } from './vod-playlist.ts';

const MEDIA_NOTED_MS = 10 * 60_000;
const HOUR_MS = 3_600_000;
/** A day of one-second fragments is some 12 MB of playlist; more is asked for in pieces. */
const MAX_PLAYBACK_HOURS = 24;
const MAX_TIMELINE_HOURS = 31 * 24;

export interface MediaAnswer {
  readonly status: 200 | 206;
  readonly headers: Readonly<Record<string, string | number>>;
  readonly body: Readable;
}

export type RecordingService = ReturnType<typeof createRecordingService>;

/** Recordings wherever they lie: what exists when, playlists over them, their bytes. */
export function createRecordingService(deps: {
  recordings: RecordingRepository;
  source: RecordingSource;
  audit: AuditRecorder;
  clock: Clock;
}) {
  const { recordings, source, audit, clock } = deps;

  async function requireCamera(cameraId: CameraId, scope: CameraScope): Promise<{ sinceMs: number }> {
    const sinceMs = await recordings.cameraSinceMs(cameraId, scope);
    if (sinceMs === null) throw apiError('TC_CAMERA_NOT_FOUND', { cameraId });
    return { sinceMs };
  }

  return {
    /** Throws `TC_PERIOD_INVALID` past 31 days. A removed camera keeps its timeline. */
    async timeline(auth: Auth, cameraId: CameraId, query: PeriodQuery): Promise<RecordingTimeline> {
      const { scope } = requireAccess(auth, 'recording.watch');
      const period = periodOf(query, MAX_TIMELINE_HOURS);
      const { sinceMs } = await requireCamera(cameraId, scope);
      const expected = { fromMs: sinceMs, toMs: clock.nowMs() - INDEX_LAG_MS };
      const { spans, gaps } = timelineOf(await recordings.spans(cameraId, period), period, expected);
      return { spans: spans.map(spanView), gaps: gaps.map(spanView) };
    },

    /** Playlist text. Throws `TC_PERIOD_INVALID` past 24 hours, `TC_RECORDING_NONE` when nothing was recorded. */
    async playlist(auth: Auth, cameraId: CameraId, query: PeriodQuery): Promise<string> {
      const { scope, actor } = requireAccess(auth, 'recording.watch');
      const period = periodOf(query, MAX_PLAYBACK_HOURS);
      await requireCamera(cameraId, scope);
      const playlist = vodPlaylist(await recordings.files(cameraId, period), period);
      if (playlist === null) throw apiError('TC_RECORDING_NONE', { cameraId });
      await audit.note(actor, { kind: 'playback', cameraId, details: { from: query.from, to: query.to } });
      return playlist;
    },

    /**
     * Bytes of one recording, of an open one those its index covers, from wherever they lie by now. Throws
     * `TC_RECORDING_NOT_FOUND`, `TC_RECORDING_FILE_MISSING`, `TC_RECORDING_NODE_AWAY` or `TC_RANGE_NOT_SATISFIABLE`. The
     * caller consumes or destroys `body`.
     */
    async media(
      auth: Auth,
      id: RecordingId,
      rangeHeader: string | undefined,
      signal: AbortSignal,
    ): Promise<MediaAnswer> {
      const { scope, actor } = requireAccess(auth, 'recording.watch');
      for (let attempt = 1; ; attempt++) {
        const media = await recordings.findMedia(id, scope);
        if (!media) throw apiError('TC_RECORDING_NOT_FOUND');
        // A playlist was noted with its period; whoever asks for files by themselves is noted by the hour they show.
        const hour = media.startedAt.toISOString().slice(0, 13);
        const fact = { kind: 'playback' as const, cameraId: media.cameraId, details: { recording: id, hour } };
        await audit.noteOnce(actor, fact, { key: hour, forMs: MEDIA_NOTED_MS });
        const range = parseRange(rangeHeader, media.bytes);
        if (range === 'unsatisfiable') throw apiError('TC_RANGE_NOT_SATISFIABLE', { size: media.bytes });
        const { start, end } = range ?? { start: 0, end: media.bytes - 1 };
        const body = await source.open(media, { start, end }, signal);
        if (body) {
          return {
            status: range ? 206 : 200,
            headers: {
              'accept-ranges': 'bytes',
              'content-type': 'video/mp4',
              'content-length': end - start + 1,
              'cache-control': media.isFinished ? 'private, max-age=3600' : 'no-store',
              ...(range ? { 'content-range': `bytes ${start}-${end}/${media.bytes}` } : {}),
            },
            body,
          };
        }
        // It may have moved to the object store, or been deleted, since its row was read.
        if (attempt === 2) throw apiError('TC_RECORDING_FILE_MISSING');
      }
    },
  };
}

function periodOf(query: PeriodQuery, maxHours: number): SpanMs {
  const startMs = Date.parse(query.from);
  const endMs = Date.parse(query.to);
  if (!(endMs > startMs)) throw apiError('TC_PERIOD_INVALID', { detail: 'from >= to', maxHours });
  if (endMs - startMs > maxHours * HOUR_MS)
    throw apiError('TC_PERIOD_INVALID', { detail: `> ${maxHours} h`, maxHours });
  return { startMs, endMs };
}

function spanView(span: SpanMs): { startedAt: string; endedAt: string } {
  return { startedAt: new Date(span.startMs).toISOString(), endedAt: new Date(span.endMs).toISOString() };
}
