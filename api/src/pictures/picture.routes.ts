import { cameraIdOf } from '../cameras/camera.routes.ts';
import type { ApiServer } from '../http/api-server.ts';
import { clientGone } from '../http/client-gone.ts';
import { binary, CameraParams, problems } from '../http/common.schema.ts';
import { PictureQuery } from './picture.schema.ts';
import type { PictureService } from './picture.service.ts';

export function registerPictureRoutes(app: ApiServer, pictures: PictureService): void {
  app.route({
    method: 'GET',
    url: '/cameras/:id/picture',
    config: { access: 'recording.watch' },
    schema: {
      operationId: 'getPictureAt',
      summary: 'Ảnh toàn khung tại một thời điểm / full-size picture of an instant',
      tags: ['recordings'],
      params: CameraParams,
      querystring: PictureQuery,
      response: {
        200: binary('image/jpeg', 'the picture; X-Picture-At is its exact instant, X-Picture-Source live or recording'),
        ...problems,
      },
    },
    handler: async (request, reply) => {
      const { at, stream = 'main' } = request.query;
      const wanted = { cameraId: cameraIdOf(request.params.id), stream, atMs: Date.parse(at) };
      const picture = await pictures.pictureAt(request.auth, wanted, clientGone(reply));
      const shownAt = new Date(picture.shownAtMs);
      return reply
        .header('cache-control', 'no-store')
        .header('content-length', picture.bytes)
        .header('last-modified', shownAt.toUTCString())
        .header('x-picture-at', shownAt.toISOString())
        .header('x-picture-source', picture.source)
        .type('image/jpeg')
        .send(picture.body);
    },
  });
}
