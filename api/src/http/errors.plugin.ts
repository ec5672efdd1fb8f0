import type { FastifyReply, FastifyRequest } from 'fastify';
import { apiError } from '../errors/api-errors.ts';
import type { ApiServer } from './api-server.ts';
import { appErrorOf, languageOf, PROBLEM_MEDIA_TYPE, problemOf } from './problem.ts';

/** Answers everything that is thrown, and every unknown address, as a problem; logs once what is the server's fault. */
export function registerErrorHandling(app: ApiServer): void {
  app.setErrorHandler((thrown, request, reply) => {
    const { error, fields } = appErrorOf(thrown);
    if (error.entry.status >= 500) {
      const level = error.entry.retryable && error.code !== 'TC_INTERNAL' ? 'warn' : 'error';
      // A foreseen state of the world is no defect: its code says all; only causes and bugs need their stack.
      const cause = error.code === 'TC_INTERNAL' ? error : error.cause;
      request.log[level](
        { ...(cause === undefined ? {} : { err: cause }), code: error.code, route: request.routeOptions.url },
        'request failed',
      );
    }
    return sendProblem(request, reply, error, fields);
  });
}

/** Answer for an address under `/api` that no route has. */
export function sendNotFound(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return sendProblem(request, reply, apiError('TC_NOT_FOUND'));
}

function sendProblem(
  request: FastifyRequest,
  reply: FastifyReply,
  error: ReturnType<typeof appErrorOf>['error'],
  fields?: { path: string; message: string }[],
): FastifyReply {
  const problem = problemOf(error, {
    traceId: request.id,
    language: languageOf(request.headers['accept-language']),
    ...(fields ? { errors: fields } : {}),
  });
  const { seconds, size } = error.params;
  if (typeof seconds === 'number') reply.header('retry-after', seconds);
  // RFC 9110, section 15.5.17: a 416 says how long the file is.
  if (problem.status === 416 && typeof size === 'number') reply.header('content-range', `bytes */${size}`);
  return reply
    .code(problem.status)
    .header('content-type', PROBLEM_MEDIA_TYPE)
    .header('cache-control', 'no-store')
    .serializer((body: unknown) => (typeof body === 'string' ? body : JSON.stringify(body)))
    .send(JSON.stringify(problem));
}
