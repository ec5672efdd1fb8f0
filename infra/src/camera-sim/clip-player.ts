import type { Clip } from './clip.ts';
import { dueAt90k, frameNumberAt, keyFrameAtOrAfter, keyFrameAtOrBefore } from './clip-timeline.ts';
import type { PlaySession } from './play-session.ts';
import type { SimulatorCounters } from './simulator-counters.ts';
import { WireFrame } from './wire-frame.ts';

/** Further from its time line than this (5 s) a player jumps instead of catching up. */
const MAX_LAG_90K = 5 * 90_000;

/** Plays one clip to all sessions that watch it, in step with the shared time line. Costs nothing without sessions. */
export class ClipPlayer {
  readonly clip: Clip;
  readonly #counters: SimulatorCounters;
  readonly #sessions = new Set<PlaySession>();
  readonly #longestGap90k: number;
  #nextFrame = 0;

  constructor(clip: Clip, counters: SimulatorCounters) {
    this.clip = clip;
    this.#counters = counters;
    this.#longestGap90k = longestGap90k(clip);
  }

  get sessionCount(): number {
    return this.#sessions.size;
  }

  /**
   * The frame a session starting now begins with: the newest key frame already shown (what followed it is sent in one
   * burst, a picture comes at once), or the next key frame to come.
   */
  firstFrameFor(wall90k: number, startsAtNextKey: boolean): number {
    const nextFrame = this.#sessions.size > 0 ? this.#nextFrame : frameNumberAt(this.clip, wall90k) + 1;
    return startsAtNextKey ? keyFrameAtOrAfter(this.clip, nextFrame) : keyFrameAtOrBefore(this.clip, nextFrame - 1);
  }

  /** Starts a session at a frame that `firstFrameFor` named in the same turn of the event loop. */
  join(session: PlaySession, firstFrame: number, wall90k: number): void {
    if (this.#sessions.size === 0) this.#nextFrame = frameNumberAt(this.clip, wall90k) + 1;
    this.#sessions.add(session);
    session.start(firstFrame, wall90k);
    for (let number = firstFrame; number < this.#nextFrame; number += 1) {
      session.send(new WireFrame(this.clip, number), wall90k);
    }
  }

  leave(session: PlaySession): void {
    this.#sessions.delete(session);
  }

  /** Sends every frame that is due. @returns when the next one is, or null without sessions. */
  advance(wall90k: number): number | null {
    if (this.#sessions.size === 0) return null;
    if (Math.abs(wall90k - dueAt90k(this.clip, this.#nextFrame)) > MAX_LAG_90K + this.#longestGap90k) {
      this.#nextFrame = frameNumberAt(this.clip, wall90k);
      this.#counters.timelineJumps += 1;
      for (const session of this.#sessions) session.waitForKey();
    }
    while (dueAt90k(this.clip, this.#nextFrame) <= wall90k) {
      const frame = new WireFrame(this.clip, this.#nextFrame);
      this.#nextFrame += 1;
      for (const session of this.#sessions) session.send(frame, wall90k);
    }
    return this.#sessions.size === 0 ? null : dueAt90k(this.clip, this.#nextFrame);
  }
}

/** A clip of one picture every ten seconds waits that long without having jumped. */
function longestGap90k({ frames, duration90k }: Clip): number {
  return frames.reduce((longest, frame, index) => {
    return Math.max(longest, (frames[index + 1]?.sendAt90k ?? duration90k) - frame.sendAt90k);
  }, 0);
}
