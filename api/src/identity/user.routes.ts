import type { ApiServer } from '../http/api-server.ts';
import { problems, UuidParams } from '../http/common.schema.ts';
import { User, UserCreate, UserList, UserUpdate } from './identity.schema.ts';
import { type UserService, userIdOf } from './user.service.ts';

export function registerUserRoutes(app: ApiServer, users: UserService): void {
  app.route({
    method: 'GET',
    url: '/users',
    config: { access: 'user.manage' },
    schema: {
      operationId: 'listUsers',
      summary: 'Danh sách người dùng / list users',
      tags: ['users'],
      response: { 200: UserList, ...problems },
    },
    handler: async (request) => ({ items: await users.list(request.auth) }),
  });

  app.route({
    method: 'POST',
    url: '/users',
    config: { access: 'user.manage' },
    schema: {
      operationId: 'createUser',
      summary: 'Thêm người dùng / add a user',
      tags: ['users'],
      body: UserCreate,
      response: { 201: User, ...problems },
    },
    handler: async (request, reply) => reply.code(201).send(await users.create(request.auth, request.body)),
  });

  app.route({
    method: 'PATCH',
    url: '/users/:id',
    config: { access: 'user.manage' },
    schema: {
      operationId: 'updateUser',
      summary: 'Sửa người dùng / edit a user',
      tags: ['users'],
      params: UuidParams,
      body: UserUpdate,
      response: { 200: User, ...problems },
    },
    handler: (request) => users.update(request.auth, userIdOf(request.params.id), request.body),
  });
}
