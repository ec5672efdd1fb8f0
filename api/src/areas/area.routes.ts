import type { ApiServer } from '../http/api-server.ts';
import { empty, problems } from '../http/common.schema.ts';
import { etagOf, IfMatchHeaders, versionOf } from '../http/entity-version.ts';
import { Area, AreaCreate, AreaList, AreaParams, AreaUpdate } from './area.schema.ts';
import type { AreaService } from './area.service.ts';

export function registerAreaRoutes(app: ApiServer, areas: AreaService): void {
  app.route({
    method: 'GET',
    url: '/areas',
    config: { access: 'camera.view' },
    schema: {
      operationId: 'listAreas',
      summary: 'Các khu vực / areas',
      tags: ['areas'],
      response: { 200: AreaList, ...problems },
    },
    handler: async (request) => ({ items: await areas.list(request.auth) }),
  });

  app.route({
    method: 'POST',
    url: '/areas',
    config: { access: 'area.manage' },
    schema: {
      operationId: 'createArea',
      summary: 'Thêm khu vực / add an area',
      tags: ['areas'],
      body: AreaCreate,
      response: { 201: Area, ...problems },
    },
    handler: async (request, reply) => {
      const area = await areas.create(request.auth, request.body);
      return reply.code(201).header('etag', etagOf(area)).header('location', `/api/v1/areas/${area.id}`).send(area);
    },
  });

  app.route({
    method: 'GET',
    url: '/areas/:id',
    config: { access: 'camera.view' },
    schema: {
      operationId: 'getArea',
      summary: 'Một khu vực / one area',
      tags: ['areas'],
      params: AreaParams,
      response: { 200: Area, ...problems },
    },
    handler: async (request, reply) => {
      const area = await areas.get(request.auth, request.params.id);
      return reply.header('etag', etagOf(area)).send(area);
    },
  });

  app.route({
    method: 'PATCH',
    url: '/areas/:id',
    config: { access: 'area.manage' },
    schema: {
      operationId: 'updateArea',
      summary: 'Sửa khu vực / edit an area',
      tags: ['areas'],
      params: AreaParams,
      headers: IfMatchHeaders,
      body: AreaUpdate,
      response: { 200: Area, ...problems },
    },
    handler: async (request, reply) => {
      const version = versionOf(request.headers['if-match']);
      const area = await areas.update(request.auth, request.params.id, version, request.body);
      return reply.header('etag', etagOf(area)).send(area);
    },
  });

  app.route({
    method: 'DELETE',
    url: '/areas/:id',
    config: { access: 'area.manage' },
    schema: {
      operationId: 'deleteArea',
      summary: 'Xóa khu vực không còn dùng / remove an area that nothing refers to',
      tags: ['areas'],
      params: AreaParams,
      response: { 204: empty('removed'), ...problems },
    },
    handler: async (request, reply) => {
      await areas.remove(request.auth, request.params.id);
      return reply.code(204).send(null);
    },
  });
}
