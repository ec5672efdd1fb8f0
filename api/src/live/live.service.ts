import { Agent, type IncomingMessage, request } from 'node:http';
import type { StreamName } from '@thapcanh/core/camera/camera';
import { type CameraId, parseCameraId } from '@thapcanh/core/ids';
import type { Clock } from '@thapcanh/core/time/clock';
import type { FrameStore } from '@thapcanh/infra/frames/frame-store';
import type { CameraRepository } from '../cameras/camera.repository.ts';
import { apiError } from '../errors/api-errors.ts';
import { createShortMemory } from '../http/short-memory.ts';
import { type Auth, requireAccess } from '../identity/access.ts';

/** A blocking playlist reload may wait three target durations (RFC 8216bis, section 6.2.5.2); then the worker is stuck. */
const ANSWER_TIMEOUT_MS = 60_000;

export interface LiveFile {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: IncomingMessage;
}

export type LiveService = ReturnType<typeof createLiveService>;

/**
 * The live window of a camera, passed through byte by byte from the ingest worker that holds it, and its newest still.
 * `close` drops the connections to the workers.
 */
export function createLiveService(deps: { cameras: CameraRepository; frames: FrameStore; clock: Clock }) {
  const agent = new Agent({ keepAlive: true, maxFreeSockets: 32 });
  const endpoints = createShortMemory({ clock: deps.clock, forMs: 1_000, maxEntries: 2_000 }, async (text) => {
    const cameraId = parseCameraId(text);
    return cameraId === null ? null : unixSocketOf(await deps.cameras.findLiveEndpoint(cameraId));
  });

  return {
    /**
     * Opens one file of the live window; the caller streams `body` and aborts the signal when its client leaves.
     * Throws `TC_LIVE_UNAVAILABLE` (no window, no worker, no answer) or `TC_LIVE_FILE_GONE`.
     */
    async open(
      auth: Auth,
      file: { cameraId: CameraId; stream: StreamName; name: string; query: Readonly<Record<string, string | number>> },
      signal: AbortSignal,
    ): Promise<LiveFile> {
      requireAccess(auth, 'live.watch');
      const { cameraId } = file;
      const socketPath = await endpoints.get(cameraId);
      if (socketPath === null) throw apiError('TC_LIVE_UNAVAILABLE', { cameraId });
      const query = new URLSearchParams();
      for (const [key, value] of Object.entries(file.query)) query.set(key, String(value));
      const search = query.size > 0 ? `?${query}` : '';
      const path = `/live/${cameraId}/${file.stream}/${file.name}${search}`;
      const answer = await fetchFromWorker({ socketPath, path, agent, signal }).catch((cause: unknown) => {
        endpoints.forget(cameraId);
        throw apiError('TC_LIVE_UNAVAILABLE', { cameraId }, { cause });
      });
      const status = answer.statusCode ?? 502;
      if (status === 200) return { status, headers: passedHeaders(answer), body: answer };
      answer.resume();
      if (status === 404 && file.name !== 'index.m3u8') throw apiError('TC_LIVE_FILE_GONE');
      if (status === 400) throw apiError('TC_REQUEST_INVALID', { detail: '_HLS_msn' });
      throw apiError('TC_LIVE_UNAVAILABLE', { cameraId });
    },

    /** Newest decoded picture. Throws `TC_SNAPSHOT_UNAVAILABLE`. */
    async snapshot(auth: Auth, cameraId: CameraId): Promise<{ jpeg: Buffer; capturedAtMs: number }> {
      requireAccess(auth, 'live.watch');
      if (!(await deps.cameras.find(cameraId))) throw apiError('TC_CAMERA_NOT_FOUND', { cameraId });
      const newest = await deps.frames.newest(cameraId);
      if (!newest) throw apiError('TC_SNAPSHOT_UNAVAILABLE', { cameraId });
      return { jpeg: newest.jpeg, capturedAtMs: newest.ref.capturedAtMs };
    },

    close(): void {
      agent.destroy();
    },
  };
}

function unixSocketOf(endpoint: string | null): string | null {
  return endpoint?.startsWith('unix:/') ? endpoint.slice('unix:'.length) : null;
}

function passedHeaders(answer: IncomingMessage): Record<string, string> {
  const passed: Record<string, string> = {};
  for (const name of ['content-type', 'content-length', 'cache-control']) {
    const value = answer.headers[name];
    if (typeof value === 'string') passed[name] = value;
  }
  return passed;
}

function fetchFromWorker(call: {
  socketPath: string;
  path: string;
  agent: Agent;
  signal: AbortSignal;
}): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const { signal, ...options } = call;
    signal.throwIfAborted();
    const outgoing = request({ ...options, method: 'GET', timeout: ANSWER_TIMEOUT_MS }, resolve);
    const leave = () => outgoing.destroy();
    signal.addEventListener('abort', leave, { once: true });
    outgoing.on('close', () => signal.removeEventListener('abort', leave));
    outgoing.on('timeout', () => outgoing.destroy(new Error('the ingest worker did not answer in time')));
    outgoing.on('error', reject);
    outgoing.end();
  });
}
