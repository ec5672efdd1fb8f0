import { liveError } from './live-errors.ts';
import type { LiveFile, LiveMediaFile, LiveRequest } from './live-request.ts';
import type { LiveWindow } from './live-window.ts';

export interface LiveAnswer {
  readonly contentType: string;
  readonly cacheControl: string;
  /** Written one after the other. */
  readonly body: readonly Buffer[];
}

const PLAYLIST_TYPE = 'application/vnd.apple.mpegurl';
const MEDIA_TYPE = 'video/mp4';
/** Media never changes under its name while the window is there; names start anew with a worker, so not for long. */
const MEDIA_CACHE = 'private, max-age=60';
/** 8216bis 6.2.5.2: a request this far ahead of the newest segment is a mistake. */
const MAX_SEGMENTS_AHEAD = 2;
const MIN_PATIENCE_MS = 6_000;

const media = (body: readonly Buffer[]): LiveAnswer => ({
  contentType: MEDIA_TYPE,
  cacheControl: MEDIA_CACHE,
  body,
});

/** The answer of one window to one request, after waiting where HLS says so. Throws the refusals of `LIVE_ERRORS`. */
export async function answerLive(
  window: LiveWindow,
  request: Pick<LiveRequest, 'fileName'> & { readonly file: LiveMediaFile },
  signal: AbortSignal,
): Promise<LiveAnswer> {
  if (!window.isReady) throw liveError('TC_LIVE_NOT_READY');
  const { file, fileName } = request;
  if (file.kind === 'playlist') return answerPlaylist(window, file, signal);
  const body = await mediaOf(window, file, signal);
  if (body === null) throw liveError('TC_LIVE_GONE', { file: fileName });
  return media(body);
}

async function answerPlaylist(
  window: LiveWindow,
  { blockUntil }: Extract<LiveFile, { kind: 'playlist' }>,
  signal: AbortSignal,
): Promise<LiveAnswer> {
  if (blockUntil !== null) {
    const { msn, part } = blockUntil;
    const position = window.position;
    if (position !== null && msn > position.msn + MAX_SEGMENTS_AHEAD) {
      throw liveError('TC_LIVE_REQUEST', { detail: '_HLS_msn is too far ahead' });
    }
    // Without a part the whole segment is asked for, that is: until the next one begins.
    await reach(window, part === null ? { msn: msn + 1, parts: 1 } : { msn, parts: part + 1 }, signal);
  }
  const text = window.playlist();
  if (text === null) throw liveError('TC_LIVE_NOT_READY');
  return { contentType: PLAYLIST_TYPE, cacheControl: 'no-store', body: [Buffer.from(text)] };
}

async function mediaOf(
  window: LiveWindow,
  file: Exclude<LiveMediaFile, { kind: 'playlist' }>,
  signal: AbortSignal,
): Promise<readonly Buffer[] | null> {
  if (file.kind === 'segment') return window.segment(file.msn);
  if (file.kind === 'init') {
    const init = window.init(file.number);
    return init === null ? null : [init];
  }
  const position = window.position;
  const isHinted =
    position !== null &&
    ((file.msn === position.msn && file.k === position.parts) || (file.msn === position.msn + 1 && file.k === 0));
  // The part of the preload hint: the answer goes out the moment it exists.
  if (isHinted) await reach(window, { msn: file.msn, parts: file.k + 1 }, signal);
  const part = window.part(file.msn, file.k);
  return part === null ? null : [part];
}

async function reach(window: LiveWindow, goal: { msn: number; parts: number }, signal: AbortSignal): Promise<void> {
  const isReached = (): boolean => {
    const now = window.position;
    return now !== null && (now.msn > goal.msn || (now.msn === goal.msn && now.parts >= goal.parts));
  };
  const patienceMs = Math.max(MIN_PATIENCE_MS, window.targetDurationS * 3_000);
  const outcome = await window.waitUntil(isReached, patienceMs, signal);
  if (outcome === 'busy') throw liveError('TC_LIVE_BUSY');
  if (!outcome) throw liveError('TC_LIVE_TIMEOUT');
}
