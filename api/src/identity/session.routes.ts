import type { FastifyReply, FastifyRequest } from 'fastify';
import { originOf, SESSION_COOKIE } from '../http/access.plugin.ts';
import type { ApiServer } from '../http/api-server.ts';
import { empty, problems } from '../http/common.schema.ts';
import { LoginRequest, PasswordChange, Session } from './identity.schema.ts';
import { SESSION_LIMITS, type SessionService } from './session.service.ts';

export function registerSessionRoutes(
  app: ApiServer,
  sessions: SessionService,
  options: { loginsPerMinute: number },
): void {
  app.route({
    method: 'POST',
    url: '/session',
    config: { access: 'public', rateLimit: { max: options.loginsPerMinute, timeWindow: 60_000 } },
    schema: {
      operationId: 'login',
      summary: 'Đăng nhập / log in',
      tags: ['session'],
      body: LoginRequest,
      response: { 200: Session, ...problems },
    },
    handler: async (request, reply) => {
      const userAgent = request.headers['user-agent'] ?? '';
      const { token, user } = await sessions.login({
        ...request.body,
        userAgent,
        origin: originOf(request),
        previousToken: request.cookies[SESSION_COOKIE],
      });
      setSessionCookie(request, reply, token);
      return { user };
    },
  });

  app.route({
    method: 'GET',
    url: '/session',
    config: { access: 'session.own' },
    schema: {
      operationId: 'getSession',
      summary: 'Ai đang đăng nhập / who is logged in',
      tags: ['session'],
      response: { 200: Session, ...problems },
    },
    handler: async (request) => ({ user: await sessions.current(request.auth) }),
  });

  app.route({
    method: 'DELETE',
    url: '/session',
    config: { access: 'session.own' },
    schema: {
      operationId: 'logout',
      summary: 'Đăng xuất / log out',
      tags: ['session'],
      response: { 204: empty('logged out'), ...problems },
    },
    handler: async (request, reply) => {
      await sessions.logout(request.auth);
      reply.clearCookie(SESSION_COOKIE, { path: '/' });
      return reply.code(204).send(null);
    },
  });

  app.route({
    method: 'PUT',
    url: '/session/password',
    config: { access: 'session.own', rateLimit: { max: options.loginsPerMinute, timeWindow: 60_000 } },
    schema: {
      operationId: 'changePassword',
      summary: 'Đổi mật khẩu của mình / change the own password',
      tags: ['session'],
      body: PasswordChange,
      response: { 204: empty('changed; every other session of the user has ended'), ...problems },
    },
    handler: async (request, reply) => {
      const { token } = await sessions.changePassword(request.auth, request.body);
      setSessionCookie(request, reply, token);
      return reply.code(204).send(null);
    },
  });
}

export function setSessionCookie(request: FastifyRequest, reply: FastifyReply, token: string): void {
  reply.setCookie(SESSION_COOKIE, token, {
    path: '/',
    httpOnly: true,
    sameSite: 'strict',
    secure: request.protocol === 'https',
    maxAge: SESSION_LIMITS.absoluteMs / 1000,
  });
}
