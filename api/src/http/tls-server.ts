import type { RequestListener, Server } from 'node:http';
import { createSecureServer } from 'node:http2';
import { type Socket, Server as SocketServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** Answers under way get this long to end when the server closes. */
const GOODBYE_MS = 300;

export interface TlsServer {
  /** For `fastify({ serverFactory })`. */
  readonly serverFactory: (handler: RequestListener) => Server;
  /** Cuts every connection; without it an HTTP/2 session keeps a closing server open. */
  readonly endConnections: () => Promise<void>;
}

/**
 * HTTPS on one port: HTTP/2 for browsers, so that a page's many requests share one connection, and HTTP/1.1 beside it,
 * by which WebSockets are opened.
 */
export function tlsServer(tls: { readonly cert: string; readonly key: string }): TlsServer {
  const sockets = new Set<Socket>();
  return {
    serverFactory: (handler) => {
      const server = createSecureServer({ ...tls, allowHTTP1: true, minVersion: 'TLSv1.2' });
      // Requests of HTTP/2 come in node's compatible shape, which Fastify takes like those of HTTP/1.1.
      server.on('request', (...exchange: unknown[]) => Reflect.apply(handler, server, exchange));
      server.on('secureConnection', (socket) => {
        sockets.add(socket);
        socket.once('close', () => sockets.delete(socket));
      });
      if (!servesHttp(server)) throw new Error('node makes no server');
      return server;
    },
    endConnections: async () => {
      if (sockets.size > 0) await delay(GOODBYE_MS);
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** Fastify's types tell servers apart by protocol; what it does with them is the same. */
function servesHttp(server: object): server is Server {
  return server instanceof SocketServer;
}
