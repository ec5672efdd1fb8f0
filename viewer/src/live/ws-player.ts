import { type LiveConnection, liveConnection } from './live-connection.ts';
import type { LivePlayer, LivePlayerEvents } from './live-player.ts';
import { MsePlayer, mediaSourceClass } from './mse-player.ts';

const RETRY_MS = { first: 400, most: 8_000 } as const;
/** A page nobody looks at lets its tiles go; the held group of pictures brings them back at once. */
const HIDDEN_MS = 15_000;
/** A player that worked for this long starts over without a pause. */
const GOOD_AFTER_MS = 10_000;

/** One camera's stream over the page's WebSocket. */
export class WsPlayer implements LivePlayer {
  readonly way = 'ws';
  readonly #video: HTMLVideoElement;
  readonly #target: { readonly cameraId: string; readonly stream: 'main' | 'sub' };
  readonly #events: LivePlayerEvents;
  readonly #connection: LiveConnection;
  readonly #left = new AbortController();
  #mse: MsePlayer | null = null;
  #leaveTile: (() => void) | null = null;
  #retryMs: number = RETRY_MS.first;
  #retryTimer: ReturnType<typeof setTimeout> | undefined;
  #hiddenTimer: ReturnType<typeof setTimeout> | undefined;
  #openedAtMs = 0;

  constructor(
    video: HTMLVideoElement,
    target: { readonly cameraId: string; readonly stream: 'main' | 'sub' },
    events: LivePlayerEvents,
    connection = liveConnection(),
  ) {
    this.#video = video;
    this.#target = target;
    this.#events = events;
    this.#connection = connection;
    document.addEventListener('visibilitychange', () => this.#seen(), { signal: this.#left.signal });
    if (mediaSourceClass() === null || connection.isUnusable) queueMicrotask(() => this.#giveUp());
    else this.#open();
  }

  ageMs(): number | null {
    const shownAtMs = this.#mse?.shownAtMs() ?? null;
    return shownAtMs === null ? null : Math.max(0, this.#connection.clock.nowMs() - shownAtMs);
  }

  close(): void {
    this.#left.abort();
    clearTimeout(this.#retryTimer);
    clearTimeout(this.#hiddenTimer);
    this.#drop();
  }

  #open(): void {
    const Source = mediaSourceClass();
    if (this.#left.signal.aborted || Source === null || this.#leaveTile !== null) return;
    this.#openedAtMs = performance.now();
    this.#mse = new MsePlayer(this.#video, Source, {
      onUnplayable: (codec) => this.#events.onUnplayable?.(codec),
      onBroken: () => this.#again(),
    });
    const { cameraId, stream } = this.#target;
    this.#leaveTile = this.#connection.open(cameraId, stream, {
      onFrame: (frame) => this.#mse?.take(frame),
      onNotice: (notice) => this.#events.onNotice?.(notice),
      onConnection: (isOpen) => {
        if (!isOpen) this.#events.onNotice?.(null);
      },
      onUnusable: () => this.#giveUp(),
    });
  }

  #drop(): void {
    this.#leaveTile?.();
    this.#leaveTile = null;
    this.#mse?.close();
    this.#mse = null;
  }

  #again(): void {
    this.#drop();
    if (performance.now() - this.#openedAtMs > GOOD_AFTER_MS) this.#retryMs = RETRY_MS.first;
    clearTimeout(this.#retryTimer);
    this.#retryTimer = setTimeout(() => this.#open(), this.#retryMs);
    this.#retryMs = Math.min(this.#retryMs * 2, RETRY_MS.most);
  }

  #seen(): void {
    clearTimeout(this.#hiddenTimer);
    if (document.visibilityState === 'hidden') this.#hiddenTimer = setTimeout(() => this.#drop(), HIDDEN_MS);
    else if (this.#leaveTile === null) this.#open();
    else void this.#video.play().catch(() => undefined);
  }

  #giveUp(): void {
    if (this.#left.signal.aborted) return;
    this.close();
    this.#events.onUnusable();
  }
}
