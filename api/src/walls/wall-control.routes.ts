import type { ApiServer } from '../http/api-server.ts';
import { empty, problems } from '../http/common.schema.ts';
import { LockRequest, PanelParams, PresetRequest, PushRequest, ReturnRequest, WallParams } from './wall.schema.ts';
import type { WallControlService } from './wall-control.service.ts';

const done = { 204: empty('done; `wall.changed` is announced'), ...problems };

export function registerWallControlRoutes(app: ApiServer, control: WallControlService): void {
  app.route({
    method: 'POST',
    url: '/walls/:id/preset',
    config: { access: 'wall.control' },
    schema: {
      operationId: 'switchWallPreset',
      summary: 'Chuyển bố cục / switch the preset; locked panels stay',
      tags: ['walls'],
      params: WallParams,
      body: PresetRequest,
      response: done,
    },
    handler: async (request, reply) => {
      await control.switchPreset(request.auth, request.params.id, request.body.number);
      return reply.code(204).send(null);
    },
  });

  app.route({
    method: 'POST',
    url: '/walls/:id/panels/:panel/push',
    config: { access: 'wall.control' },
    schema: {
      operationId: 'pushToWall',
      summary: 'Đẩy camera, vụ việc, đoạn ghi hoặc bản đồ lên ô / put something on a panel',
      tags: ['walls'],
      params: PanelParams,
      body: PushRequest,
      response: done,
    },
    handler: async (request, reply) => {
      await control.push(request.auth, request.params.id, request.params.panel, request.body);
      return reply.code(204).send(null);
    },
  });

  app.route({
    method: 'POST',
    url: '/walls/:id/panels/:panel/lock',
    config: { access: 'wall.control' },
    schema: {
      operationId: 'lockWallPanel',
      summary: 'Khóa hoặc mở khóa ô / hold what a panel shows, or let it go with 0 seconds',
      tags: ['walls'],
      params: PanelParams,
      body: LockRequest,
      response: done,
    },
    handler: async (request, reply) => {
      await control.lock(request.auth, request.params.id, request.params.panel, request.body);
      return reply.code(204).send(null);
    },
  });

  app.route({
    method: 'POST',
    url: '/walls/:id/panels/:panel/return',
    config: { access: 'wall.control' },
    schema: {
      operationId: 'returnWallPanel',
      summary: 'Trả ô về bố cục / let a panel show its preset again',
      tags: ['walls'],
      params: PanelParams,
      body: ReturnRequest,
      response: done,
    },
    handler: async (request, reply) => {
      await control.returnToPreset(request.auth, request.params.id, request.params.panel, request.body);
      return reply.code(204).send(null);
    },
  });
}
