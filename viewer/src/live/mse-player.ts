import type { LiveFrame } from '@thapcanh/core/live/live-frame';
import { Halt } from './halt.ts';
import { LiveEdge } from './live-edge.ts';
import { muteInit, mutePart } from './mute-fragments.ts';
import { pagePace } from './wall-pace.ts';

export interface MsePlayerEvents {
  /** The browser cannot play this codec; nothing is shown. */
  readonly onUnplayable: (codec: string) => void;
  /** Something broke that a fresh player may not have; this one is of no use any more. */
  readonly onBroken: () => void;
}

interface Append {
  readonly kind: 'append';
  readonly data: Uint8Array<ArrayBuffer>;
}

type Step =
  | Append
  | { readonly kind: 'type'; readonly mime: string }
  | { readonly kind: 'offset'; readonly seconds: number }
  | { readonly kind: 'trim'; readonly untilS: number };

type Part = Extract<LiveFrame, { kind: 'part' }>;

/** A stretch of the player's time line and the wall time at which it was taken. */
interface Stretch {
  readonly fromS: number;
  readonly toS: number;
  readonly startsAtMs: number;
}

const TICKS = 90_000;
/** Parts that fit this closely are one run. */
const FIT_90K = 4_500;
const KEEP_BEHIND_S = 5;
const TRIM_FROM_S = 12;
/** Bytes that wait for the browser to take them; more means that it does not. */
const MAX_WAITING_BYTES = 24 * 1024 * 1024;
const MAX_STRETCHES = 256;

interface MediaSourceClass {
  new (): MediaSource;
  isTypeSupported(mime: string): boolean;
}

/** Safari on telephones has only the managed kind. */
export function mediaSourceClass(): MediaSourceClass | null {
  const managed: unknown = Reflect.get(globalThis, 'ManagedMediaSource');
  if (typeof MediaSource !== 'undefined') return MediaSource;
  return isMediaSourceClass(managed) ? managed : null;
}

function isMediaSourceClass(value: unknown): value is MediaSourceClass {
  return typeof value === 'function' && 'isTypeSupported' in value;
}

/**
 * Frames of one live tile into a video element by Media Source Extensions. The player's time line has no holes: where
 * the stream jumps, what follows is put right behind what is there. Memory is bounded by trimming and by giving up.
 */
export class MsePlayer {
  readonly #video: HTMLVideoElement;
  readonly #events: MsePlayerEvents;
  readonly #edge = new LiveEdge(pagePace);
  readonly #halt = new Halt();
  readonly #leavePace = pagePace.join();
  readonly #steps: Step[] = [];
  readonly #stretches: Stretch[] = [];
  readonly #source: MediaSource;
  readonly #objectUrl: string;
  readonly #left = new AbortController();
  #buffer: SourceBuffer | null = null;
  #mime: string | null = null;
  #waitingBytes = 0;
  #endS = 0;
  #next90k: number | null = null;
  #offsetS = 0;
  #isWaitingForKey = true;
  #newestPartS = 0;
  #isPlaced = false;
  /** It stands still until the browser has something to show. */
  #isDry = false;
  #haltTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(video: HTMLVideoElement, Source: MediaSourceClass, events: MsePlayerEvents) {
    this.#video = video;
    this.#events = events;
    this.#source = new Source();
    this.#objectUrl = URL.createObjectURL(this.#source);
    const { signal } = this.#left;
    this.#source.addEventListener('sourceopen', () => this.#work(), { signal });
    video.addEventListener('error', () => this.#break(), { signal });
    video.addEventListener('waiting', () => this.#stalled(), { signal });
    video.addEventListener('playing', () => this.#recovered(), { signal });
    for (const event of ['canplay', 'seeked']) video.addEventListener(event, () => this.#goOn(), { signal });
    video.disableRemotePlayback = true;
    // The first picture is wanted before playback is.
    video.preload = 'auto';
    video.src = this.#objectUrl;
    video.pause();
  }

  /** Wall time, by the server, of the picture that is shown; null before the first one. */
  shownAtMs(): number | null {
    const atS = this.#video.currentTime;
    const stretch = this.#stretches.findLast(({ fromS }) => fromS <= atS + 0.001);
    if (stretch === undefined || this.#video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return null;
    return stretch.startsAtMs + Math.min(atS - stretch.fromS, stretch.toS - stretch.fromS) * 1_000;
  }

  take(frame: LiveFrame): void {
    if (this.#left.signal.aborted) return;
    if (frame.kind === 'description') this.#describe(frame.description.codec, frame.init);
    else if (frame.kind === 'part') this.#part(frame);
  }

  close(): void {
    if (this.#left.signal.aborted) return;
    this.#left.abort();
    this.#leavePace();
    clearTimeout(this.#haltTimer);
    this.#steps.length = 0;
    URL.revokeObjectURL(this.#objectUrl);
    this.#video.removeAttribute('src');
    this.#video.load();
  }

  #describe(codec: string, init: Uint8Array): void {
    const mime = `video/mp4; codecs="${codec}"`;
    this.#isWaitingForKey = true;
    this.#next90k = null;
    if (mediaSourceClass()?.isTypeSupported(mime) !== true) {
      this.#mime = null;
      this.#events.onUnplayable(codec);
      return;
    }
    if (this.#mime !== mime) this.#steps.push({ kind: 'type', mime });
    this.#mime = mime;
    const data = new Uint8Array(init);
    muteInit(data);
    this.#append(data);
  }

  #part(part: Part): void {
    if (this.#mime === null || (this.#isWaitingForKey && !part.isKey)) return;
    this.#isWaitingForKey = false;
    const fits = this.#next90k !== null && Math.abs(part.decodeTime90k - this.#next90k) <= FIT_90K;
    if (!fits) {
      this.#offsetS = this.#endS - part.decodeTime90k / TICKS;
      this.#steps.push({ kind: 'offset', seconds: this.#offsetS });
    }
    const fromS = part.decodeTime90k / TICKS + this.#offsetS;
    this.#next90k = part.decodeTime90k + part.duration90k;
    this.#endS = this.#next90k / TICKS + this.#offsetS;
    this.#newestPartS = part.duration90k / TICKS;
    this.#stretches.push({ fromS, toS: this.#endS, startsAtMs: part.startsAtMs });
    if (this.#stretches.length > MAX_STRETCHES) this.#stretches.shift();
    const data = new Uint8Array(part.data);
    mutePart(data);
    this.#halt.arrived(performance.now());
    this.#follow(fromS);
    this.#append(data);
  }

  #append(data: Uint8Array<ArrayBuffer>): void {
    this.#waitingBytes += data.length;
    if (this.#waitingBytes > MAX_WAITING_BYTES) {
      this.#break();
      return;
    }
    this.#steps.push({ kind: 'append', data });
    this.#work();
  }

  /** Keeps to the live edge; `edgeS` is what was the end before the newest part. */
  #follow(edgeS: number): void {
    const video = this.#video;
    const isPlaying = !this.#halt.isStart && !this.#halt.isHalted && !video.seeking;
    if (!isPlaying || video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return;
    const nowMs = performance.now();
    const { rate, jumpToHeadroomS } = this.#edge.arrived(edgeS - video.currentTime, nowMs);
    if (jumpToHeadroomS !== null) this.#jump(edgeS - jumpToHeadroomS);
    this.#setRate(rate);
  }

  #jump(toS: number): void {
    this.#edge.jumped();
    if (toS > this.#video.currentTime) this.#video.currentTime = toS;
  }

  #setRate(rate: number): void {
    if (Math.abs(this.#video.playbackRate - rate) >= 0.01) this.#video.playbackRate = rate;
  }

  #stalled(): void {
    if (this.#video.seeking || this.#halt.isStart || this.#halt.isHalted || this.#isDry) return;
    this.#edge.stalled(performance.now());
    this.#setRate(1);
    this.#isDry = true;
  }

  /** Pictures move again after a stall. Pausing any earlier would keep Chromium from ever decoding the next one. */
  #recovered(): void {
    if (!this.#isDry || this.#video.readyState < HTMLMediaElement.HAVE_FUTURE_DATA) return;
    this.#isDry = false;
    this.#halt.begin(performance.now());
    this.#video.pause();
    this.#goOn();
  }

  /** Plays when a halt is over, and otherwise looks again later. */
  #goOn(): void {
    const video = this.#video;
    const endS = this.#bufferedEndS();
    clearTimeout(this.#haltTimer);
    if (endS === null || video.seeking || this.#left.signal.aborted) return;
    const nowMs = performance.now();
    const targetS = this.#edge.targetS(nowMs);
    const neededS = targetS + this.#newestPartS;
    const aheadS = endS - video.currentTime;
    const isDecoded = video.readyState >= HTMLMediaElement.HAVE_FUTURE_DATA;
    const goesOnInMs = this.#halt.goesOnInMs({ aheadS, neededS, isDecoded }, nowMs);
    if (goesOnInMs > 0) {
      if (Number.isFinite(goesOnInMs)) this.#haltTimer = setTimeout(() => this.#goOn(), Math.ceil(goesOnInMs));
      return;
    }
    if (this.#halt.isStart && !this.#isPlaced && aheadS > neededS + pagePace.startSlackS) {
      // Once, and before playing: every seek has the group of pictures decoded again.
      this.#isPlaced = true;
      this.#jump(endS - neededS);
      return;
    }
    if (this.#halt.end(nowMs)) pagePace.stalled(nowMs);
    // Also a tab that was hidden comes back paused in some browsers.
    if (video.paused) void video.play().catch(() => undefined);
  }

  #bufferedEndS(): number | null {
    const ranges = this.#buffer?.buffered;
    return ranges === undefined || ranges.length === 0 ? null : ranges.end(ranges.length - 1);
  }

  #work(): void {
    if (this.#source.readyState !== 'open') return;
    try {
      while (this.#buffer?.updating !== true) {
        const step = this.#steps.shift();
        if (step === undefined) break;
        this.#do(step.kind === 'append' ? this.#withNext(step) : step);
      }
    } catch {
      this.#break();
    }
  }

  /** Parts that came while the browser was busy go in together. */
  #withNext(first: Append): Append {
    const pieces = [first.data];
    for (let next = this.#steps[0]; next?.kind === 'append'; next = this.#steps[0]) {
      pieces.push(next.data);
      this.#steps.shift();
    }
    if (pieces.length === 1) return first;
    const data = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const piece of pieces) {
      data.set(piece, at);
      at += piece.length;
    }
    return { kind: 'append', data };
  }

  #do(step: Step): void {
    if (step.kind === 'type') {
      if (this.#buffer === null) this.#buffer = this.#addBuffer(step.mime);
      else this.#buffer.changeType(step.mime);
      return;
    }
    const buffer = this.#buffer;
    if (buffer === null) return;
    if (step.kind === 'offset') buffer.timestampOffset = step.seconds;
    else if (step.kind === 'trim') buffer.remove(0, step.untilS);
    else {
      this.#waitingBytes -= step.data.length;
      buffer.appendBuffer(step.data);
    }
  }

  #addBuffer(mime: string): SourceBuffer {
    const buffer = this.#source.addSourceBuffer(mime);
    const { signal } = this.#left;
    buffer.addEventListener('updateend', () => this.#updated(), { signal });
    buffer.addEventListener('error', () => this.#break(), { signal });
    return buffer;
  }

  #updated(): void {
    const video = this.#video;
    const ranges = this.#buffer?.buffered;
    if (ranges !== undefined && ranges.length > 0) {
      const [startS, endS] = [ranges.start(0), ranges.end(ranges.length - 1)];
      if (this.#halt.isStart) this.#halt.begin(performance.now());
      this.#goOn();
      // The first picture may lie a little behind the beginning (B-frames), and a broken group leaves a hole.
      if (!video.seeking) this.#leaveHole(ranges);
      if (video.currentTime - startS > TRIM_FROM_S && endS > video.currentTime) {
        this.#steps.unshift({ kind: 'trim', untilS: video.currentTime - KEEP_BEHIND_S });
      }
    }
    this.#work();
  }

  #leaveHole(ranges: TimeRanges): void {
    const atS = this.#video.currentTime;
    for (let index = 0; index < ranges.length; index++) {
      if (ranges.end(index) > atS + 0.02) {
        if (ranges.start(index) > atS) this.#video.currentTime = ranges.start(index) + 0.001;
        return;
      }
    }
  }

  #break(): void {
    if (this.#left.signal.aborted) return;
    this.close();
    this.#events.onBroken();
  }
}
