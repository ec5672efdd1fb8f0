import { Agent, type IncomingMessage } from 'node:http';
import type { StreamName } from '@thapcanh/core/camera/camera';
import type { CameraId } from '@thapcanh/core/ids';
import { PICTURE_ERRORS, pictureError } from '@thapcanh/core/pictures/picture-errors';
import type { AuditRecorder } from '../audit/audit-recorder.ts';
import { apiError } from '../errors/api-errors.ts';
import { type Auth, requireAccess } from '../identity/access.ts';
import { fetchFromWorker, parseLiveEndpoint } from '../live/live-endpoint.ts';
import type { PictureWorkerRepository } from './picture-worker.repository.ts';

/** A worker gives up on a picture after 15 s itself. */
const ANSWER_TIMEOUT_MS = 20_000;
/** Workers asked one after the other. */
const MAX_ASKED = 3;
const MAX_REFUSAL_BYTES = 16 * 1024;

export interface CameraPicture {
  readonly body: IncomingMessage;
  readonly bytes: number;
  /** When the picture was on the screen first, at or before the instant asked for. */
  readonly shownAtMs: number;
  readonly source: 'live' | 'recording';
}

export type PictureService = ReturnType<typeof createPictureService>;

/** The picture of a camera at an instant, decoded by the ingest worker that has its live window or its recording. */
export function createPictureService(deps: {
  workers: PictureWorkerRepository;
  audit: AuditRecorder;
  nodeId: string | null;
  mediaToken: string | null;
}) {
  const agent = new Agent({ keepAlive: true, maxFreeSockets: 8 });
  return {
    /** Throws `TC_CAMERA_NOT_FOUND` or one of `PICTURE_ERRORS`. The caller streams `body` or destroys it. */
    async pictureAt(
      auth: Auth,
      wanted: { readonly cameraId: CameraId; readonly stream: StreamName; readonly atMs: number },
      signal: AbortSignal,
    ): Promise<CameraPicture> {
      const { scope, actor } = requireAccess(auth, 'recording.watch');
      const { cameraId, stream, atMs } = wanted;
      if (!(await deps.workers.cameraExists(cameraId, scope))) throw apiError('TC_CAMERA_NOT_FOUND', { cameraId });
      const at = new Date(atMs).toISOString();
      await deps.audit.note(actor, { kind: 'picture', cameraId, details: { at, stream } });
      const endpoints = await deps.workers.endpoints(cameraId, atMs, deps.nodeId);
      const path = `/live/${cameraId}/${stream}/picture.jpg?at=${atMs}`;
      let refusal = pictureError('TC_PICTURE_NO_WORKER');
      for (const text of endpoints.slice(0, MAX_ASKED)) {
        const endpoint = parseLiveEndpoint(text);
        if (endpoint === null) continue;
        const call = { endpoint, path, silenceMs: ANSWER_TIMEOUT_MS, signal, mediaToken: deps.mediaToken, agent };
        const answer = await fetchFromWorker(call).catch((cause: unknown) => {
          signal.throwIfAborted();
          refusal = pictureError('TC_PICTURE_NO_WORKER', {}, { cause });
          return null;
        });
        if (answer === null) continue;
        const picture = pictureOf(answer);
        if (picture !== null) return picture;
        const code = await refusalOf(answer);
        refusal = code === null ? pictureError('TC_PICTURE_NO_WORKER') : pictureError(code, { at });
        if (code !== null && code !== 'TC_PICTURE_ELSEWHERE') break;
      }
      throw refusal;
    },

    close(): void {
      agent.destroy();
    },
  };
}

function pictureOf(answer: IncomingMessage): CameraPicture | null {
  const shownAtMs = Number(answer.headers['x-picture-at']);
  const bytes = Number(answer.headers['content-length']);
  if (answer.statusCode !== 200 || !Number.isSafeInteger(shownAtMs) || !Number.isSafeInteger(bytes)) return null;
  return {
    body: answer,
    bytes,
    shownAtMs,
    source: answer.headers['x-picture-source'] === 'live' ? 'live' : 'recording',
  };
}

type PictureErrorCode = keyof typeof PICTURE_ERRORS;

/** The worker's code, when it is one of ours. */
async function refusalOf(answer: IncomingMessage): Promise<PictureErrorCode | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of answer) {
    if (!Buffer.isBuffer(chunk)) continue;
    bytes += chunk.length;
    if (bytes > MAX_REFUSAL_BYTES) return null;
    chunks.push(chunk);
  }
  try {
    const body: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    const code = typeof body === 'object' && body !== null && 'code' in body ? body.code : null;
    return Object.keys(PICTURE_ERRORS).find((known): known is PictureErrorCode => known === code) ?? null;
  } catch {
    return null;
  }
}
