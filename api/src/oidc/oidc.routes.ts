import { AppError } from '@thapcanh/core/errors/app-error';
import { Type } from 'typebox';
import { originOf, SESSION_COOKIE } from '../http/access.plugin.ts';
import type { ApiServer } from '../http/api-server.ts';
import { empty, nullable, problems } from '../http/common.schema.ts';
import { setSessionCookie } from '../identity/session.routes.ts';
import type { OidcService } from './oidc.service.ts';

const FLOW_COOKIE = 'tc_oidc';
const FLOW_PATH = '/api/v1/session/oidc';
const FLOW_LIFE_S = 600;

const LoginWays = Type.Object(
  { oidc: nullable(Type.String({ description: 'what single sign-on is called; null: there is none' })) },
  { title: 'LoginWays', additionalProperties: false },
);
const Callback = Type.Record(Type.String({ maxLength: 100 }), Type.String({ maxLength: 4_000 }));

export function registerOidcRoutes(app: ApiServer, oidc: OidcService, options: { loginsPerMinute: number }): void {
  const config = { access: 'public', rateLimit: { max: options.loginsPerMinute, timeWindow: 60_000 } } as const;

  app.route({
    method: 'GET',
    url: '/session/ways',
    config: { access: 'public' },
    schema: {
      operationId: 'getLoginWays',
      summary: 'Các cách đăng nhập / ways to log in',
      tags: ['session'],
      response: { 200: LoginWays, ...problems },
    },
    handler: async () => ({ oidc: oidc.name() }),
  });

  app.route({
    method: 'GET',
    url: '/session/oidc',
    config,
    schema: {
      operationId: 'beginSingleSignOn',
      summary: 'Đăng nhập một lần / leave for the provider of single sign-on',
      tags: ['session'],
      response: { 302: empty('to the provider'), ...problems },
    },
    handler: async (request, reply) => {
      const { url, flow } = await oidc.begin();
      // Lax: the browser comes back from another site.
      reply.setCookie(FLOW_COOKIE, flow, {
        ...{ path: FLOW_PATH, httpOnly: true, sameSite: 'lax', maxAge: FLOW_LIFE_S },
        secure: request.protocol === 'https',
      });
      return reply.header('cache-control', 'no-store').redirect(url);
    },
  });

  app.route({
    method: 'GET',
    url: '/session/oidc/callback',
    config,
    schema: {
      operationId: 'finishSingleSignOn',
      summary: 'Quay về từ nơi xác thực / come back from the provider',
      tags: ['session'],
      querystring: Callback,
      response: {
        302: empty('to the first page, logged in or with `?oidc=` and the code of what is wrong'),
        ...problems,
      },
    },
    handler: async (request, reply) => {
      const [, query = ''] = request.url.split('?', 2);
      reply.clearCookie(FLOW_COOKIE, { path: FLOW_PATH }).header('cache-control', 'no-store');
      try {
        const token = await oidc.finish({
          query,
          flow: request.cookies[FLOW_COOKIE],
          userAgent: request.headers['user-agent'] ?? '',
          origin: originOf(request),
          previousToken: request.cookies[SESSION_COOKIE],
        });
        setSessionCookie(request, reply, token);
        return reply.redirect('/');
      } catch (error) {
        // A person looks at it, not a program.
        if (error instanceof AppError && error.code !== 'TC_OIDC_OFF') return reply.redirect(`/?oidc=${error.code}`);
        throw error;
      }
    },
  });
}
