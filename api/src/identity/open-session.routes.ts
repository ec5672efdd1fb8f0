import type { ApiServer } from '../http/api-server.ts';
import { empty, problems, UuidParams } from '../http/common.schema.ts';
import { OpenSessionList } from './identity.schema.ts';
import type { SessionService } from './session.service.ts';
import { userIdOf } from './user.service.ts';

const ended = { 204: empty('ended'), ...problems };

/** Where somebody is logged in, and ending it. */
export function registerOpenSessionRoutes(app: ApiServer, sessions: SessionService): void {
  app.route({
    method: 'GET',
    url: '/sessions',
    config: { access: 'session.own' },
    schema: {
      operationId: 'listSessions',
      summary: 'Các phiên của mình / the own sessions, the one used last first',
      tags: ['session'],
      response: { 200: OpenSessionList, ...problems },
    },
    handler: async (request) => ({ items: await sessions.listOwn(request.auth) }),
  });

  app.route({
    method: 'DELETE',
    url: '/sessions',
    config: { access: 'session.own' },
    schema: {
      operationId: 'endOtherSessions',
      summary: 'Kết thúc mọi phiên khác của mình / end every other session of the own',
      tags: ['session'],
      response: ended,
    },
    handler: async (request, reply) => {
      await sessions.endOthers(request.auth);
      return reply.code(204).send(null);
    },
  });

  app.route({
    method: 'DELETE',
    url: '/sessions/:id',
    config: { access: 'session.own' },
    schema: {
      operationId: 'endSession',
      summary: 'Kết thúc một phiên / end one session, for administrators of anybody',
      tags: ['session'],
      params: UuidParams,
      response: ended,
    },
    handler: async (request, reply) => {
      await sessions.end(request.auth, request.params.id);
      return reply.code(204).send(null);
    },
  });

  app.route({
    method: 'GET',
    url: '/users/:id/sessions',
    config: { access: 'user.manage' },
    schema: {
      operationId: 'listUserSessions',
      summary: 'Các phiên của một người / the sessions of a user',
      tags: ['users'],
      params: UuidParams,
      response: { 200: OpenSessionList, ...problems },
    },
    handler: async (request) => ({ items: await sessions.listOfUser(request.auth, userIdOf(request.params.id)) }),
  });

  app.route({
    method: 'DELETE',
    url: '/users/:id/sessions',
    config: { access: 'user.manage' },
    schema: {
      operationId: 'endUserSessions',
      summary: 'Kết thúc mọi phiên của một người / end every session of a user',
      tags: ['users'],
      params: UuidParams,
      response: ended,
    },
    handler: async (request, reply) => {
      await sessions.endOfUser(request.auth, userIdOf(request.params.id));
      return reply.code(204).send(null);
    },
  });
}
