import type { LivePlayer, LivePlayerEvents } from './live-player.ts';

/** Not playing after this long, WebRTC is taken to be blocked here (UDP closed by a firewall). */
const START_LIMIT_MS = 4_000;
/** Without a new picture for this long the connection is given up for the next way. */
const FREEZE_LIMIT_MS = 5_000;
const WATCH_MS = 500;

/**
 * One camera by WebRTC (WHEP): the least delay there is. It is tried once; whatever goes wrong, the next way takes over,
 * which recovers by itself.
 */
export class WhepPlayer implements LivePlayer {
  readonly way = 'whep';
  readonly #video: HTMLVideoElement;
  readonly #url: string;
  readonly #events: LivePlayerEvents;
  readonly #pc: RTCPeerConnection;
  readonly #left = new AbortController();
  readonly #watch: ReturnType<typeof setInterval>;
  #session: string | null = null;
  #frames = 0;
  #movedAtMs: number;
  #limitMs = START_LIMIT_MS;

  constructor(video: HTMLVideoElement, url: string, events: LivePlayerEvents) {
    this.#video = video;
    this.#url = url;
    this.#events = events;
    this.#movedAtMs = performance.now();
    this.#pc = new RTCPeerConnection();
    const { receiver } = this.#pc.addTransceiver('video', { direction: 'recvonly' });
    // Chromium: no delay to smooth what a local network does not disturb.
    if ('jitterBufferTarget' in receiver) receiver.jitterBufferTarget = 0;
    this.#pc.addEventListener('track', ({ track }) => {
      video.srcObject = new MediaStream([track]);
      void video.play().catch(() => undefined);
    });
    this.#pc.addEventListener('connectionstatechange', () => {
      if (this.#pc.connectionState === 'failed' || this.#pc.connectionState === 'closed') this.#giveUp();
    });
    this.#watch = setInterval(() => this.#look(), WATCH_MS);
    this.#open().catch(() => this.#giveUp());
  }

  /** WebRTC does not say when a picture was taken; it is shown as it comes. */
  ageMs(): number | null {
    return null;
  }

  close(): void {
    if (this.#left.signal.aborted) return;
    this.#left.abort();
    clearInterval(this.#watch);
    this.#pc.close();
    this.#video.srcObject = null;
    this.#forget();
  }

  async #open(): Promise<void> {
    await this.#pc.setLocalDescription(await this.#pc.createOffer());
    const response = await fetch(this.#url, {
      method: 'POST',
      headers: { 'content-type': 'application/sdp', 'x-requested-with': 'thapcanh' },
      body: this.#pc.localDescription?.sdp ?? '',
    });
    if (!response.ok) throw new Error(`WHEP was refused with ${response.status}`);
    this.#session = response.headers.get('location');
    const sdp = await response.text();
    if (this.#left.signal.aborted) return this.#forget();
    await this.#pc.setRemoteDescription({ type: 'answer', sdp });
  }

  #forget(): void {
    const session = this.#session;
    this.#session = null;
    if (session === null) return;
    // Also when the page is being left.
    fetch(session, { method: 'DELETE', keepalive: true, headers: { 'x-requested-with': 'thapcanh' } }).catch(
      () => undefined,
    );
  }

  #look(): void {
    const nowMs = performance.now();
    const frames = this.#video.getVideoPlaybackQuality().totalVideoFrames;
    const isHidden = document.visibilityState === 'hidden';
    if (frames !== this.#frames || isHidden) {
      if (frames !== this.#frames) this.#limitMs = FREEZE_LIMIT_MS;
      this.#frames = frames;
      this.#movedAtMs = nowMs;
    } else if (nowMs - this.#movedAtMs > this.#limitMs) this.#giveUp();
  }

  #giveUp(): void {
    if (this.#left.signal.aborted) return;
    this.close();
    this.#events.onUnusable();
  }
}
