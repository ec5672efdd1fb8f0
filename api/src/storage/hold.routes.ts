import type { ApiServer } from '../http/api-server.ts';
import { problems, UuidParams } from '../http/common.schema.ts';
import { Hold, HoldCreate, HoldPage, HoldQuery, HoldRelease } from './hold.schema.ts';
import type { HoldService } from './hold.service.ts';

export function registerHoldRoutes(app: ApiServer, holds: HoldService): void {
  app.route({
    method: 'GET',
    url: '/holds',
    config: { access: 'hold.manage' },
    schema: {
      operationId: 'listHolds',
      summary: 'Các đoạn ghi hình được giữ làm chứng cứ / evidence holds, newest first',
      tags: ['storage'],
      querystring: HoldQuery,
      response: { 200: HoldPage, ...problems },
    },
    handler: (request) => holds.list(request.auth, request.query),
  });

  app.route({
    method: 'POST',
    url: '/holds',
    config: { access: 'hold.manage' },
    schema: {
      operationId: 'createHold',
      summary: 'Giữ một đoạn ghi hình / hold a span of a camera',
      tags: ['storage'],
      body: HoldCreate,
      response: { 201: Hold, ...problems },
    },
    handler: async (request, reply) => reply.code(201).send(await holds.create(request.auth, request.body)),
  });

  app.route({
    method: 'POST',
    url: '/holds/:id/release',
    config: { access: 'hold.manage' },
    schema: {
      operationId: 'releaseHold',
      summary: 'Thôi giữ / release a hold',
      tags: ['storage'],
      params: UuidParams,
      body: HoldRelease,
      response: { 200: Hold, ...problems },
    },
    handler: (request) => holds.release(request.auth, request.params.id, request.body.reason),
  });
}
