import { originOf } from '../http/access.plugin.ts';
import type { ApiServer } from '../http/api-server.ts';
import { empty, problems } from '../http/common.schema.ts';
import { Session } from '../identity/identity.schema.ts';
import { setSessionCookie } from '../identity/session.routes.ts';
import type { ScreenSessionService } from './screen-session.service.ts';
import { WallParams } from './wall.schema.ts';
import { NewWallKey, ScreenLogin, WallKeyCreate, WallKeyList, WallKeyParams } from './wall-key.schema.ts';

/** Holds the key itself, for this one route: the screen joins again by itself when its session has ended. */
const KEY_COOKIE = 'tc_screen_key';
const JOIN_PATH = '/api/v1/kiosk/session';
const YEAR_S = 365 * 24 * 3_600;

export function registerWallKeyRoutes(
  app: ApiServer,
  screens: ScreenSessionService,
  options: { joinsPerMinute: number },
): void {
  app.route({
    method: 'GET',
    url: '/walls/:id/keys',
    config: { access: 'wall.manage' },
    schema: {
      operationId: 'listWallKeys',
      summary: 'Các khóa màn hình / keys of the screens of a wall',
      tags: ['walls'],
      params: WallParams,
      response: { 200: WallKeyList, ...problems },
    },
    handler: async (request) => ({ items: await screens.list(request.auth, request.params.id) }),
  });

  app.route({
    method: 'POST',
    url: '/walls/:id/keys',
    config: { access: 'wall.manage' },
    schema: {
      operationId: 'createWallKey',
      summary: 'Cấp khóa cho một màn hình / give a screen of a wall a key',
      tags: ['walls'],
      params: WallParams,
      body: WallKeyCreate,
      response: { 201: NewWallKey, ...problems },
    },
    handler: async (request, reply) =>
      reply.code(201).send(await screens.create(request.auth, request.params.id, request.body)),
  });

  app.route({
    method: 'DELETE',
    url: '/walls/:id/keys/:key',
    config: { access: 'wall.manage' },
    schema: {
      operationId: 'deleteWallKey',
      summary: 'Hủy khóa màn hình / withdraw the key of a screen',
      tags: ['walls'],
      params: WallKeyParams,
      response: { 204: empty('withdrawn; its sessions have ended'), ...problems },
    },
    handler: async (request, reply) => {
      await screens.remove(request.auth, request.params.id, request.params.key);
      return reply.code(204).send(null);
    },
  });

  app.route({
    method: 'POST',
    url: '/kiosk/session',
    config: { access: 'public', rateLimit: { max: options.joinsPerMinute, timeWindow: 60_000 } },
    schema: {
      operationId: 'joinWall',
      summary: 'Máy màn hình ghép vào hệ thống bằng khóa / the computer of a wall screen joins with its key',
      tags: ['walls'],
      body: ScreenLogin,
      response: { 200: Session, ...problems },
    },
    handler: async (request, reply) => {
      const key = request.body.key ?? request.cookies[KEY_COOKIE];
      const login = key === undefined ? request.body : { ...request.body, key };
      const { token, user } = await screens.join(login, originOf(request));
      setSessionCookie(request, reply, token);
      const isSecure = request.protocol === 'https';
      if (key !== undefined) {
        reply.setCookie(KEY_COOKIE, key, {
          path: JOIN_PATH,
          httpOnly: true,
          sameSite: 'strict',
          secure: isSecure,
          maxAge: YEAR_S,
        });
      }
      return { user };
    },
  });
}
