import { systemClock } from '@thapcanh/core/time/clock';
import type { Tables } from '@thapcanh/infra/database/tables';
import { createLogger } from '@thapcanh/infra/telemetry/logger';
import { DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from 'kysely';
import { Registry } from 'prom-client';
import { buildApp } from './app.ts';

/** The OpenAPI 3.1 document of the routes as they are registered; needs no database and opens nothing. */
export async function buildOpenApiDocument(): Promise<object> {
  const db = new Kysely<Tables>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (kysely) => new PostgresIntrospector(kysely),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  });
  const unused = async (): Promise<never> => {
    throw new Error('only the description of the API was asked for');
  };
  const app = await buildApp({
    db,
    log: createLogger('silent', 'api'),
    clock: systemClock,
    metrics: new Registry(),
    objects: {
      put: unused,
      get: unused,
      stat: unused,
      delete: unused,
      list: () => ({ [Symbol.asyncIterator]: () => ({ next: unused }) }),
      check: unused,
      close: unused,
    },
    frames: { put: unused, get: unused, newest: unused, removeCamera: unused, close: unused },
    recordingsDir: '/',
    secrets: { seal: () => Buffer.alloc(0), open: () => '' },
    liveEvents: { subscribe: () => () => undefined },
    publish: unused,
  });
  try {
    await app.ready();
    return app.swagger();
  } finally {
    await app.close();
  }
}
