import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type {
  FastifyBaseLogger,
  FastifyInstance,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify';
import type { Auth } from '../identity/access.ts';
import type { Permission } from '../identity/permissions.ts';

/** Fastify whose routes are typed by their TypeBox schemas. */
export type ApiServer = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>;

/** Who may call a route: everybody, the local machine or the holder of the metrics token, or a permission's holders. */
export type RouteAccess = 'public' | 'metrics' | Permission;

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Required on every route; a route without it is refused when it is registered. */
    access?: RouteAccess;
  }
  interface FastifyRequest {
    auth: Auth;
  }
}
