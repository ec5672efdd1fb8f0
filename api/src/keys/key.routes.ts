import type { ApiServer } from '../http/api-server.ts';
import { empty, problems, UuidParams } from '../http/common.schema.ts';
import { ApiKeyCreate, ApiKeyList, NewApiKey } from './key.schema.ts';
import type { KeyService } from './key.service.ts';

export function registerKeyRoutes(app: ApiServer, keys: KeyService): void {
  app.route({
    method: 'GET',
    url: '/keys',
    config: { access: 'key.manage' },
    schema: {
      operationId: 'listKeys',
      summary: 'Các khóa API / API keys',
      tags: ['keys'],
      response: { 200: ApiKeyList, ...problems },
    },
    handler: async (request) => ({ items: await keys.list(request.auth) }),
  });

  app.route({
    method: 'POST',
    url: '/keys',
    config: { access: 'key.manage' },
    schema: {
      operationId: 'createKey',
      summary: 'Tạo khóa API / make an API key',
      tags: ['keys'],
      body: ApiKeyCreate,
      response: { 201: NewApiKey, ...problems },
    },
    handler: async (request, reply) => {
      const made = await keys.create(request.auth, request.body);
      return reply.code(201).header('cache-control', 'no-store').send(made);
    },
  });

  app.route({
    method: 'DELETE',
    url: '/keys/:id',
    config: { access: 'key.manage' },
    schema: {
      operationId: 'revokeKey',
      summary: 'Thu hồi khóa API / revoke an API key',
      tags: ['keys'],
      params: UuidParams,
      response: { 204: empty('revoked'), ...problems },
    },
    handler: async (request, reply) => {
      await keys.revoke(request.auth, request.params.id);
      return reply.code(204).send(null);
    },
  });
}
