import Hls from 'hls.js';
import { type RefObject, useEffect, useRef, useState } from 'react';

/** A reconnect after a fatal player error waits this long, doubling up to the maximum. */
const RETRY_MS = 1_000;
const MAX_RETRY_MS = 8_000;
const MOTION_POLL_MS = 250;

export interface LivePlayer {
  readonly videoRef: RefObject<HTMLVideoElement | null>;
  /** `performance.now()` when the shown position last moved; null before the first picture. */
  readonly lastMovedAtMs: number | null;
  /** Seconds between the live edge of the window and what is shown; null while unknown. */
  readonly delayS: number | null;
}

/**
 * Plays one live window into one video element for as long as the component lives and `url` is not null. Recovers by
 * itself: media errors in place, everything else by a fresh player with growing pauses. `isLowLatency` follows parts
 * (about 1 s behind); without it whole segments (about 3 s), which leaves the browser's six connections to many tiles.
 */
export function useLivePlayer(url: string | null, isLowLatency: boolean): LivePlayer {
  const videoRef = useRef<HTMLVideoElement | null>(null);
  const [lastMovedAtMs, setLastMovedAtMs] = useState<number | null>(null);
  const [delayS, setDelayS] = useState<number | null>(null);

  useEffect(() => {
    const video = videoRef.current;
    if (video === null || url === null) return;
    let hls: Hls | null = null;
    let retryTimer: ReturnType<typeof setTimeout> | null = null;
    let retryMs = RETRY_MS;
    let shownAtS = -1;
    let movedAtMs: number | null = null;

    const connect = () => {
      retryTimer = null;
      hls = new Hls({
        lowLatencyMode: isLowLatency,
        backBufferLength: 10,
        maxBufferLength: 10,
        ...(isLowLatency ? {} : { liveSyncDurationCount: 2, liveMaxLatencyDurationCount: 8 }),
        maxLiveSyncPlaybackRate: 1.2,
        manifestLoadingMaxRetry: 1,
      });
      hls.on(Hls.Events.ERROR, (_event, data) => {
        if (!data.fatal) return;
        if (data.type === Hls.ErrorTypes.MEDIA_ERROR && movedAtMs !== null) {
          hls?.recoverMediaError();
          return;
        }
        reconnect();
      });
      hls.loadSource(url);
      hls.attachMedia(video);
    };

    const reconnect = () => {
      if (retryTimer !== null) return;
      hls?.destroy();
      hls = null;
      retryTimer = setTimeout(connect, retryMs);
      retryMs = Math.min(retryMs * 2, MAX_RETRY_MS);
    };

    const watchMotion = setInterval(() => {
      const nowMs = performance.now();
      if (video.currentTime !== shownAtS && video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA) {
        shownAtS = video.currentTime;
        movedAtMs = nowMs;
        retryMs = RETRY_MS;
        setLastMovedAtMs(nowMs);
        setDelayS(hls?.latency ?? null);
      } else if (movedAtMs !== null && nowMs - movedAtMs > MAX_RETRY_MS) {
        movedAtMs = nowMs;
        reconnect();
      }
      // A tab that was hidden comes back paused in some browsers.
      if (video.paused && video.readyState >= HTMLMediaElement.HAVE_FUTURE_DATA)
        void video.play().catch(() => undefined);
    }, MOTION_POLL_MS);

    connect();
    return () => {
      clearInterval(watchMotion);
      if (retryTimer !== null) clearTimeout(retryTimer);
      hls?.destroy();
      video.removeAttribute('src');
      video.load();
      setLastMovedAtMs(null);
      setDelayS(null);
    };
  }, [url, isLowLatency]);

  return { videoRef, lastMovedAtMs, delayS };
}
