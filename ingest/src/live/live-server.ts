import { mkdir, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import path from 'node:path';
import type { StreamName } from '@thapcanh/core/camera/camera';
import { AppError } from '@thapcanh/core/errors/app-error';
import type { CameraId } from '@thapcanh/core/ids';
import type { ExactPicture } from '../frames/picture.service.ts';
import type { SessionLog } from '../media/media-types.ts';
import { answerLive, type LiveAnswer } from './live-answer.ts';
import { liveError } from './live-errors.ts';
import { parseLiveRequest } from './live-request.ts';
import type { LiveWindow } from './live-window.ts';
import { sendFeed } from './send-feed.ts';

/** Who asked a moment ago asks again. */
const VIEWER_MS = 5_000;

export interface LiveServerOptions {
  /** At most 107 bytes: a unix socket. */
  readonly socketPath: string;
  readonly windowOf: (cameraId: CameraId, stream: StreamName) => LiveWindow | null;
  /** The picture of an instant, also of cameras without a window; without it there are none. */
  readonly pictureAt?: (
    cameraId: CameraId,
    stream: StreamName,
    atMs: number,
    signal: AbortSignal,
  ) => Promise<ExactPicture>;
  /** Somebody watches, for that long from now. */
  readonly onWatched?: (durationMs: number) => void;
  readonly log: SessionLog;
}

/**
 * The worker's live windows over HTTP on a unix socket, for the API's proxy on the same node:
 * `GET /live/<cameraId>/<main|sub>/<index.m3u8|init-n.mp4|seg-msn.m4s|part-msn-k.m4s|parts|units>`, the last
 * two endless streams of frames (`core/live/live-frame`), and `picture.jpg?at=<ms>` (`PictureService`). Refusals are JSON
 * `{code, messages: {vi, en}}` with the status of `LIVE_ERRORS`.
 */
export interface LiveServer {
  /** `unix:<path>`, what `camera_status.live_endpoint` says. */
  readonly endpoint: string;
  /** Answers one request as the socket does, for a listener that has checked who asks. */
  handle(request: IncomingMessage, response: ServerResponse): void;
  /** Cuts all connections and resolves when the socket is gone. Idempotent. */
  close(): Promise<void>;
}

export async function startLiveServer(options: LiveServerOptions): Promise<LiveServer> {
  const { socketPath, log } = options;
  await mkdir(path.dirname(socketPath), { recursive: true, mode: 0o711 });
  // A killed worker leaves its socket behind.
  await rm(socketPath, { force: true });
  const handle = (request: IncomingMessage, response: ServerResponse): void => {
    serve(options, request, response).catch((error: unknown) => {
      log.warn({ err: error }, 'a live request failed');
      response.destroy();
    });
  };
  const server = createServer(handle);
  server.keepAliveTimeout = 30_000;
  await listen(server, socketPath);
  let closing: Promise<void> | null = null;
  return {
    endpoint: `unix:${socketPath}`,
    handle,
    close: () => {
      closing ??= new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
      return closing;
    },
  };
}

function listen(server: Server, socketPath: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(socketPath, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

async function serve(options: LiveServerOptions, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  try {
    const parsed = request.method === 'GET' || request.method === 'HEAD' ? parseLiveRequest(request.url ?? '') : null;
    if (typeof parsed === 'string') throw liveError('TC_LIVE_REQUEST', { detail: parsed });
    if (parsed?.file.kind === 'picture') {
      if (options.pictureAt === undefined) throw liveError('TC_LIVE_UNKNOWN');
      const picture = await options.pictureAt(parsed.cameraId, parsed.stream, parsed.file.atMs, gone.signal);
      return sendPicture(response, picture, request.method === 'HEAD');
    }
    const window = parsed === null ? null : options.windowOf(parsed.cameraId, parsed.stream);
    if (parsed === null || window === null) throw liveError('TC_LIVE_UNKNOWN');
    const { file, fileName } = parsed;
    const onWatched = (): void => options.onWatched?.(VIEWER_MS);
    onWatched();
    if (file.kind === 'feed')
      return sendFeed({ window, kind: file.feed, onWatched }, response, request.method === 'HEAD');
    send(response, await answerLive(window, { file, fileName }, gone.signal), request.method === 'HEAD');
  } catch (error) {
    if (gone.signal.aborted) return;
    if (!(error instanceof AppError)) throw error;
    refuse(response, error);
  }
}

function send(response: ServerResponse, answer: LiveAnswer, isHead: boolean): void {
  const bytes = answer.body.reduce((sum, part) => sum + part.length, 0);
  response.writeHead(200, {
    'content-type': answer.contentType,
    'cache-control': answer.cacheControl,
    'content-length': bytes,
  });
  if (!isHead) {
    response.cork();
    for (const part of answer.body) response.write(part);
    response.uncork();
  }
  response.end();
}

/** `x-picture-at`: the exact instant in UTC ms; `x-picture-source`: `live` or `recording`. */
function sendPicture(response: ServerResponse, picture: ExactPicture, isHead: boolean): void {
  response.writeHead(200, {
    'content-type': 'image/jpeg',
    'content-length': picture.jpeg.length,
    'cache-control': 'no-store',
    'x-picture-at': String(Math.round(picture.shownAtMs)),
    'x-picture-source': picture.source,
  });
  response.end(isHead ? undefined : picture.jpeg);
}

function refuse(response: ServerResponse, error: AppError): void {
  const body = JSON.stringify({ code: error.code, messages: { vi: error.text('vi'), en: error.text('en') } });
  const headers = { 'content-type': 'application/json', 'cache-control': 'no-store' };
  response.writeHead(error.entry.status, error.entry.retryable ? { ...headers, 'retry-after': '1' } : headers);
  response.end(body);
}
