import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { apiError } from '../errors/api-errors.ts';
import type { ApiServer } from '../http/api-server.ts';
import { sendNotFound } from '../http/errors.plugin.ts';

/** `viewer/dist` beside this package, from its sources and from its build alike. */
const DEFAULT_VIEWER_DIR = fileURLToPath(new URL('../../../viewer/dist', import.meta.url));
const A_YEAR_S = 31_536_000;

/**
 * The built viewer: files under `/assets/` carry their hash in the name and never change; every other address that is
 * not a file is the single-page application's and gets `index.html`, always fresh. Unknown `/api` addresses stay 404.
 */
export async function registerViewer(app: ApiServer, viewerDir = DEFAULT_VIEWER_DIR): Promise<void> {
  await app.register(fastifyStatic, { root: viewerDir, serve: false, cacheControl: false });

  app.route({
    method: 'GET',
    url: '/*',
    config: { access: 'public' },
    schema: { hide: true },
    handler: async (request, reply) => {
      const path = new URL(request.url, 'http://localhost').pathname;
      if (path.startsWith('/api/') || path === '/api') return sendNotFound(request, reply);
      if (path.startsWith('/assets/')) {
        reply.header('cache-control', `public, max-age=${A_YEAR_S}, immutable`);
        return reply.sendFile(path.slice(1));
      }
      reply.header('cache-control', 'no-cache');
      const hasExtension = /\.[a-z0-9]{1,8}$/i.test(path);
      if (hasExtension && path !== '/index.html') return reply.sendFile(path.slice(1));
      if (!existsSync(join(viewerDir, 'index.html'))) throw apiError('TC_VIEWER_MISSING');
      return reply.sendFile('index.html');
    },
  });

  app.setNotFoundHandler((request: FastifyRequest, reply: FastifyReply) => {
    reply.removeHeader('cache-control');
    return sendNotFound(request, reply);
  });
}
