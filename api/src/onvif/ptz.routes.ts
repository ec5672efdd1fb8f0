import { cameraIdOf } from '../cameras/camera.routes.ts';
import type { ApiServer } from '../http/api-server.ts';
import { clientGone } from '../http/client-gone.ts';
import { CameraParams, empty, problems } from '../http/common.schema.ts';
import { PtzLock, PtzLockRequest, PtzMove, PtzPresetList, PtzPresetRequest } from './ptz.schema.ts';
import type { PtzService } from './ptz.service.ts';

const done = { 204: empty('the camera obeyed'), ...problems };

export function registerPtzRoutes(app: ApiServer, ptz: PtzService): void {
  app.route({
    method: 'POST',
    url: '/cameras/:id/ptz/move',
    config: { access: 'ptz.control' },
    schema: {
      operationId: 'movePtz',
      summary: 'Quay, phóng camera / turn and zoom a camera for a while',
      tags: ['ptz'],
      params: CameraParams,
      body: PtzMove,
      response: done,
    },
    handler: async (request, reply) => {
      await ptz.move(request.auth, cameraIdOf(request.params.id), request.body, clientGone(reply));
      return reply.code(204).send(null);
    },
  });

  app.route({
    method: 'POST',
    url: '/cameras/:id/ptz/stop',
    config: { access: 'ptz.control' },
    schema: {
      operationId: 'stopPtz',
      summary: 'Dừng quay / stop turning',
      tags: ['ptz'],
      params: CameraParams,
      response: done,
    },
    handler: async (request, reply) => {
      await ptz.stop(request.auth, cameraIdOf(request.params.id), clientGone(reply));
      return reply.code(204).send(null);
    },
  });

  app.route({
    method: 'POST',
    url: '/cameras/:id/ptz/home',
    config: { access: 'ptz.control' },
    schema: {
      operationId: 'homePtz',
      summary: 'Về vị trí gốc / go to the home position',
      tags: ['ptz'],
      params: CameraParams,
      response: done,
    },
    handler: async (request, reply) => {
      await ptz.home(request.auth, cameraIdOf(request.params.id), clientGone(reply));
      return reply.code(204).send(null);
    },
  });

  app.route({
    method: 'POST',
    url: '/cameras/:id/ptz/preset',
    config: { access: 'ptz.control' },
    schema: {
      operationId: 'gotoPtzPreset',
      summary: 'Đến vị trí đặt sẵn / go to a preset',
      tags: ['ptz'],
      params: CameraParams,
      body: PtzPresetRequest,
      response: done,
    },
    handler: async (request, reply) => {
      await ptz.goTo(request.auth, cameraIdOf(request.params.id), request.body.token, clientGone(reply));
      return reply.code(204).send(null);
    },
  });

  app.route({
    method: 'GET',
    url: '/cameras/:id/ptz/presets',
    config: { access: 'ptz.control' },
    schema: {
      operationId: 'listPtzPresets',
      summary: 'Các vị trí đặt sẵn / presets of a camera',
      tags: ['ptz'],
      params: CameraParams,
      response: { 200: PtzPresetList, ...problems },
    },
    handler: async (request, reply) => ({
      items: await ptz.presets(request.auth, cameraIdOf(request.params.id), clientGone(reply)),
    }),
  });

  app.route({
    method: 'POST',
    url: '/cameras/:id/ptz/lock',
    config: { access: 'ptz.control' },
    schema: {
      operationId: 'lockPtz',
      summary: 'Giữ quyền quay camera / keep a camera from being turned by others',
      tags: ['ptz'],
      params: CameraParams,
      body: PtzLockRequest,
      response: { 200: PtzLock, ...problems },
    },
    handler: (request) => ptz.lock(request.auth, cameraIdOf(request.params.id), request.body.seconds),
  });
}
