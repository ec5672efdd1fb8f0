import type { FastifyReply } from 'fastify';

/** Aborted when the client leaves before its answer is complete; never after a complete one. */
export function clientGone(reply: FastifyReply): AbortSignal {
  const gone = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) gone.abort();
  });
  return gone.signal;
}
