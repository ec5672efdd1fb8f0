import type { ApiServer } from '../http/api-server.ts';
import { empty, problems } from '../http/common.schema.ts';
import { etagOf, IfMatchHeaders, versionOf } from '../http/entity-version.ts';
import {
  AreaParams,
  OperatingArea,
  OperatingAreaCreate,
  OperatingAreaList,
  OperatingAreaUpdate,
} from './area.schema.ts';
import type { OperatingAreaService } from './operating-area.service.ts';

export function registerOperatingAreaRoutes(app: ApiServer, sets: OperatingAreaService): void {
  app.route({
    method: 'GET',
    url: '/operating-areas',
    config: { access: 'area.manage' },
    schema: {
      operationId: 'listOperatingAreas',
      summary: 'Các khu tác nghiệp / operating areas',
      tags: ['areas'],
      response: { 200: OperatingAreaList, ...problems },
    },
    handler: async (request) => ({ items: await sets.list(request.auth) }),
  });

  app.route({
    method: 'POST',
    url: '/operating-areas',
    config: { access: 'area.manage' },
    schema: {
      operationId: 'createOperatingArea',
      summary: 'Thêm khu tác nghiệp / add an operating area',
      tags: ['areas'],
      body: OperatingAreaCreate,
      response: { 201: OperatingArea, ...problems },
    },
    handler: async (request, reply) => {
      const area = await sets.create(request.auth, request.body);
      return reply
        .code(201)
        .header('etag', etagOf(area))
        .header('location', `/api/v1/operating-areas/${area.id}`)
        .send(area);
    },
  });

  app.route({
    method: 'GET',
    url: '/operating-areas/:id',
    config: { access: 'area.manage' },
    schema: {
      operationId: 'getOperatingArea',
      summary: 'Một khu tác nghiệp / one operating area',
      tags: ['areas'],
      params: AreaParams,
      response: { 200: OperatingArea, ...problems },
    },
    handler: async (request, reply) => {
      const area = await sets.get(request.auth, request.params.id);
      return reply.header('etag', etagOf(area)).send(area);
    },
  });

  app.route({
    method: 'PATCH',
    url: '/operating-areas/:id',
    config: { access: 'area.manage' },
    schema: {
      operationId: 'updateOperatingArea',
      summary: 'Sửa khu tác nghiệp / edit an operating area',
      tags: ['areas'],
      params: AreaParams,
      headers: IfMatchHeaders,
      body: OperatingAreaUpdate,
      response: { 200: OperatingArea, ...problems },
    },
    handler: async (request, reply) => {
      const version = versionOf(request.headers['if-match']);
      const area = await sets.update(request.auth, request.params.id, version, request.body);
      return reply.header('etag', etagOf(area)).send(area);
    },
  });

  app.route({
    method: 'DELETE',
    url: '/operating-areas/:id',
    config: { access: 'area.manage' },
    schema: {
      operationId: 'deleteOperatingArea',
      summary: 'Xóa khu tác nghiệp không còn dùng / remove an operating area that nothing refers to',
      tags: ['areas'],
      params: AreaParams,
      response: { 204: empty('removed'), ...problems },
    },
    handler: async (request, reply) => {
      await sets.remove(request.auth, request.params.id);
      return reply.code(204).send(null);
    },
  });
}
