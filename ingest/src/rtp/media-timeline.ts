import type { Discontinuity } from '../media/media-types.ts';
import { TickRate } from './media-timeline-rate.ts';

/** Where a picture lies on the session's two clocks. */
export interface MediaStamp {
  readonly decodeTime90k: number;
  readonly atMs: number;
  /** Only ever at a key frame; null: it goes on. */
  readonly discontinuity: Exclude<Discontinuity, 'new-description'> | null;
}

const TICKS_PER_MS = 90;
const DEFAULT_STEP_90K = 3_600;
const MIN_STEP_90K = 90;
const MAX_STEP_90K = 450_000;
/** Eight unsound timestamps in a row end the trust, 32 sound ones bring it back. */
const MAX_DISTRUST = 32;
const DISTRUST_STEP = 4;
/** Pictures of the future do not exist: a clock that runs this far ahead is a wrong one. */
const MAX_AHEAD_MS = 3_000;
const REANCHOR_MS = 2_000;
/** Below this, arrival jitter and the transmission time of a key frame look the same as drift. */
const STEER_FROM_MS = 100;
/** A drift of this much would double or stop the wall clock; the share is capped at half. */
const STEER_SPAN_MS = 20_000;
const MAX_STEER = 0.5;
const WINDOW_MS = 2_500;

/**
 * RTP timestamps to a decode clock that only grows and to wall time.
 *
 * Wall time is anchored at the arrival of the first key frame (its age taken off when it was stored) and advanced by the camera's timestamps, because arrival
 * jitters and the camera's own clock may be years off. The drift is the smallest (arrival - wall) of the last 2.5-5 s:
 * a delayed burst does not count, a wrong clock does. Drift of 0.1-2 s is steered out by making wall steps up to half
 * longer or shorter; when arrival is more than 2 s ahead, both clocks jump there at the next key frame, as a
 * discontinuity. Wall time that runs before arrival is only steered: it can not go back. Arrival comes from a clock
 * that does not either (`SteadyClock`).
 *
 * A timestamp that goes back, stands still, jumps by more than 5 s or lies in the future is replaced by the arrival distance, counted, and
 * the next key frame is a discontinuity. A camera that does so all the time is not asked any more: its pictures get
 * arrival times, without discontinuities. One that counts at another rate than announced is found out (`TickRate`).
 */
export class MediaTimeline {
  #isBroken = true;
  #anchorMs: number | null = null;
  #isStarted = false;
  #lastRtp = 0;
  #lastArrivalMs = 0;
  #decodeTime90k = 0;
  #atMs = 0;
  #step90k = DEFAULT_STEP_90K;
  #wantsClockJump = false;
  #repairedTimestamps = 0;
  #distrust = 0;
  #isDistrusted = false;
  readonly #rate = new TickRate();
  #windowStartMs = 0;
  #windowMin = Number.POSITIVE_INFINITY;
  #previousMin = Number.POSITIVE_INFINITY;

  /** The newest plausible picture distance: the duration of a picture whose successor never came. */
  get nominalStep90k(): number {
    return this.#step90k;
  }

  get repairedTimestamps(): number {
    return this.#repairedTimestamps;
  }

  /**
   * The connection is new: RTP timestamps start anywhere. The next picture, a key frame, is a discontinuity, and its
   * wall time is `anchorMs`, or later by as much as the last picture's was ahead of its arrival: the time that passed
   * between the two is never shorter than it was.
   */
  breakRun(anchorMs: number): void {
    this.#isBroken = true;
    this.#anchorMs = anchorMs;
  }

  /** Stamps the next picture. `isAfterLoss`: pictures before it were dropped, so its clocks leave a gap. */
  stamp(rtpTimestamp: number, arrivalMs: number, isKeyFrame: boolean, isAfterLoss: boolean): MediaStamp {
    if (this.#isBroken) return this.#start(rtpTimestamp, arrivalMs);
    const ticks = (rtpTimestamp - this.#lastRtp) | 0;
    if (this.#rate.observe(ticks, arrivalMs)) this.#wantsClockJump = true;
    let step90k = Math.round(ticks * this.#rate.factor);
    const aheadMs = this.#atMs + step90k / TICKS_PER_MS - arrivalMs;
    const isSound = ticks > 0 && step90k <= MAX_STEP_90K && aheadMs <= MAX_AHEAD_MS;
    this.#trust(isSound);
    if (isSound && !this.#isDistrusted) {
      step90k = Math.max(MIN_STEP_90K, step90k);
      if (!isAfterLoss) this.#step90k = step90k;
    } else {
      step90k = Math.round((arrivalMs - this.#lastArrivalMs) * TICKS_PER_MS);
      step90k = Math.min(MAX_STEP_90K, Math.max(MIN_STEP_90K, step90k));
      this.#repairedTimestamps++;
      if (!this.#isDistrusted) this.#wantsClockJump = true;
    }
    this.#lastRtp = rtpTimestamp;
    this.#lastArrivalMs = arrivalMs;
    return this.#advance(step90k, arrivalMs, isKeyFrame, isAfterLoss);
  }

  #trust(isSound: boolean): void {
    this.#distrust = isSound ? Math.max(0, this.#distrust - 1) : Math.min(MAX_DISTRUST, this.#distrust + DISTRUST_STEP);
    if (this.#distrust === MAX_DISTRUST) this.#isDistrusted = true;
    else if (this.#distrust === 0 && this.#isDistrusted) {
      this.#isDistrusted = false;
      this.#wantsClockJump = true;
    }
  }

  #start(rtpTimestamp: number, arrivalMs: number): MediaStamp {
    const anchorMs = this.#anchorMs ?? arrivalMs;
    const elapsedMs = Math.max(this.#step90k / TICKS_PER_MS, anchorMs - this.#lastArrivalMs);
    const atMs = this.#isStarted ? Math.max(anchorMs, this.#atMs + elapsedMs) : anchorMs;
    const discontinuity = this.#isStarted ? 'reconnect' : 'start';
    if (this.#isStarted) this.#decodeTime90k += Math.round((atMs - this.#atMs) * TICKS_PER_MS);
    this.#isStarted = true;
    this.#isBroken = false;
    this.#wantsClockJump = false;
    this.#rate.restart(arrivalMs);
    this.#atMs = atMs;
    this.#lastRtp = rtpTimestamp;
    this.#lastArrivalMs = arrivalMs;
    this.#resetDrift(arrivalMs);
    return { decodeTime90k: this.#decodeTime90k, atMs, discontinuity };
  }

  #advance(step90k: number, arrivalMs: number, isKeyFrame: boolean, isAfterLoss: boolean): MediaStamp {
    const stepMs = step90k / TICKS_PER_MS;
    const driftMs = this.#drift(arrivalMs, arrivalMs - (this.#atMs + stepMs));
    const mustJump = isKeyFrame && driftMs > REANCHOR_MS;
    const hasJumped = mustJump || this.#wantsClockJump;
    const cause = isAfterLoss ? 'loss' : hasJumped ? 'clock-jump' : null;
    const discontinuity = isKeyFrame ? cause : null;
    if (isKeyFrame) this.#wantsClockJump = false;
    if (mustJump) {
      this.#decodeTime90k += step90k + Math.round(driftMs * TICKS_PER_MS);
      this.#atMs += stepMs + driftMs;
      this.#resetDrift(arrivalMs);
    } else {
      const share = Math.max(-MAX_STEER, Math.min(MAX_STEER, driftMs / STEER_SPAN_MS));
      const isSteered = Math.abs(driftMs) > STEER_FROM_MS && driftMs <= REANCHOR_MS;
      this.#decodeTime90k += step90k;
      this.#atMs += isSteered ? stepMs * (1 + share) : stepMs;
    }
    return { decodeTime90k: this.#decodeTime90k, atMs: this.#atMs, discontinuity };
  }

  #drift(arrivalMs: number, sampleMs: number): number {
    if (arrivalMs - this.#windowStartMs >= WINDOW_MS || arrivalMs < this.#windowStartMs) {
      this.#previousMin = this.#windowMin;
      this.#windowMin = Number.POSITIVE_INFINITY;
      this.#windowStartMs = arrivalMs;
    }
    this.#windowMin = Math.min(this.#windowMin, sampleMs);
    const least = Math.min(this.#windowMin, this.#previousMin);
    // Without a whole window of history a delayed burst can not be told from a slow clock.
    return this.#previousMin === Number.POSITIVE_INFINITY && least > 0 ? 0 : least;
  }

  #resetDrift(arrivalMs: number): void {
    this.#windowStartMs = arrivalMs;
    this.#windowMin = Number.POSITIVE_INFINITY;
    this.#previousMin = Number.POSITIVE_INFINITY;
  }
}
