import { type CameraId, parseCameraId } from '@thapcanh/core/ids';
import { apiError } from '../errors/api-errors.ts';
import type { ApiServer } from '../http/api-server.ts';
import { CameraParams, empty, problems } from '../http/common.schema.ts';
import { etagOf, IfMatchHeaders, versionOf } from '../http/entity-version.ts';
import { Camera, CameraCreate, CameraList, CameraQuery, CameraUpdate } from './camera.schema.ts';
import type { CameraService } from './camera.service.ts';

export function registerCameraRoutes(app: ApiServer, cameras: CameraService): void {
  app.route({
    method: 'GET',
    url: '/cameras',
    config: { access: 'camera.view' },
    schema: {
      operationId: 'listCameras',
      summary: 'Danh sách camera / list cameras',
      tags: ['cameras'],
      querystring: CameraQuery,
      response: { 200: CameraList, ...problems },
    },
    handler: async (request) => ({ items: await cameras.list(request.auth, request.query) }),
  });

  app.route({
    method: 'POST',
    url: '/cameras',
    config: { access: 'camera.manage' },
    schema: {
      operationId: 'createCamera',
      summary: 'Thêm camera / add a camera',
      tags: ['cameras'],
      body: CameraCreate,
      response: { 201: Camera, ...problems },
    },
    handler: async (request, reply) => {
      const camera = await cameras.create(request.auth, request.body);
      return reply
        .code(201)
        .header('etag', etagOf(camera))
        .header('location', `/api/v1/cameras/${camera.id}`)
        .send(camera);
    },
  });

  app.route({
    method: 'GET',
    url: '/cameras/:id',
    config: { access: 'camera.view' },
    schema: {
      operationId: 'getCamera',
      summary: 'Một camera / one camera',
      tags: ['cameras'],
      params: CameraParams,
      response: { 200: Camera, ...problems },
    },
    handler: async (request, reply) => {
      const camera = await cameras.get(request.auth, cameraIdOf(request.params.id));
      return reply.header('etag', etagOf(camera)).send(camera);
    },
  });

  app.route({
    method: 'PATCH',
    url: '/cameras/:id',
    config: { access: 'camera.manage' },
    schema: {
      operationId: 'updateCamera',
      summary: 'Sửa camera / edit a camera',
      tags: ['cameras'],
      params: CameraParams,
      headers: IfMatchHeaders,
      body: CameraUpdate,
      response: { 200: Camera, ...problems },
    },
    handler: async (request, reply) => {
      const id = cameraIdOf(request.params.id);
      const camera = await cameras.update(request.auth, id, versionOf(request.headers['if-match']), request.body);
      return reply.header('etag', etagOf(camera)).send(camera);
    },
  });

  app.route({
    method: 'DELETE',
    url: '/cameras/:id',
    config: { access: 'camera.manage' },
    schema: {
      operationId: 'deleteCamera',
      summary: 'Xóa camera, giữ bản ghi / remove a camera, keep its recordings',
      tags: ['cameras'],
      params: CameraParams,
      response: { 204: empty('removed'), ...problems },
    },
    handler: async (request, reply) => {
      await cameras.remove(request.auth, cameraIdOf(request.params.id));
      return reply.code(204).send(null);
    },
  });
}

/** The id in a path or query, already checked by the schema. */
export function cameraIdOf(text: string): CameraId {
  const id = parseCameraId(text);
  if (!id) throw apiError('TC_CAMERA_NOT_FOUND', { cameraId: text });
  return id;
}
