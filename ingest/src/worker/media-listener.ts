import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AppError } from '@thapcanh/core/errors/app-error';
import { type ErrorTable, errorsOf } from '@thapcanh/core/errors/app-error';
import { showsMediaToken } from '@thapcanh/infra/secrets/media-token';
import type { SessionLog } from '../media/media-types.ts';
import { answerRecording } from './recording-answer.ts';

export interface MediaListenerOptions {
  readonly host: string;
  readonly port: number;
  /** `mediaTokenOf` the key that all roles share; requests without it are refused. */
  readonly token: string;
  readonly recordingsDir: string;
  /** Answers `/live/...`. */
  readonly serveLive: (request: IncomingMessage, response: ServerResponse) => void;
  readonly log: SessionLog;
  readonly retryMs?: number;
}

/** What a media listener refuses. */
const MEDIA_ERRORS = {
  TC_MEDIA_UNAUTHORIZED: {
    status: 401,
    vi: 'Chỉ các máy của cùng hệ thống được lấy hình ở đây. Kiểm tra THAPCANH_SECRET_KEY có giống nhau trên mọi máy.',
    en: 'Only nodes of the same platform get media here. Check that THAPCANH_SECRET_KEY is the same on every node.',
    retryable: false,
  },
  TC_MEDIA_UNKNOWN: {
    status: 404,
    vi: 'Máy này không có tệp hình được hỏi.',
    en: 'This node does not have the media that was asked for.',
    retryable: false,
  },
} as const satisfies ErrorTable;

const mediaError = errorsOf(MEDIA_ERRORS);

const RETRY_MS = 5_000;
const MAX_CONNECTIONS = 1_024;

/**
 * Live windows and recordings for the APIs of other nodes, over HTTP: `GET /live/...` as on the worker's socket and
 * `GET /recordings/<path>` with `Range`. Recording never depends on it: an address that cannot be had is tried again every
 * 5 s. `close` cuts all connections.
 */
export interface MediaListener {
  close(): Promise<void>;
}

export function startMediaListener(options: MediaListenerOptions): MediaListener {
  const { host, port, log, retryMs = RETRY_MS } = options;
  const server = createServer((request, response) => {
    serve(options, request, response).catch((error: unknown) => {
      log.debug({ err: error }, 'a media request failed');
      response.destroy();
    });
  });
  server.maxConnections = MAX_CONNECTIONS;
  server.keepAliveTimeout = 30_000;
  let timer: NodeJS.Timeout | null = null;
  let isRefused = false;
  server.on('listening', () => log.info({ host, port }, 'other nodes get media here'));
  server.on('error', (error) => {
    if (!isRefused) log.warn({ err: error, host, port }, 'other nodes cannot get media from here');
    isRefused = true;
    if (!server.listening) timer = setTimeout(() => server.listen(port, host), retryMs);
  });
  server.listen(port, host);
  let closing: Promise<void> | null = null;
  return {
    close: () => {
      if (timer !== null) clearTimeout(timer);
      closing ??= closeServer(server);
      return closing;
    },
  };
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

async function serve(
  { token, recordingsDir, serveLive }: MediaListenerOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (!showsMediaToken(request.headers.authorization, token))
    return refuse(response, mediaError('TC_MEDIA_UNAUTHORIZED'));
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  if (isRead && request.url?.startsWith('/live/')) return serveLive(request, response);
  if (isRead && (await answerRecording(recordingsDir, request, response))) return;
  refuse(response, mediaError('TC_MEDIA_UNKNOWN'));
}

function refuse(response: ServerResponse, error: AppError): void {
  const body = JSON.stringify({ code: error.code, messages: { vi: error.text('vi'), en: error.text('en') } });
  response.writeHead(error.entry.status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(body);
}
