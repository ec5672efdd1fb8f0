import { Histogram, type Registry } from 'prom-client';
import type { ApiServer } from './api-server.ts';

/** Times every request by route pattern (never by address: a label must not grow with what clients ask for). */
export function registerHttpMetrics(app: ApiServer, metrics: Registry): void {
  const duration = new Histogram({
    name: 'tc_api_request_seconds',
    help: 'Time from request to the end of the answer',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.02, 0.05, 0.1, 0.3, 1, 3, 10],
    registers: [metrics],
  });
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id);
  });
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none';
    const seconds = reply.elapsedTime / 1000;
    duration.observe({ method: request.method, route, status: reply.statusCode }, seconds);
    request.log.debug({ method: request.method, route, status: reply.statusCode, seconds }, 'answered');
  });
}
