import type { PixelBox } from '@thapcanh/core/passages/passage';
import { assign } from './assignment.ts';
import { overlapOf } from './box-geometry.ts';
import { classOfPlate } from './class-evidence.ts';
import type { FrameObservation, PlateObservation } from './observation.ts';
import { CameraFlow, judgeMotion, type MotionVerdict } from './plate-motion.ts';
import { PlateTrack } from './plate-track.ts';

export interface PlateTrackerOptions {
  /** A plate unseen for longer is a new passage when it comes again. */
  readonly unseenMs?: number;
}

/**
 * Text distance up to which a plate is the same vehicle, by what its motion says. At one picture a second motion alone
 * tells little, so a text that is equal is always the same vehicle; two or three misreads are believed only at the place
 * where the vehicle must be; and a similar text that jumps back against the traffic is the next vehicle.
 */
const TEXT_LIMITS: Readonly<Record<MotionVerdict, number>> = {
  still: 2.5,
  follows: 2.5,
  unknown: 0.7,
  contradicts: 0.05,
};
/** What an unlikely place adds to the cost of a pair. */
const PLACE_COST = 0.5;
/** Leaving a plate without track is dearer than any permitted pair. */
const ALONE_COST = 4;
/** Key frames come every 1-2 s and jobs may be dropped: three lost pictures in a row do not end a passage. */
const UNSEEN_MS = 8_000;
/** A vehicle that stood when it was last seen and is seen again at the same place was hidden or unreadable, not gone. */
const STANDING_MEMORY_MS = 120_000;
const SAME_PLACE_OVERLAP = 0.5;
const PLACE_TAKEN_OVERLAP = 0.3;
/** A gate view holds a handful; a picture full of plates may not grow this without bound. Drop policy: longest unseen ends. */
const OPEN_TRACKS_MAX = 32;
const STANDING_KEPT_MAX = 16;

export interface PlateTrackChanges {
  /** Tracks that have a plate in this picture, with it. */
  readonly seen: readonly { readonly track: PlateTrack; readonly plate: PlateObservation }[];
  /** Tracks that ended now. */
  readonly ended: readonly PlateTrack[];
}

/** Groups the plate readings of one camera into vehicles. Pictures must come in order of `capturedAtMs`. */
export class PlateTracker {
  readonly #unseenMs: number;
  readonly #flow = new CameraFlow();
  #open: PlateTrack[] = [];
  #standing: PlateTrack[] = [];
  #lastSeen: PlateTrack[] = [];

  constructor(options: PlateTrackerOptions = {}) {
    this.#unseenMs = options.unseenMs ?? UNSEEN_MS;
  }

  get openTracks(): readonly PlateTrack[] {
    return this.#open;
  }

  update(frame: FrameObservation): PlateTrackChanges {
    const ended = this.sweep(frame.capturedAtMs);
    const { plates } = frame;
    const costs = this.#open.map((track) => plates.map((plate) => this.#costOf(track, plate, frame.capturedAtMs)));
    const trackOfPlate = new Map<number, PlateTrack>();
    for (const [row, column] of assign(costs, plates.length, ALONE_COST)) {
      const track = this.#open[row];
      if (track) trackOfPlate.set(column, track);
    }
    const seen = plates.map((plate, index) => {
      const track = trackOfPlate.get(index) ?? this.#resume(plate, frame.capturedAtMs) ?? this.#begin(frame, index);
      this.#learnFlow(track, plate);
      track.add(plate, frame);
      const classVote = frame.objects ? classOfPlate(plate, frame.objects) : null;
      if (classVote) track.addClass(classVote);
      this.#forgetStandingAt(plate.box, track);
      return { track, plate };
    });
    this.#lastSeen = seen.map((entry) => entry.track);
    while (this.#open.length > OPEN_TRACKS_MAX) {
      const oldest = this.#open.reduce((a, b) => (b.lastSeenAtMs < a.lastSeenAtMs ? b : a));
      this.#open = this.#open.filter((track) => track !== oldest);
      ended.push(oldest);
    }
    return { seen, ended };
  }

  /** The picture equals the last one given to `update`: everything seen there is still there. */
  unchanged(atMs: number): void {
    for (const track of this.#lastSeen) if (this.#open.includes(track)) track.touch(atMs);
  }

  /** Ends tracks unseen for too long at `atMs`, the picture time. */
  sweep(atMs: number): PlateTrack[] {
    const ended = this.#open.filter((track) => atMs - track.lastSeenAtMs > this.#unseenMs);
    if (ended.length > 0) {
      this.#open = this.#open.filter((track) => !ended.includes(track));
      this.#standing = [...this.#standing, ...ended.filter((track) => track.isStanding)].slice(-STANDING_KEPT_MAX);
    }
    this.#standing = this.#standing.filter((track) => atMs - track.lastSeenAtMs <= STANDING_MEMORY_MS);
    return ended;
  }

  /** Ends everything. */
  close(): PlateTrack[] {
    const ended = this.#open;
    this.#open = [];
    this.#standing = [];
    this.#lastSeen = [];
    return ended;
  }

  #costOf(track: PlateTrack, plate: PlateObservation, atMs: number): number {
    const textDistance = track.textDistance(plate);
    const motion = judgeMotion(track.sightings, plate.box, atMs, this.#flow.direction);
    if (textDistance > TEXT_LIMITS[motion.verdict]) return Number.POSITIVE_INFINITY;
    return textDistance + PLACE_COST * Math.min(1, motion.residual);
  }

  #begin(frame: FrameObservation, index: number): PlateTrack {
    const track = new PlateTrack(`p${frame.capturedAtMs}-${index}`, frame.capturedAtMs);
    this.#open.push(track);
    return track;
  }

  #resume(plate: PlateObservation, atMs: number): PlateTrack | null {
    const track = this.#standing.find((candidate) => {
      const last = candidate.sightings.at(-1);
      if (!last || overlapOf(last.box, plate.box) < SAME_PLACE_OVERLAP) return false;
      return candidate.textDistance(plate) <= TEXT_LIMITS.unknown;
    });
    if (!track) return null;
    this.#standing = this.#standing.filter((candidate) => candidate !== track);
    track.touch(atMs);
    this.#open.push(track);
    return track;
  }

  /** Another plate at the place of a remembered one: that vehicle has left. */
  #forgetStandingAt(box: PixelBox, by: PlateTrack): void {
    this.#standing = this.#standing.filter((track) => {
      const last = track.sightings.at(-1);
      return track === by || (last !== undefined && overlapOf(last.box, box) < PLACE_TAKEN_OVERLAP);
    });
  }

  #learnFlow(track: PlateTrack, plate: PlateObservation): void {
    const last = track.sightings.at(-1);
    if (last && track.vote?.plate.text === plate.text) this.#flow.learn(last.box, plate.box);
  }
}
