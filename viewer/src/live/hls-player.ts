import Hls from 'hls.js';
import type { LivePlayer, LivePlayerEvents } from './live-player.ts';

/** A reconnect after a fatal player error waits this long, doubling up to the maximum. */
const RETRY_MS = { first: 1_000, most: 8_000 } as const;
const WATCH_MS = 500;

/** One camera's live window by low-latency HLS: works wherever hls.js does, about a second behind. */
export class HlsPlayer implements LivePlayer {
  readonly way = 'hls';
  readonly #video: HTMLVideoElement;
  readonly #url: string;
  readonly #events: LivePlayerEvents;
  readonly #watch: ReturnType<typeof setInterval>;
  #hls: Hls | null = null;
  #retryMs: number = RETRY_MS.first;
  #retryTimer: ReturnType<typeof setTimeout> | undefined;
  #isClosed = false;
  #shownAtS = -1;
  #movedAtMs: number | null = null;

  constructor(video: HTMLVideoElement, url: string, events: LivePlayerEvents) {
    this.#video = video;
    this.#url = url;
    this.#events = events;
    this.#watch = setInterval(() => this.#look(), WATCH_MS);
    this.#connect();
  }

  ageMs(): number | null {
    const latencyS = this.#hls?.latency ?? 0;
    return latencyS > 0 ? latencyS * 1_000 : null;
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    clearInterval(this.#watch);
    clearTimeout(this.#retryTimer);
    this.#hls?.destroy();
    this.#hls = null;
    this.#video.removeAttribute('src');
    this.#video.load();
  }

  #connect(): void {
    this.#retryTimer = undefined;
    if (!Hls.isSupported()) {
      this.#events.onUnusable();
      return;
    }
    const hls = new Hls({
      lowLatencyMode: true,
      backBufferLength: 10,
      maxBufferLength: 10,
      maxLiveSyncPlaybackRate: 1.2,
      manifestLoadingMaxRetry: 1,
    });
    this.#hls = hls;
    hls.on(Hls.Events.ERROR, (_event, data) => {
      if (data.details === Hls.ErrorDetails.MANIFEST_INCOMPATIBLE_CODECS_ERROR) this.#events.onUnplayable?.('');
      if (!data.fatal) return;
      if (data.type === Hls.ErrorTypes.MEDIA_ERROR && this.#movedAtMs !== null) hls.recoverMediaError();
      else this.#again();
    });
    hls.loadSource(this.#url);
    hls.attachMedia(this.#video);
  }

  #again(): void {
    if (this.#retryTimer !== undefined || this.#isClosed) return;
    this.#hls?.destroy();
    this.#hls = null;
    this.#events.onNotice?.(null);
    this.#retryTimer = setTimeout(() => this.#connect(), this.#retryMs);
    this.#retryMs = Math.min(this.#retryMs * 2, RETRY_MS.most);
  }

  #look(): void {
    const nowMs = performance.now();
    // A tab that was hidden comes back paused in some browsers.
    if (this.#video.paused && this.#video.readyState >= HTMLMediaElement.HAVE_FUTURE_DATA) {
      void this.#video.play().catch(() => undefined);
    }
    if (this.#video.currentTime !== this.#shownAtS) {
      this.#shownAtS = this.#video.currentTime;
      this.#movedAtMs = nowMs;
      this.#retryMs = RETRY_MS.first;
    } else if (this.#movedAtMs !== null && nowMs - this.#movedAtMs > RETRY_MS.most) {
      this.#movedAtMs = nowMs;
      this.#again();
    }
  }
}
