import type { ApiServer } from '../http/api-server.ts';
import { empty, problems } from '../http/common.schema.ts';
import { etagOf, IfMatchHeaders, versionOf } from '../http/entity-version.ts';
import {
  CameraGroup,
  CameraGroupCreate,
  CameraGroupList,
  CameraGroupUpdate,
  GroupParams,
} from './camera-group.schema.ts';
import type { CameraGroupService } from './camera-group.service.ts';

export function registerCameraGroupRoutes(app: ApiServer, groups: CameraGroupService): void {
  app.route({
    method: 'GET',
    url: '/camera-groups',
    config: { access: 'storage.view' },
    schema: {
      operationId: 'listCameraGroups',
      summary: 'Nhóm camera và thời hạn lưu / camera groups and how long they keep',
      tags: ['storage'],
      response: { 200: CameraGroupList, ...problems },
    },
    handler: async (request) => ({ items: await groups.list(request.auth) }),
  });

  app.route({
    method: 'POST',
    url: '/camera-groups',
    config: { access: 'storage.manage' },
    schema: {
      operationId: 'createCameraGroup',
      summary: 'Thêm nhóm camera / add a camera group',
      tags: ['storage'],
      body: CameraGroupCreate,
      response: { 201: CameraGroup, ...problems },
    },
    handler: async (request, reply) => {
      const group = await groups.create(request.auth, request.body);
      return reply
        .code(201)
        .header('etag', etagOf(group))
        .header('location', `/api/v1/camera-groups/${group.id}`)
        .send(group);
    },
  });

  app.route({
    method: 'GET',
    url: '/camera-groups/:id',
    config: { access: 'storage.view' },
    schema: {
      operationId: 'getCameraGroup',
      summary: 'Một nhóm camera / one camera group',
      tags: ['storage'],
      params: GroupParams,
      response: { 200: CameraGroup, ...problems },
    },
    handler: async (request, reply) => {
      const group = await groups.get(request.auth, request.params.id);
      return reply.header('etag', etagOf(group)).send(group);
    },
  });

  app.route({
    method: 'PATCH',
    url: '/camera-groups/:id',
    config: { access: 'storage.manage' },
    schema: {
      operationId: 'updateCameraGroup',
      summary: 'Sửa nhóm camera / edit a camera group',
      tags: ['storage'],
      params: GroupParams,
      headers: IfMatchHeaders,
      body: CameraGroupUpdate,
      response: { 200: CameraGroup, ...problems },
    },
    handler: async (request, reply) => {
      const version = versionOf(request.headers['if-match']);
      const group = await groups.update(request.auth, request.params.id, version, request.body);
      return reply.header('etag', etagOf(group)).send(group);
    },
  });

  app.route({
    method: 'DELETE',
    url: '/camera-groups/:id',
    config: { access: 'storage.manage' },
    schema: {
      operationId: 'deleteCameraGroup',
      summary: 'Xóa nhóm camera trống / remove an empty camera group',
      tags: ['storage'],
      params: GroupParams,
      response: { 204: empty('removed'), ...problems },
    },
    handler: async (request, reply) => {
      await groups.remove(request.auth, request.params.id);
      return reply.code(204).send(null);
    },
  });
}
