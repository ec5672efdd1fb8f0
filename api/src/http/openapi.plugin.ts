import swagger from '@fastify/swagger';
import type { ApiServer } from './api-server.ts';
import { withNamedSchemas } from './named-schemas.ts';

/** Must be registered before the routes it describes. `operationId`s are a promise: clients are generated from them. */
export async function registerOpenApi(app: ApiServer): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Tháp Canh API',
        version: '0.1.0',
        description:
          'Camera, xem trực tiếp, bản ghi, lượt xe. Cameras, live view, recordings, passages. Times are RFC 3339 UTC; ' +
          'errors are RFC 9457 problems with a stable `code`; unsafe methods need the header `x-requested-with: thapcanh`.',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      components: {
        securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'tc_session' } },
      },
      security: [{ session: [] }],
    },
    transformObject: (document) => {
      if (!('openapiObject' in document)) throw new Error('an OpenAPI document was expected');
      return withNamedSchemas(document.openapiObject);
    },
  });

  app.route({
    method: 'GET',
    url: '/api/openapi.json',
    config: { access: 'public' },
    schema: { hide: true },
    handler: async (_request, reply) => reply.header('cache-control', 'no-cache').send(app.swagger()),
  });
}
