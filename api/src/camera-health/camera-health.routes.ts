import { cameraIdOf } from '../cameras/camera.routes.ts';
import type { ApiServer } from '../http/api-server.ts';
import { CameraParams, empty, problems } from '../http/common.schema.ts';
import { CameraHealthList, CameraOwnerInput } from './camera-health.schema.ts';
import type { CameraHealthService } from './camera-health.service.ts';

export function registerCameraHealthRoutes(app: ApiServer, health: CameraHealthService): void {
  app.route({
    method: 'GET',
    url: '/cameras/health',
    config: { access: 'camera.view' },
    schema: {
      operationId: 'listCameraHealth',
      summary: 'Tình trạng mọi camera / how every camera does',
      tags: ['cameras'],
      response: { 200: CameraHealthList, ...problems },
    },
    handler: async (request) => ({ items: await health.list(request.auth) }),
  });

  app.route({
    method: 'PUT',
    url: '/cameras/:id/owner',
    config: { access: 'camera.manage' },
    schema: {
      operationId: 'putCameraOwner',
      summary: 'Ghi chủ camera và thoả thuận / set who lends a camera and by which agreement',
      tags: ['cameras'],
      params: CameraParams,
      body: CameraOwnerInput,
      response: { 204: empty('set'), ...problems },
    },
    handler: async (request, reply) => {
      await health.putOwner(request.auth, cameraIdOf(request.params.id), request.body);
      return reply.code(204).send(null);
    },
  });

  app.route({
    method: 'DELETE',
    url: '/cameras/:id/owner',
    config: { access: 'camera.manage' },
    schema: {
      operationId: 'removeCameraOwner',
      summary: 'Xoá chủ camera và thoả thuận / forget who lends a camera',
      tags: ['cameras'],
      params: CameraParams,
      response: { 204: empty('removed'), ...problems },
    },
    handler: async (request, reply) => {
      await health.removeOwner(request.auth, cameraIdOf(request.params.id));
      return reply.code(204).send(null);
    },
  });
}
