import { parseRecordingId, type RecordingId } from '@thapcanh/core/ids';
import { cameraIdOf } from '../cameras/camera.routes.ts';
import { apiError } from '../errors/api-errors.ts';
import type { ApiServer } from '../http/api-server.ts';
import { clientGone } from '../http/client-gone.ts';
import { binary, CameraParams, problems, UuidParams } from '../http/common.schema.ts';
import { PeriodQuery, RangeHeaders, RecordingTimeline } from './recording.schema.ts';
import type { RecordingService } from './recording.service.ts';

export function registerRecordingRoutes(app: ApiServer, recordings: RecordingService): void {
  app.route({
    method: 'GET',
    url: '/cameras/:id/recordings',
    config: { access: 'recording.watch' },
    schema: {
      operationId: 'getRecordingTimeline',
      summary: 'Các đoạn đã ghi và khoảng trống / recorded spans and gaps (at most 31 days)',
      tags: ['recordings'],
      params: CameraParams,
      querystring: PeriodQuery,
      response: { 200: RecordingTimeline, ...problems },
    },
    handler: (request) => recordings.timeline(request.auth, cameraIdOf(request.params.id), request.query),
  });

  app.route({
    method: 'GET',
    url: '/cameras/:id/playback.m3u8',
    config: { access: 'recording.watch' },
    schema: {
      operationId: 'getPlaybackPlaylist',
      summary: 'Danh sách phát HLS của bản ghi / HLS playlist over recordings (at most 24 hours)',
      tags: ['recordings'],
      params: CameraParams,
      querystring: PeriodQuery,
      response: { 200: binary('application/vnd.apple.mpegurl', 'VOD playlist of byte ranges'), ...problems },
    },
    handler: async (request, reply) => {
      const playlist = await recordings.playlist(request.auth, cameraIdOf(request.params.id), request.query);
      return reply.header('cache-control', 'no-store').type('application/vnd.apple.mpegurl').send(playlist);
    },
  });

  app.route({
    method: 'GET',
    url: '/recordings/:id/media',
    config: { access: 'recording.watch' },
    schema: {
      operationId: 'getRecordingMedia',
      summary: 'Tệp ghi hình / a recording file, whole or by byte range',
      tags: ['recordings'],
      params: UuidParams,
      headers: RangeHeaders,
      response: {
        200: binary('video/mp4', 'the whole file'),
        206: binary('video/mp4', 'the range asked for'),
        ...problems,
      },
    },
    handler: async (request, reply) => {
      const id = recordingIdOf(request.params.id);
      const media = await recordings.media(request.auth, id, request.headers.range, clientGone(reply));
      return reply.code(media.status).headers(media.headers).send(media.body);
    },
  });
}

function recordingIdOf(text: string): RecordingId {
  const id = parseRecordingId(text);
  if (!id) throw apiError('TC_RECORDING_NOT_FOUND');
  return id;
}
