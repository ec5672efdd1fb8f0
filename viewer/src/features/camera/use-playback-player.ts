import Hls from 'hls.js';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { mediaPath } from '../../api/api.ts';

/** One playlist covers this much after the wanted instant; playing on past it asks for the next stretch. */
const STRETCH_MS = 10 * 60_000;
const LEAD_IN_MS = 5_000;
const POSITION_POLL_MS = 200;
/** What was recorded a moment ago can be played once its row is written, some 20 s later. */
const INDEXED_WITHIN_MS = 40_000;
const RETRY_MS = 2_000;

type PlaybackState = 'opening' | 'playing' | 'paused' | 'ended' | 'missing';

export interface PlaybackPlayer {
  readonly videoRef: RefObject<HTMLVideoElement | null>;
  readonly state: PlaybackState;
  /** Wall instant of the picture on the screen, UTC ms; the wanted instant until the first picture. */
  readonly atMs: number;
}

/**
 * Plays what was recorded of a camera from `startMs` on. A new `request` object seeks anew, even to the same instant.
 * Where nothing was recorded at the instant the state is `missing` when nothing follows within the stretch either;
 * otherwise playing begins at the next recorded picture. An instant of just now stays `opening` until it can be played.
 */
export function usePlaybackPlayer(cameraId: string, request: { readonly startMs: number } | null): PlaybackPlayer {
  const videoRef = useRef<HTMLVideoElement | null>(null);
  const [state, setState] = useState<PlaybackState>('opening');
  const [atMs, setAtMs] = useState(request?.startMs ?? 0);

  useEffect(() => {
    const video = videoRef.current;
    if (video === null || request === null) return;
    setState('opening');
    setAtMs(request.startMs);
    const from = new Date(request.startMs - LEAD_IN_MS);
    const to = new Date(request.startMs + STRETCH_MS);
    const hls = new Hls({ maxBufferLength: 20, backBufferLength: 30 });
    const source = mediaPath.playback(cameraId, from, to);
    let isPositioned = false;
    let retry: ReturnType<typeof setTimeout> | undefined;
    const tryAgain = (): boolean => {
      if (Date.now() - request.startMs > INDEXED_WITHIN_MS) return false;
      isPositioned = false;
      clearTimeout(retry);
      retry = setTimeout(() => hls.loadSource(source), RETRY_MS);
      return true;
    };

    hls.on(Hls.Events.LEVEL_LOADED, (_event, { details }) => {
      if (isPositioned) return;
      isPositioned = true;
      const target = details.fragments.find((fragment) => {
        const startMs = fragment.programDateTime;
        return startMs !== null && startMs + fragment.duration * 1000 > request.startMs;
      });
      if (target === undefined) tryAgain();
      if (target === undefined || target.programDateTime === null) return;
      const insideS = Math.max(0, (request.startMs - target.programDateTime) / 1000);
      video.currentTime = target.start + insideS;
    });
    hls.on(Hls.Events.ERROR, (_event, data) => {
      if (!data.fatal) return;
      if (data.type === Hls.ErrorTypes.MEDIA_ERROR) hls.recoverMediaError();
      else if (!tryAgain()) setState('missing');
    });
    const onPlaying = () => setState('playing');
    const onPause = () => setState((before) => (before === 'ended' ? before : 'paused'));
    const onEnded = () => setState('ended');
    video.addEventListener('playing', onPlaying);
    video.addEventListener('pause', onPause);
    video.addEventListener('ended', onEnded);
    const timer = setInterval(() => {
      const shown = hls.playingDate;
      if (shown !== null && video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA) setAtMs(shown.getTime());
    }, POSITION_POLL_MS);

    hls.loadSource(source);
    hls.attachMedia(video);
    void video.play().catch(() => undefined);
    return () => {
      clearInterval(timer);
      clearTimeout(retry);
      video.removeEventListener('playing', onPlaying);
      video.removeEventListener('pause', onPause);
      video.removeEventListener('ended', onEnded);
      hls.destroy();
      video.removeAttribute('src');
      video.load();
    };
  }, [cameraId, request]);

  return { videoRef, state, atMs };
}
