import { type Agent, type IncomingMessage, request } from 'node:http';

/** Where a worker serves its live windows, from `camera_status.live_endpoint`. */
export type LiveEndpoint =
  | { readonly kind: 'socket'; readonly socketPath: string }
  | { readonly kind: 'remote'; readonly host: string; readonly port: number };

/** `unix:/path` on this node or `http://host:port` on another; null for anything else. */
export function parseLiveEndpoint(text: string | null): LiveEndpoint | null {
  if (text?.startsWith('unix:/')) return { kind: 'socket', socketPath: text.slice('unix:'.length) };
  if (!text?.startsWith('http://') || !URL.canParse(text)) return null;
  const { hostname, port, pathname, search, username } = new URL(text);
  if (port === '' || pathname !== '/' || search !== '' || username !== '') return null;
  return { kind: 'remote', host: hostname.replace(/^\[|\]$/g, ''), port: Number(port) };
}

/** A GET to a worker; `silenceMs` without a byte ends it. Rejects when it cannot be reached or the signal aborts. */
export function fetchFromWorker(call: {
  readonly endpoint: LiveEndpoint;
  readonly path: string;
  readonly silenceMs: number;
  readonly signal: AbortSignal;
  /** Proves to a worker of another node that we belong to the platform. */
  readonly mediaToken: string | null;
  /** A `Range` header. */
  readonly range?: string;
  readonly agent?: Agent;
}): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const { endpoint, path, silenceMs, signal, mediaToken, range, agent } = call;
    signal.throwIfAborted();
    const isRemote = endpoint.kind === 'remote';
    const outgoing = request({
      ...(isRemote ? { host: endpoint.host, port: endpoint.port } : { socketPath: endpoint.socketPath }),
      ...(agent === undefined ? {} : { agent }),
      headers: {
        ...(isRemote && mediaToken !== null ? { authorization: `Bearer ${mediaToken}` } : {}),
        ...(range === undefined ? {} : { range }),
      },
      method: 'GET',
      path,
      timeout: silenceMs,
    });
    const leave = () => outgoing.destroy();
    signal.addEventListener('abort', leave, { once: true });
    outgoing.on('response', resolve);
    outgoing.on('close', () => signal.removeEventListener('abort', leave));
    outgoing.on('timeout', () => outgoing.destroy(new Error('the ingest worker did not answer in time')));
    outgoing.on('error', reject);
    outgoing.end();
  });
}
