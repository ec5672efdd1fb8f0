import { cameraIdOf } from '../cameras/camera.routes.ts';
import type { ApiServer } from '../http/api-server.ts';
import { clientGone } from '../http/client-gone.ts';
import { binary, CameraParams, problems } from '../http/common.schema.ts';
import { LiveParams, LiveQuery } from './live.schema.ts';
import type { LiveService } from './live.service.ts';

export function registerLiveRoutes(app: ApiServer, live: LiveService): void {
  app.route({
    method: 'GET',
    url: '/cameras/:id/live/:stream/:file',
    config: { access: 'live.watch' },
    schema: {
      operationId: 'getLiveFile',
      summary: 'Cửa sổ trực tiếp LL-HLS / LL-HLS live window: index.m3u8, init-n.mp4, seg-n.m4s, part-n-k.m4s',
      tags: ['live'],
      params: LiveParams,
      querystring: LiveQuery,
      response: { 200: binary('application/octet-stream', 'playlist, initialisation segment or media'), ...problems },
    },
    handler: async (request, reply) => {
      const { id, stream, file: name } = request.params;
      const file = await live.open(
        request.auth,
        { cameraId: cameraIdOf(id), stream, name, query: request.query },
        clientGone(reply),
      );
      return reply.code(200).headers(file.headers).send(file.body);
    },
  });

  app.route({
    method: 'GET',
    url: '/cameras/:id/snapshot',
    config: { access: 'live.watch' },
    schema: {
      operationId: 'getSnapshot',
      summary: 'Ảnh mới nhất / newest still',
      tags: ['live'],
      params: CameraParams,
      response: { 200: binary('image/jpeg', 'the newest decoded picture; Last-Modified is its instant'), ...problems },
    },
    handler: async (request, reply) => {
      const { jpeg, capturedAtMs } = await live.snapshot(request.auth, cameraIdOf(request.params.id));
      return reply
        .header('cache-control', 'no-store')
        .header('last-modified', new Date(capturedAtMs).toUTCString())
        .type('image/jpeg')
        .send(jpeg);
    },
  });
}
