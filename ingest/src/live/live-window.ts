import type { Clock } from '@thapcanh/core/time/clock';
import type { AccessUnit, MediaPart, StreamDescription } from '../media/media-types.ts';
import { LiveFeed, type LiveFeedKind, type LiveFeedOutput, type LiveListener } from './live-feed.ts';
import { writePlaylist } from './live-playlist.ts';
import { type LiveInit, LiveSegment } from './live-segment.ts';

export interface LiveWindowLimits {
  /** Segments kept, the growing one included. */
  readonly segments: number;
  /** Media bytes kept; the oldest segments go first, and a growing segment is cut when it alone has half of them. */
  readonly bytes: number;
  /** A segment ends at the first key frame from here on. */
  readonly segmentMs: number;
  /** Requests that wait for media at one time. */
  readonly waiters: number;
  /** Framed streams read at one time; the API opens one of each kind for all its viewers. */
  readonly readers: number;
  /** After this long without a part the window answers nobody: an old picture must not look live. */
  readonly staleMs: number;
}

export const LIVE_WINDOW_LIMITS: LiveWindowLimits = {
  segments: 10,
  bytes: 48 * 1024 * 1024,
  segmentMs: 1_000,
  waiters: 256,
  readers: 32,
  staleMs: 15_000,
};

/** Where a stream is: how many parts segment `msn`, the growing one, has. */
export interface LivePosition {
  readonly msn: number;
  readonly parts: number;
}

/** Of 1 s from which parts on; a part ends within half a picture of it. */
const CUT_TOLERANCE_MS = 20;
const MIN_PART_TARGET_S = 0.2;

/**
 * The newest seconds of one stream in memory, ready for low-latency HLS. Segments are cut at key frames from 1 s on, and
 * at every discontinuity. Bounded by `LiveWindowLimits`; what leaves is the oldest. The bytes are the session's own
 * parts, shared and never copied; what a request or a reader is given is left to the collector, because nobody says when
 * it is sent.
 *
 * Sequence numbers start from the wall clock, so that they rise over restarts of the process and a player that stays
 * sees a window that moved on, behind a discontinuity.
 */
export class LiveWindow {
  readonly #clock: Clock;
  readonly #limits: LiveWindowLimits;
  readonly #segments: LiveSegment[] = [];
  readonly #waiters = new Set<() => void>();
  readonly #listeners = new Set<LiveListener>();
  #init: LiveInit | null = null;
  #description: StreamDescription | null = null;
  #nextMsn: number;
  #nextInit = 1;
  #discontinuitySequence: number;
  #partTargetS = MIN_PART_TARGET_S;
  #targetDurationS = 1;
  #newestAtMs = 0;
  #parts = 0;
  #droppedByReaders = 0;
  #isClosed = false;

  constructor(clock: Clock, limits: LiveWindowLimits = LIVE_WINDOW_LIMITS) {
    this.#clock = clock;
    this.#limits = limits;
    this.#nextMsn = Math.floor(clock.nowMs() / 1_000);
    this.#discontinuitySequence = this.#nextMsn % 1_000_000;
  }

  /** Parts ever pushed. */
  get partCount(): number {
    return this.#parts;
  }

  get bytes(): number {
    return this.#segments.reduce((sum, segment) => sum + segment.bytes, 0);
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Whether there is something to play that is not old. */
  get isReady(): boolean {
    const isFresh = this.#clock.monotonicMs() - this.#newestAtMs < this.#limits.staleMs;
    return !this.#isClosed && this.#segments.length > 0 && isFresh;
  }

  /** Milliseconds since the newest part; infinite before the first one. */
  get silentMs(): number {
    return this.#parts === 0 ? Number.POSITIVE_INFINITY : this.#clock.monotonicMs() - this.#newestAtMs;
  }

  get readerStatistics(): { readers: number; dropped: number } {
    return { readers: this.#listeners.size, dropped: this.#droppedByReaders };
  }

  get position(): LivePosition | null {
    const last = this.#segments.at(-1);
    return last === undefined ? null : { msn: last.msn, parts: last.parts.length };
  }

  /** All parts held, oldest first. */
  parts(): MediaPart[] {
    return kept(this.#segments.flatMap((segment) => segment.parts));
  }

  get targetDurationS(): number {
    return this.#targetDurationS;
  }

  push(part: MediaPart): void {
    if (this.#isClosed) return;
    const current = this.#segments.at(-1);
    if (current === undefined || this.#isCutAt(part, current)) {
      // Nothing can be shown before the first key frame.
      if (current === undefined && !part.startsWithKeyFrame) return;
      this.#startSegment(part);
    }
    const segment = this.#segments.at(-1);
    segment?.add(part);
    if (this.#listeners.size > 0) part.memory?.keep();
    this.#parts += 1;
    this.#newestAtMs = this.#clock.monotonicMs();
    this.#partTargetS = Math.max(this.#partTargetS, Math.ceil(part.duration90k / 900) / 100);
    this.#targetDurationS = Math.max(this.#targetDurationS, Math.ceil((segment?.durationS ?? 0) - 0.001));
    this.#evict();
    for (const wake of [...this.#waiters]) wake();
    for (const listener of this.#listeners) listener.onPart(part);
  }

  /** Every picture as it arrives, ahead of its part; costs nothing while nobody reads. */
  pushUnit(unit: AccessUnit): void {
    for (const listener of this.#listeners) listener.onUnit(unit);
  }

  /**
   * A framed stream of this window into `output`, beginning with what is held since the newest key frame; `onClose` is
   * called once when the window closes. Null when too many read already or the window is closed.
   */
  openFeed(kind: LiveFeedKind, output: LiveFeedOutput, onClose: () => void): { feed: LiveFeed; stop(): void } | null {
    if (this.#isClosed || this.#listeners.size >= this.#limits.readers) return null;
    const feed = new LiveFeed(kind, output, onClose, () => {
      this.#droppedByReaders += 1;
    });
    feed.start(this.isReady ? this.#partsSinceKeyFrame() : []);
    this.#listeners.add(feed);
    return { feed, stop: () => this.#listeners.delete(feed) };
  }

  /** Null until there is a first segment. */
  playlist(): string | null {
    if (this.#segments.length === 0) return null;
    return writePlaylist({
      segments: this.#segments,
      discontinuitySequence: this.#discontinuitySequence,
      partTargetS: this.#partTargetS,
      targetDurationS: this.#targetDurationS,
    });
  }

  init(number: number): Buffer | null {
    return this.#segments.find((segment) => segment.init.number === number)?.init.data ?? null;
  }

  /** The parts of a complete segment. */
  segment(msn: number): readonly Buffer[] | null {
    const found = this.#segments.find((segment) => segment.msn === msn);
    return found?.isComplete ? kept(found.parts).map((part) => part.data) : null;
  }

  part(msn: number, k: number): Buffer | null {
    const part = this.#segments.find((segment) => segment.msn === msn)?.parts[k];
    part?.memory?.keep();
    return part?.data ?? null;
  }

  /**
   * Resolves `true` as soon as `isReached` holds, looked at now and after every part; `false` at the time limit, when
   * the signal aborts or the window closes; `busy` when too many wait already.
   */
  waitUntil(isReached: () => boolean, timeoutMs: number, signal: AbortSignal): Promise<boolean | 'busy'> {
    if (isReached()) return Promise.resolve(true);
    if (this.#isClosed || signal.aborted) return Promise.resolve(false);
    if (this.#waiters.size >= this.#limits.waiters) return Promise.resolve('busy');
    return new Promise((resolve) => {
      const settle = (answer: boolean): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', giveUp);
        this.#waiters.delete(look);
        resolve(answer);
      };
      const look = (): void => {
        if (isReached()) settle(true);
        else if (this.#isClosed) settle(false);
      };
      const giveUp = (): void => settle(false);
      const timer = setTimeout(giveUp, timeoutMs);
      signal.addEventListener('abort', giveUp, { once: true });
      this.#waiters.add(look);
    });
  }

  /** Lets every waiting request go and forgets the media. Idempotent. */
  close(): void {
    this.#isClosed = true;
    for (const wake of [...this.#waiters]) wake();
    for (const listener of [...this.#listeners]) listener.onClose();
    this.#listeners.clear();
    for (const segment of this.#segments) segment.drop();
    this.#segments.length = 0;
  }

  #partsSinceKeyFrame(): MediaPart[] {
    const held: MediaPart[] = [];
    for (const segment of this.#segments.toReversed()) {
      for (const part of segment.parts.toReversed()) {
        held.push(part);
        if (part.startsWithKeyFrame) return kept(held.reverse());
      }
    }
    return [];
  }

  #isCutAt(part: MediaPart, current: LiveSegment): boolean {
    if (part.discontinuity !== null || part.description !== this.#description) return true;
    // Without key frames the segment would grow for ever.
    if (current.bytes + part.data.length > this.#limits.bytes / 2) return true;
    return part.startsWithKeyFrame && current.durationS * 1_000 >= this.#limits.segmentMs - CUT_TOLERANCE_MS;
  }

  #startSegment(part: MediaPart): void {
    const previous = this.#segments.at(-1);
    if (previous !== undefined) previous.isComplete = true;
    const isNewInit = part.description !== this.#description || this.#init === null;
    if (this.#init === null || isNewInit) {
      this.#init = { number: this.#nextInit, data: part.description.initSegment };
      this.#nextInit += 1;
      this.#description = part.description;
    }
    const isDiscontinuity = previous === undefined || part.discontinuity !== null || isNewInit;
    this.#segments.push(new LiveSegment(this.#nextMsn, this.#init, part, isDiscontinuity));
    this.#nextMsn += 1;
  }

  #evict(): void {
    let bytes = this.bytes;
    while (this.#segments.length > 1 && (this.#segments.length > this.#limits.segments || bytes > this.#limits.bytes)) {
      const oldest = this.#segments.shift();
      bytes -= oldest?.bytes ?? 0;
      oldest?.drop();
      // The discontinuity tag of the new first segment is no longer written: it counts in the sequence instead.
      if (this.#segments[0]?.isDiscontinuity) this.#discontinuitySequence += 1;
    }
  }
}

/** Parts that leave the window for somebody who does not say when they are done with. */
function kept<T extends readonly MediaPart[]>(parts: T): T {
  for (const part of parts) part.memory?.keep();
  return parts;
}
