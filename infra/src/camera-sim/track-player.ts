import { dueAt90k, frameNumberAt, keyFrameAtOrAfter, keyFrameAtOrBefore } from './clip-timeline.ts';
import type { PlaySession } from './play-session.ts';
import type { SimulatorCounters } from './simulator-counters.ts';
import type { Track } from './track.ts';
import { WireFrame } from './wire-frame.ts';

/** Further from its time line than this (5 s) a player jumps instead of catching up. */
const MAX_LAG_90K = 5 * 90_000;

/** Plays one track to all sessions that watch it, in step with the shared time line. Costs nothing without sessions. */
export class TrackPlayer {
  readonly track: Track;
  readonly #counters: SimulatorCounters;
  readonly #sessions = new Set<PlaySession>();
  readonly #longestGap90k: number;
  #nextFrame = 0;

  constructor(track: Track, counters: SimulatorCounters) {
    this.track = track;
    this.#counters = counters;
    this.#longestGap90k = longestGap90k(track);
  }

  get sessionCount(): number {
    return this.#sessions.size;
  }

  /**
   * The frame a session starting now begins with: the newest key frame already shown (what followed it is sent in one
   * burst, a picture comes at once), or the next key frame to come.
   */
  firstFrameFor(wall90k: number, startsAtNextKey: boolean): number {
    const nextFrame = this.#sessions.size > 0 ? this.#nextFrame : frameNumberAt(this.track, wall90k) + 1;
    return startsAtNextKey ? keyFrameAtOrAfter(this.track, nextFrame) : keyFrameAtOrBefore(this.track, nextFrame - 1);
  }

  /** Starts a session at a frame that `firstFrameFor` named in the same turn of the event loop. */
  join(session: PlaySession, firstFrame: number, wall90k: number): void {
    if (this.#sessions.size === 0) this.#nextFrame = frameNumberAt(this.track, wall90k) + 1;
    this.#sessions.add(session);
    session.start(firstFrame, wall90k);
    for (let number = firstFrame; number < this.#nextFrame; number += 1) {
      session.send(new WireFrame(this.track, number), wall90k);
    }
  }

  /** Lets a session that plays another track already go on with this one from its next key frame. */
  takeOver(session: PlaySession, wall90k: number): void {
    if (this.#sessions.size === 0) this.#nextFrame = frameNumberAt(this.track, wall90k) + 1;
    this.#sessions.add(session);
    session.switchTo(this.track, keyFrameAtOrAfter(this.track, this.#nextFrame), wall90k);
  }

  leave(session: PlaySession): void {
    this.#sessions.delete(session);
  }

  /** Sends every frame that is due. @returns when the next one is, or null without sessions. */
  advance(wall90k: number): number | null {
    if (this.#sessions.size === 0) return null;
    if (Math.abs(wall90k - dueAt90k(this.track, this.#nextFrame)) > MAX_LAG_90K + this.#longestGap90k) {
      this.#nextFrame = frameNumberAt(this.track, wall90k);
      this.#counters.timelineJumps += 1;
      for (const session of this.#sessions) session.waitForKey();
    }
    while (dueAt90k(this.track, this.#nextFrame) <= wall90k) {
      const frame = new WireFrame(this.track, this.#nextFrame);
      this.#nextFrame += 1;
      for (const session of this.#sessions) session.send(frame, wall90k);
    }
    return this.#sessions.size === 0 ? null : dueAt90k(this.track, this.#nextFrame);
  }
}

/** A clip of one picture every ten seconds waits that long without having jumped. */
function longestGap90k({ frames, duration90k }: Track): number {
  return frames.reduce((longest, frame, index) => {
    return Math.max(longest, (frames[index + 1]?.sendAt90k ?? duration90k) - frame.sendAt90k);
  }, 0);
}
