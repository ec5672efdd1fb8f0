import { describeStream } from '../fmp4/init-segment.ts';
import { PartBuilder } from '../fmp4/part-builder.ts';
import type { PartSpace } from '../fmp4/part-space.ts';
import { AudioClock, type AudioUnit } from '../media/audio-clock.ts';
import { DecodeOrder, ReorderWatch } from '../media/decode-order.ts';
import type { VideoUnit } from '../media/depacketizer.ts';
import {
  type AudioDescription,
  type Discontinuity,
  type MediaPart,
  type MediaSink,
  type StreamDescription,
  TIMESCALE_90K,
} from '../media/media-types.ts';
import type { ParameterSetStore, VideoParameters } from '../media/video-parameters.ts';
import { type MediaStamp, MediaTimeline } from '../rtp/media-timeline.ts';
import { type Release, StartBurst } from './start-burst.ts';
import type { StreamMeter } from './stream-meter.ts';

const TICKS_PER_MS = 90;
/** Announced sound that does not come for this long leaves the description, or players wait for it for ever. */
const SILENCE_MS = 3_000;
/** A camera's mapping of sound to pictures that is off by more than this from arrival is not believed. */
const MAX_SYNC_ERROR_90K = 1.5 * 90_000;

export interface StreamTailOptions {
  readonly sink: MediaSink;
  readonly meter: StreamMeter;
  readonly nowMs: () => number;
  /** After each picture that went to the sink. */
  readonly onPicture: () => void;
  readonly onConsumerError: (error: unknown) => void;
}

/**
 * The common end of every source: finished pictures and sound of one stream to clocks, access units and parts. It lives
 * as long as the session; clocks and parts go on over reconnects.
 *
 * A source calls `startRun` after each connect, gives parameter sets to the store it passed (before the key frame they
 * belong to), then `push` for each picture in decode order and `pushAudio` for sound as they arrive, and `breakRun` when
 * the connection ends. Pictures before the first key frame with known parameter sets are thrown away. After pictures
 * were lost, the first unit must be a key frame with `isAfterLoss`. A depacketiser may put its pictures together in
 * `space`, which spares a copy. Nothing here throws, whatever a sink does.
 */
export class StreamTail {
  readonly #options: StreamTailOptions;
  readonly #timeline = new MediaTimeline();
  readonly #builder: PartBuilder;
  readonly #order = new DecodeOrder();
  readonly #watch = new ReorderWatch();
  #burst = new StartBurst();
  #parameterSets: ParameterSetStore | null = null;
  #parameters: VideoParameters | null = null;
  #description: StreamDescription | null = null;
  #depth = 0;
  #lastKeyAt90k: number | null = null;
  #isRunBegun = false;
  #startStep90k: number | null = null;
  #audio: AudioDescription | null = null;
  #audioClock: AudioClock | null = null;
  #isSilent = false;
  #soundAtMs = 0;
  /** The newest picture on the clocks, for sound to be placed by; null until there is one in this run. */
  #anchor: { pts90k: number; shownAt90k: number; decodedAt90k: number; arrivalMs: number } | null = null;

  constructor(options: StreamTailOptions) {
    this.#options = options;
    this.#builder = new PartBuilder((part) => this.#deliver(part), options.sink.slabs ?? null);
  }

  /** Where the next picture may be put together. */
  get space(): PartSpace {
    return this.#builder.space;
  }

  /** A new connection. `audio`: the sound that will be pushed, or null. */
  startRun(parameterSets: ParameterSetStore, audio: AudioDescription | null): void {
    this.breakRun();
    this.#parameterSets = parameterSets;
    this.#parameters = null;
    if (audio === null || this.#audio === null || !isSameSound(audio, this.#audio)) {
      this.#isSilent = false;
      this.#audio = audio;
      this.#audioClock = audio === null ? null : new AudioClock(audio.sampleRate);
    }
    this.#soundAtMs = this.#options.nowMs();
  }

  /** The next picture in decode order; `avcc` is only looked at during the call. */
  push(unit: VideoUnit): void {
    const arrivalMs = this.#options.nowMs();
    if (this.#burst.isOpen) this.#play(this.#burst.push(unit, arrivalMs, this.#heldAtLeast()));
    else this.#onUnit(unit, arrivalMs);
  }

  /** Sound as it arrives; thrown away until the first picture is out. */
  pushAudio(unit: AudioUnit): void {
    const anchor = this.#anchor;
    this.#soundAtMs = this.#options.nowMs();
    this.#isSilent = false;
    if (this.#audio === null || anchor === null || this.#description?.audio !== this.#audio) return;
    const rate = this.#audio.sampleRate / 90_000;
    const byArrival90k = anchor.decodedAt90k + (this.#soundAtMs - anchor.arrivalMs) * TICKS_PER_MS;
    let target = byArrival90k * rate + unit.delay;
    if (unit.pts90k !== null) {
      const byCamera90k = anchor.shownAt90k + ((unit.pts90k - anchor.pts90k) | 0);
      if (Math.abs(byCamera90k - byArrival90k) < MAX_SYNC_ERROR_90K) target = byCamera90k * rate;
    }
    const place = this.#audioClock?.place(target, unit.duration, unit.isAfterLoss) ?? null;
    if (place === null) return;
    this.#builder.pushAudio(Buffer.from(unit.bytes), place.start, place.duration);
    this.#options.meter.droppedAudioUnits = this.#builder.droppedAudioUnits;
  }

  /** The connection is gone: the part in progress is finished, and what comes next is a discontinuity. */
  breakRun(): void {
    this.#play(this.#burst.release());
    this.#burst = new StartBurst();
    this.#builder.flush(this.#timeline.nominalStep90k);
    this.#lastKeyAt90k = null;
    this.#isRunBegun = false;
    this.#anchor = null;
    this.#audioClock?.restart();
  }

  #play(release: Release | null): void {
    if (release === null) return;
    this.#timeline.breakRun(release.anchorMs);
    this.#startStep90k = release.step90k;
    for (const { unit, arrivalMs } of release.units) this.#onUnit(unit, arrivalMs);
  }

  #onUnit(unit: VideoUnit, arrivalMs: number): void {
    const { isKeyFrame, isAfterLoss, pts90k, avcc } = unit;
    const previous = this.#description;
    this.#watch.observe(pts90k, isKeyFrame);
    const description = isKeyFrame ? this.#describe(arrivalMs) : previous;
    if (description === null) return;
    const { meter, sink } = this.#options;
    const order = this.#order;
    if (isKeyFrame && (isAfterLoss || description !== previous || !this.#isRunBegun))
      order.restart(this.#depth, this.#usualStep90k());
    this.#isRunBegun = true;
    order.stamp(pts90k);
    const stamp = this.#timeline.stamp(order.dts90k, arrivalMs, isKeyFrame, isAfterLoss);
    const discontinuity = discontinuityOf(stamp.discontinuity, description !== previous);
    const { decodeTime90k, atMs } = stamp;
    const compositionOffset90k = order.offset90k;
    meter.addPicture(arrivalMs, description, this.#timeline.repairedTimestamps);
    if (isKeyFrame) this.#measureGop(decodeTime90k, arrivalMs, discontinuity !== null);
    const picture = { description, isKeyFrame, decodeTime90k, compositionOffset90k, atMs, avcc, discontinuity };
    if (sink.onAccessUnit !== undefined) {
      try {
        sink.onAccessUnit(picture);
      } catch (error) {
        this.#onConsumerError(error);
      }
    }
    this.#builder.push(picture, this.#timeline.nominalStep90k);
    if (discontinuity !== null) this.#audioClock?.restart();
    if (this.#audio !== null) {
      const shownAt90k = decodeTime90k + compositionOffset90k;
      this.#anchor = { pts90k, shownAt90k, decodedAt90k: decodeTime90k, arrivalMs };
    }
    this.#options.onPicture();
  }

  /** The distance of pictures that are out of order shows in a few more of them than there are out of order. */
  #heldAtLeast(): number {
    const depth = Math.max(this.#parameterSets?.snapshot()?.reorderDepth ?? 0, this.#watch.depth);
    return depth === 0 ? 1 : depth + 2;
  }

  #usualStep90k(): number {
    const step90k = this.#isRunBegun ? null : this.#startStep90k;
    const fps = this.#parameters?.fps ?? null;
    return step90k ?? (fps === null ? this.#timeline.nominalStep90k : Math.round(TIMESCALE_90K / fps));
  }

  /** At key frames: the description in force from there on. */
  #describe(arrivalMs: number): StreamDescription | null {
    const parameters = this.#parameterSets?.snapshot() ?? null;
    if (parameters === null) return this.#description;
    if (this.#audio !== null && arrivalMs - this.#soundAtMs > SILENCE_MS) this.#isSilent = true;
    const audio = this.#isSilent ? null : this.#audio;
    const depth = Math.max(parameters.reorderDepth ?? 0, this.#watch.depth);
    if (parameters === this.#parameters && depth === this.#depth && this.#description?.audio === audio)
      return this.#description;
    const next = describeStream(parameters, { isReordered: depth > 0, audio });
    this.#parameters = parameters;
    this.#depth = depth;
    if (audio !== null) this.#options.meter.audio = 'aac';
    else if (this.#audio !== null) this.#options.meter.audio = null;
    // A reconnect to the same camera settings is the same run for every player.
    const last = this.#description;
    if (last === null || !last.initSegment.equals(next.initSegment) || last.isReordered !== next.isReordered)
      this.#description = next;
    else if (audio !== null && last.audio !== null) this.#audio = last.audio;
    return this.#description;
  }

  #measureGop(decodeTime90k: number, arrivalMs: number, isDiscontinuity: boolean): void {
    const { meter } = this.#options;
    if (isDiscontinuity) meter.discontinuities++;
    else if (this.#lastKeyAt90k !== null)
      meter.addGop(Math.round((decodeTime90k - this.#lastKeyAt90k) / TICKS_PER_MS), arrivalMs);
    this.#lastKeyAt90k = decodeTime90k;
  }

  #deliver(part: MediaPart): void {
    try {
      this.#options.sink.onPart(part);
    } catch (error) {
      this.#onConsumerError(error);
    }
  }

  #onConsumerError(error: unknown): void {
    this.#options.meter.consumerErrors++;
    this.#options.onConsumerError(error);
  }
}

/** A camera that is set otherwise often jumps in time too: the change says more. */
function discontinuityOf(stamped: MediaStamp['discontinuity'], isNewDescription: boolean): Discontinuity | null {
  return isNewDescription && (stamped === null || stamped === 'clock-jump') ? 'new-description' : stamped;
}

const isSameSound = (a: AudioDescription, b: AudioDescription): boolean =>
  a.config.equals(b.config) && a.sampleRate === b.sampleRate && a.channels === b.channels;
