import type { ApiServer } from '../http/api-server.ts';
import { empty, problems } from '../http/common.schema.ts';
import { etagOf, IfMatchHeaders, versionOf } from '../http/entity-version.ts';
import { Wall, WallCreate, WallList, WallParams, WallUpdate } from './wall.schema.ts';
import type { WallService } from './wall.service.ts';

export function registerWallRoutes(app: ApiServer, walls: WallService): void {
  app.route({
    method: 'GET',
    url: '/walls',
    config: { access: 'wall.view' },
    schema: {
      operationId: 'listWalls',
      summary: 'Các màn hình ghép / walls',
      tags: ['walls'],
      response: { 200: WallList, ...problems },
    },
    handler: async (request) => ({ items: await walls.list(request.auth) }),
  });

  app.route({
    method: 'POST',
    url: '/walls',
    config: { access: 'wall.manage' },
    schema: {
      operationId: 'createWall',
      summary: 'Thêm màn hình ghép / add a wall',
      tags: ['walls'],
      body: WallCreate,
      response: { 201: Wall, ...problems },
    },
    handler: async (request, reply) => {
      const wall = await walls.create(request.auth, request.body);
      return reply.code(201).header('etag', etagOf(wall)).header('location', `/api/v1/walls/${wall.id}`).send(wall);
    },
  });

  app.route({
    method: 'GET',
    url: '/walls/:id',
    config: { access: 'wall.view' },
    schema: {
      operationId: 'getWall',
      summary: 'Một màn hình ghép với nội dung đang hiện / a wall and what stands on it',
      tags: ['walls'],
      params: WallParams,
      response: { 200: Wall, ...problems },
    },
    handler: async (request, reply) => {
      const wall = await walls.get(request.auth, request.params.id);
      return reply.header('etag', etagOf(wall)).send(wall);
    },
  });

  app.route({
    method: 'PATCH',
    url: '/walls/:id',
    config: { access: 'wall.manage' },
    schema: {
      operationId: 'updateWall',
      summary: 'Sửa màn hình ghép / edit a wall',
      tags: ['walls'],
      params: WallParams,
      headers: IfMatchHeaders,
      body: WallUpdate,
      response: { 200: Wall, ...problems },
    },
    handler: async (request, reply) => {
      const version = versionOf(request.headers['if-match']);
      const wall = await walls.update(request.auth, request.params.id, version, request.body);
      return reply.header('etag', etagOf(wall)).send(wall);
    },
  });

  app.route({
    method: 'DELETE',
    url: '/walls/:id',
    config: { access: 'wall.manage' },
    schema: {
      operationId: 'deleteWall',
      summary: 'Xóa màn hình ghép / remove a wall',
      tags: ['walls'],
      params: WallParams,
      response: { 204: empty('removed'), ...problems },
    },
    handler: async (request, reply) => {
      await walls.remove(request.auth, request.params.id);
      return reply.code(204).send(null);
    },
  });
}
