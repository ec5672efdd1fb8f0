import { Agent, type IncomingMessage } from 'node:http';
import type { StreamName } from '@thapcanh/core/camera/camera';
import { type CameraId, parseCameraId } from '@thapcanh/core/ids';
import type { Clock } from '@thapcanh/core/time/clock';
import type { FrameStore } from '@thapcanh/infra/frames/frame-store';
import type { AuditRecorder } from '../audit/audit-recorder.ts';
import type { CameraRepository } from '../cameras/camera.repository.ts';
import { apiError } from '../errors/api-errors.ts';
import { createShortMemory } from '../http/short-memory.ts';
import { type Auth, requireAccess } from '../identity/access.ts';
import type { CameraReach } from '../identity/camera-reach.ts';
import { fetchFromWorker, parseLiveEndpoint } from './live-endpoint.ts';

/** A blocking playlist reload may wait three target durations (RFC 8216bis, section 6.2.5.2); then the worker is stuck. */
const ANSWER_TIMEOUT_MS = 60_000;

/** A player of LL-HLS says neither that it begins nor that it ends: it is noted again after this long. */
const WATCH_NOTED_MS = 10 * 60_000;
/** Walls ask for stills again and again. */
const SNAPSHOT_NOTED_MS = 60_000;

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
export function createLiveService(deps: {
  cameras: CameraRepository;
  reach: CameraReach;
  audit: AuditRecorder;
  frames: FrameStore;
  clock: Clock;
  mediaToken?: string;
}) {
  const mediaToken = deps.mediaToken ?? null;
  const agent = new Agent({ keepAlive: true, maxFreeSockets: 32 });
  const endpoints = createShortMemory({ clock: deps.clock, forMs: 1_000, maxEntries: 2_000 }, async (text) => {
    const cameraId = parseCameraId(text);
    return cameraId === null ? null : parseLiveEndpoint(await deps.cameras.findLiveEndpoint(cameraId));
  });

  return {
    /**
     * Opens one file of the live window; the caller streams `body` and aborts the signal when its client leaves.
     * Throws `TC_CAMERA_NOT_FOUND` (not within reach), `TC_LIVE_UNAVAILABLE` (no window, no worker, no answer) or `TC_LIVE_FILE_GONE`.
     */
    async open(
      auth: Auth,
      file: { cameraId: CameraId; stream: StreamName; name: string; query: Readonly<Record<string, string | number>> },
      signal: AbortSignal,
    ): Promise<LiveFile> {
      const { scope, actor } = requireAccess(auth, 'live.watch');
      const { cameraId } = file;
      if (!(await deps.reach.has(scope, cameraId))) throw apiError('TC_CAMERA_NOT_FOUND', { cameraId });
      const endpoint = await endpoints.get(cameraId);
      if (endpoint === null) throw apiError('TC_LIVE_UNAVAILABLE', { cameraId });
      const fact = { kind: 'live.opened' as const, cameraId, details: { way: 'hls', stream: file.stream } };
      await deps.audit.noteOnce(actor, fact, { key: file.stream, forMs: WATCH_NOTED_MS });
      const query = new URLSearchParams();
      for (const [key, value] of Object.entries(file.query)) query.set(key, String(value));
      const search = query.size > 0 ? `?${query}` : '';
      const path = `/live/${cameraId}/${file.stream}/${file.name}${search}`;
      const answer = await fetchFromWorker({
        endpoint,
        path,
        silenceMs: ANSWER_TIMEOUT_MS,
        signal,
        mediaToken,
        agent,
      }).catch((cause: unknown) => {
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
      const { scope, actor } = requireAccess(auth, 'live.watch');
      if (!(await deps.cameras.find(cameraId, scope))) throw apiError('TC_CAMERA_NOT_FOUND', { cameraId });
      const newest = await deps.frames.newest(cameraId);
      if (!newest) throw apiError('TC_SNAPSHOT_UNAVAILABLE', { cameraId });
      await deps.audit.noteOnce(actor, { kind: 'snapshot', cameraId }, { key: '', forMs: SNAPSHOT_NOTED_MS });
      return { jpeg: newest.jpeg, capturedAtMs: newest.ref.capturedAtMs };
    },

    close(): void {
      agent.destroy();
    },
  };
}

function passedHeaders(answer: IncomingMessage): Record<string, string> {
  const passed: Record<string, string> = {};
  for (const name of ['content-type', 'content-length', 'cache-control']) {
    const value = answer.headers[name];
    if (typeof value === 'string') passed[name] = value;
  }
  return passed;
}
