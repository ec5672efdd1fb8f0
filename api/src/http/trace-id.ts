import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

const TRACEPARENT = /^00-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$/;

/** The caller's trace id (W3C Trace Context) when it sent a well-formed one, else 16 random bytes, hex. */
export function traceIdOf(request: Pick<IncomingMessage, 'headers'>): string {
  const header = request.headers.traceparent;
  const id = typeof header === 'string' ? TRACEPARENT.exec(header)?.[1] : undefined;
  return id && !/^0+$/.test(id) ? id : randomBytes(16).toString('hex');
}
