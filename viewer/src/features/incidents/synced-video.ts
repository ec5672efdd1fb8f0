import Hls from 'hls.js';
import { mediaPath } from '../../api/api.ts';
import { syncStep } from './sync-clock.ts';

/** One playlist covers this much before and after the wanted instant. */
const BEFORE_MS = 60_000;
const AFTER_MS = 10 * 60_000;
/** What was recorded a moment ago can be played once its row is written, some 20 s later. */
const RETRY_MS = 3_000;

export type SyncedState = 'opening' | 'ready' | 'gap' | 'missing';

interface Piece {
  readonly wallMs: number;
  readonly startS: number;
  readonly durationS: number;
}

/** One camera's recording that follows a common clock: opened around an instant, moved and paced by `follow`. */
export class SyncedVideo {
  readonly cameraId: string;
  readonly #video: HTMLVideoElement;
  #hls: Hls | null = null;
  #pieces: readonly Piece[] = [];
  #fromMs = 0;
  #toMs = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #hasFailed = false;
  #driftMs: number | null = null;

  constructor(cameraId: string, video: HTMLVideoElement) {
    this.cameraId = cameraId;
    this.#video = video;
    video.muted = true;
  }

  /** How far ahead of the clock at the last look; null while it shows nothing. */
  get driftMs(): number | null {
    return this.#driftMs;
  }

  close(): void {
    clearTimeout(this.#retry);
    this.#hls?.destroy();
    this.#hls = null;
    this.#pieces = [];
    this.#video.removeAttribute('src');
    this.#video.load();
  }

  /** Brings the video to the instant, or nearer to it, and says whether it shows it. */
  follow(atMs: number, rate: number, isRunning: boolean): SyncedState {
    if (this.#hls === null || atMs < this.#fromMs || atMs >= this.#toMs) this.#open(atMs);
    const video = this.#video;
    this.#driftMs = null;
    if (this.#pieces.length === 0) return this.#hasFailed ? 'missing' : 'opening';
    const targetS = this.#mediaTime(atMs);
    if (targetS === null) {
      if (!video.paused) video.pause();
      return 'gap';
    }
    if (video.seeking || video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) {
      if (!video.seeking && Math.abs(video.currentTime - targetS) > 0.5) video.currentTime = targetS;
      return 'opening';
    }
    const driftMs = (video.currentTime - targetS) * 1_000;
    this.#driftMs = driftMs;
    if (!isRunning) {
      if (!video.paused) video.pause();
      if (Math.abs(driftMs) > 20) video.currentTime = targetS;
      return 'ready';
    }
    const step = syncStep(driftMs, rate);
    if (step.kind === 'jump') video.currentTime = targetS;
    else if (video.playbackRate !== step.rate) video.playbackRate = step.rate;
    if (video.paused) void video.play().catch(() => undefined);
    return video.readyState >= HTMLMediaElement.HAVE_FUTURE_DATA ? 'ready' : 'opening';
  }

  #open(atMs: number): void {
    this.close();
    this.#hasFailed = false;
    this.#fromMs = atMs - BEFORE_MS;
    this.#toMs = atMs + AFTER_MS;
    const source = mediaPath.playback(this.cameraId, new Date(this.#fromMs), new Date(this.#toMs));
    const hls = new Hls({ maxBufferLength: 15, backBufferLength: 30, startPosition: 0, autoStartLoad: false });
    this.#hls = hls;
    const again = (): void => {
      clearTimeout(this.#retry);
      this.#retry = setTimeout(() => hls.loadSource(source), RETRY_MS);
    };
    hls.on(Hls.Events.MANIFEST_PARSED, () => hls.startLoad(0));
    hls.on(Hls.Events.LEVEL_LOADED, (_event, { details }) => {
      this.#pieces = details.fragments.flatMap(({ programDateTime, start, duration }) =>
        programDateTime === null ? [] : [{ wallMs: programDateTime, startS: start, durationS: duration }],
      );
      const targetS = this.#mediaTime(atMs);
      if (targetS !== null) this.#video.currentTime = targetS;
      // The newest recordings are not listed yet.
      const last = this.#pieces.at(-1);
      if (targetS === null && Date.now() - atMs < AFTER_MS && (last === undefined || last.wallMs < atMs)) again();
    });
    hls.on(Hls.Events.ERROR, (_event, data) => {
      if (!data.fatal) return;
      if (data.type === Hls.ErrorTypes.MEDIA_ERROR) {
        hls.recoverMediaError();
        return;
      }
      this.#hasFailed = true;
      if (Date.now() - atMs < AFTER_MS) again();
    });
    hls.loadSource(source);
    hls.attachMedia(this.#video);
  }

  #mediaTime(atMs: number): number | null {
    const piece = this.#pieces.findLast(({ wallMs }) => wallMs <= atMs);
    if (piece === undefined) return null;
    const insideS = (atMs - piece.wallMs) / 1_000;
    return insideS < piece.durationS ? piece.startS + insideS : null;
  }
}
