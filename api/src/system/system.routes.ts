import { Registry } from 'prom-client';
import type { ApiServer } from '../http/api-server.ts';
import { binary, problems } from '../http/common.schema.ts';
import type { ReadinessService } from './readiness.service.ts';
import { Health, Readiness } from './system.schema.ts';

export function registerSystemRoutes(
  app: ApiServer,
  system: { readiness: ReadinessService; metricsText: () => Promise<string> },
): void {
  app.route({
    method: 'GET',
    url: '/healthz',
    config: { access: 'public' },
    schema: {
      operationId: 'getHealth',
      summary: 'Tiến trình còn sống / the process lives',
      tags: ['system'],
      response: { 200: Health },
    },
    handler: async (_request, reply) => reply.header('cache-control', 'no-store').send({ status: 'ok' as const }),
  });

  app.route({
    method: 'GET',
    url: '/readyz',
    config: { access: 'public' },
    schema: {
      operationId: 'getReadiness',
      summary: 'Sẵn sàng phục vụ / ready to serve',
      tags: ['system'],
      response: { 200: Readiness, 503: Readiness },
    },
    handler: async (_request, reply) => {
      const { database, objects } = await system.readiness.check();
      const isReady = database && objects;
      return reply
        .code(isReady ? 200 : 503)
        .header('cache-control', 'no-store')
        .send({
          status: isReady ? ('ready' as const) : ('not-ready' as const),
          checks: { database: word(database), objects: word(objects) },
        });
    },
  });

  app.route({
    method: 'GET',
    url: '/metrics',
    config: { access: 'metrics' },
    schema: {
      operationId: 'getMetrics',
      summary: 'Số đo Prometheus / Prometheus metrics; from this machine or with the metrics token',
      tags: ['system'],
      response: { 200: binary('text/plain', 'Prometheus text format'), ...problems },
    },
    handler: async (_request, reply) => {
      const text = await system.metricsText();
      return reply
        .header('content-type', Registry.PROMETHEUS_CONTENT_TYPE)
        .header('cache-control', 'no-store')
        .send(text);
    },
  });
}

function word(isOk: boolean): 'ok' | 'failed' {
  return isOk ? 'ok' : 'failed';
}
