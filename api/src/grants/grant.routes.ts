import type { ApiServer } from '../http/api-server.ts';
import { empty, problems, UuidParams } from '../http/common.schema.ts';
import { Grant, GrantCreate, GrantList, GrantQuery } from './grant.schema.ts';
import type { GrantService } from './grant.service.ts';

export function registerGrantRoutes(app: ApiServer, grants: GrantService): void {
  app.route({
    method: 'GET',
    url: '/grants',
    config: { access: 'user.manage' },
    schema: {
      operationId: 'listGrants',
      summary: 'Ai có vai trò gì ở đâu / who has which role where',
      tags: ['users'],
      querystring: GrantQuery,
      response: { 200: GrantList, ...problems },
    },
    handler: async (request) => ({ items: await grants.list(request.auth, request.query) }),
  });

  app.route({
    method: 'POST',
    url: '/grants',
    config: { access: 'user.manage' },
    schema: {
      operationId: 'createGrant',
      summary: 'Cấp quyền / grant a role',
      tags: ['users'],
      body: GrantCreate,
      response: { 201: Grant, ...problems },
    },
    handler: async (request, reply) => reply.code(201).send(await grants.create(request.auth, request.body)),
  });

  app.route({
    method: 'DELETE',
    url: '/grants/:id',
    config: { access: 'user.manage' },
    schema: {
      operationId: 'deleteGrant',
      summary: 'Thu hồi quyền / take a grant back',
      tags: ['users'],
      params: UuidParams,
      response: { 204: empty('removed'), ...problems },
    },
    handler: async (request, reply) => {
      await grants.remove(request.auth, request.params.id);
      return reply.code(204).send(null);
    },
  });
}
