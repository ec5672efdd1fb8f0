import { cameraIdOf } from '../cameras/camera.routes.ts';
import type { ApiServer } from '../http/api-server.ts';
import { CameraParams, empty, problems } from '../http/common.schema.ts';
import {
  CameraMark,
  CameraMarkCreate,
  CameraMarkList,
  ConsoleLayout,
  ConsoleLayoutEdit,
  ConsoleLayoutList,
  ConsoleLayoutParams,
} from './console.schema.ts';
import type { ConsoleService } from './console.service.ts';

export function registerConsoleRoutes(app: ApiServer, console: ConsoleService): void {
  app.route({
    method: 'GET',
    url: '/console/layouts',
    config: { access: 'live.watch' },
    schema: {
      operationId: 'listConsoleLayouts',
      summary: 'Bố cục của tôi / the own arrangements of the console',
      tags: ['walls'],
      response: { 200: ConsoleLayoutList, ...problems },
    },
    handler: async (request) => ({ items: await console.layouts(request.auth) }),
  });

  app.route({
    method: 'PUT',
    url: '/console/layouts/:number',
    config: { access: 'live.watch' },
    schema: {
      operationId: 'saveConsoleLayout',
      summary: 'Lưu bố cục của tôi / keep an arrangement under a number',
      tags: ['walls'],
      params: ConsoleLayoutParams,
      body: ConsoleLayoutEdit,
      response: { 200: ConsoleLayout, ...problems },
    },
    handler: (request) => console.saveLayout(request.auth, request.params.number, request.body),
  });

  app.route({
    method: 'DELETE',
    url: '/console/layouts/:number',
    config: { access: 'live.watch' },
    schema: {
      operationId: 'deleteConsoleLayout',
      summary: 'Xóa bố cục của tôi / remove an own arrangement',
      tags: ['walls'],
      params: ConsoleLayoutParams,
      response: { 204: empty('removed'), ...problems },
    },
    handler: async (request, reply) => {
      await console.removeLayout(request.auth, request.params.number);
      return reply.code(204).send(null);
    },
  });

  app.route({
    method: 'POST',
    url: '/cameras/:id/marks',
    config: { access: 'live.watch' },
    schema: {
      operationId: 'markCamera',
      summary: 'Đánh dấu một thời điểm / mark a moment, or tell that a picture was taken',
      tags: ['walls'],
      params: CameraParams,
      body: CameraMarkCreate,
      response: { 201: CameraMark, ...problems },
    },
    handler: async (request, reply) =>
      reply.code(201).send(await console.mark(request.auth, cameraIdOf(request.params.id), request.body)),
  });

  app.route({
    method: 'GET',
    url: '/cameras/:id/marks',
    config: { access: 'recording.watch' },
    schema: {
      operationId: 'listCameraMarks',
      summary: 'Các thời điểm đã đánh dấu / marked moments of a camera, the newest first',
      tags: ['walls'],
      params: CameraParams,
      response: { 200: CameraMarkList, ...problems },
    },
    handler: async (request) => ({ items: await console.marks(request.auth, cameraIdOf(request.params.id)) }),
  });
}
