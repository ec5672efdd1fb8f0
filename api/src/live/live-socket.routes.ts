import websocket from '@fastify/websocket';
import { apiError } from '../errors/api-errors.ts';
import { SESSION_COOKIE } from '../http/access.plugin.ts';
import type { ApiServer } from '../http/api-server.ts';
import type { LiveSocketService } from './live-socket.service.ts';

/** A command has some 100 bytes. */
const MAX_MESSAGE_BYTES = 4_096;

/** Must be registered before the routes of `registerLiveSocketRoutes`, on the whole server. */
export async function registerWebSockets(app: ApiServer): Promise<void> {
  await app.register(websocket, { options: { maxPayload: MAX_MESSAGE_BYTES, perMessageDeflate: false } });
}

export function registerLiveSocketRoutes(app: ApiServer, live: LiveSocketService): void {
  app.route({
    method: 'GET',
    url: '/live/socket',
    websocket: true,
    config: { access: 'live.watch' },
    schema: { hide: true },
    // A page of another site may open sockets to us with our cookie; its origin gives it away (RFC 6455, 10.2).
    onRequest: async (request) => {
      live.admit(request.auth);
      const { origin } = request.headers;
      const host = origin !== undefined && URL.canParse(origin) ? new URL(origin).host : null;
      if (host !== request.host.toLowerCase()) throw apiError('TC_REQUEST_FORGED');
      if (!request.ws) throw apiError('TC_NOT_FOUND');
    },
    handler: (socket, request) => live.welcome(request.auth, request.cookies[SESSION_COOKIE], socket),
  });
}
