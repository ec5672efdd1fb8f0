import type { ObjectClass, PixelBox, VehicleColour } from '@thapcanh/core/passages/passage';
import { assign } from './assignment.ts';
import { centreOf, distanceBetween, overlapOf, type Point } from './box-geometry.ts';
import { ClassTally, voteOf } from './class-evidence.ts';
import type { FrameObservation, ObjectObservation } from './observation.ts';

export interface ObjectTrackerOptions {
  /** An object unseen for longer has gone. */
  readonly unseenMs?: number;
}

/** Detectors lose a vehicle behind another for a few pictures; a longer gap at a street is another vehicle. */
const UNSEEN_MS = 5_000;
/** A standing vehicle that flickers in and out of the detector is kept longer: nothing else can be at its place. */
const UNSEEN_STANDING_MS = 60_000;
/** Room around the expected place, in box sizes per second since the last sighting: before and after a velocity is known. */
const NEW_REACH = 2.5;
const KNOWN_REACH = 1.2;
const ALONE_COST = 1.2;
const CLASS_CHANGE_COST = 0.3;
/** Between two sightings a second apart a vehicle does not grow or shrink by more than this factor. */
const GROWTH_MAX = 2.2;
/** Moving by more than its own size is going past; less is box noise of something parked. */
const MOVED_SIZES = 1;
const SIGHTINGS_KEPT = 4;
/** Drop policy: longest unseen ends. */
const OPEN_TRACKS_MAX = 128;

const FAMILY: Readonly<Record<ObjectClass, string>> = {
  car: 'four-wheeled',
  bus: 'four-wheeled',
  truck: 'four-wheeled',
  motorcycle: 'two-wheeled',
  bicycle: 'two-wheeled',
  person: 'person',
  unknown: 'unknown',
};

/** One object on its way through a street view. */
export class ObjectTrack {
  /** Unique per camera, the same when the same pictures are seen again. */
  readonly key: string;
  readonly startedAtMs: number;
  #sightings: { atMs: number; box: PixelBox }[] = [];
  #count = 0;
  #hasMoved = false;
  #first: PixelBox | null = null;
  readonly #classes = new ClassTally();

  constructor(key: string, startedAtMs: number) {
    this.key = key;
    this.startedAtMs = startedAtMs;
  }

  get lastSeenAtMs(): number {
    return this.#sightings.at(-1)?.atMs ?? this.startedAtMs;
  }
  /** Pictures it was seen in. */
  get count(): number {
    return this.#count;
  }
  /** Whether it ever was further than its own size from where it first was. */
  get hasMoved(): boolean {
    return this.#hasMoved;
  }
  get objectClass(): ObjectClass {
    return this.#classes.winner;
  }
  get colour(): VehicleColour | null {
    return this.#classes.colour;
  }
  get lastBox(): PixelBox | null {
    return this.#sightings.at(-1)?.box ?? null;
  }

  add(object: ObjectObservation, atMs: number): void {
    this.#sightings = [...this.#sightings, { atMs, box: object.box }].slice(-SIGHTINGS_KEPT);
    this.#count += 1;
    this.#first ??= object.box;
    const travelled = distanceBetween(centreOf(this.#first), centreOf(object.box));
    if (travelled > MOVED_SIZES * Math.max(this.#first.width, this.#first.height)) this.#hasMoved = true;
    this.#classes.add(voteOf(object));
  }

  /** Where the centre is expected at `atMs` by constant velocity, and whether there was a velocity to go by. */
  expectedAt(atMs: number): { centre: Point; isKnown: boolean } | null {
    const last = this.#sightings.at(-1);
    if (!last) return null;
    const centre = centreOf(last.box);
    const before = this.#sightings.at(-2);
    if (!before || last.atMs <= before.atMs) return { centre, isKnown: false };
    const from = centreOf(before.box);
    const share = (atMs - last.atMs) / (last.atMs - before.atMs);
    return {
      centre: { x: centre.x + (centre.x - from.x) * share, y: centre.y + (centre.y - from.y) * share },
      isKnown: true,
    };
  }
}

/** Groups detections of one camera into objects. Pictures must come in order of `capturedAtMs`. */
export class ObjectTracker {
  readonly #unseenMs: number;
  #open: ObjectTrack[] = [];

  constructor(options: ObjectTrackerOptions = {}) {
    this.#unseenMs = options.unseenMs ?? UNSEEN_MS;
  }

  get openTracks(): readonly ObjectTrack[] {
    return this.#open;
  }

  update(frame: FrameObservation): {
    seen: { track: ObjectTrack; object: ObjectObservation }[];
    ended: ObjectTrack[];
  } {
    const atMs = frame.capturedAtMs;
    const ended = this.sweep(atMs);
    const objects = frame.objects ?? [];
    const costs = this.#open.map((track) => objects.map((object) => costOf(track, object, atMs)));
    const trackOf = new Map<number, ObjectTrack>();
    for (const [row, column] of assign(costs, objects.length, ALONE_COST)) {
      const track = this.#open[row];
      if (track) trackOf.set(column, track);
    }
    const seen = objects.map((object, index) => {
      let track = trackOf.get(index);
      if (!track) {
        track = new ObjectTrack(`o${atMs}-${index}`, atMs);
        this.#open.push(track);
      }
      track.add(object, atMs);
      return { track, object };
    });
    while (this.#open.length > OPEN_TRACKS_MAX) {
      const oldest = this.#open.reduce((a, b) => (b.lastSeenAtMs < a.lastSeenAtMs ? b : a));
      this.#open = this.#open.filter((track) => track !== oldest);
      ended.push(oldest);
    }
    return { seen, ended };
  }

  /** Ends tracks unseen for too long at `atMs`, the picture time. */
  sweep(atMs: number): ObjectTrack[] {
    const isGone = (track: ObjectTrack) =>
      atMs - track.lastSeenAtMs > (track.count >= 3 && !track.hasMoved ? UNSEEN_STANDING_MS : this.#unseenMs);
    const ended = this.#open.filter(isGone);
    if (ended.length > 0) this.#open = this.#open.filter((track) => !ended.includes(track));
    return ended;
  }

  /** Ends everything. */
  close(): ObjectTrack[] {
    const ended = this.#open;
    this.#open = [];
    return ended;
  }
}

/** 0 at the expected place, 1 at the edge of the reach, dearer for another class; Infinity where it cannot be. */
function costOf(track: ObjectTrack, object: ObjectObservation, atMs: number): number {
  const last = track.lastBox;
  const expected = track.expectedAt(atMs);
  if (!last || !expected) return Number.POSITIVE_INFINITY;
  const classCost = FAMILY[track.objectClass] === FAMILY[object.objectClass] ? 0 : CLASS_CHANGE_COST;
  const growth = Math.sqrt((object.box.width * object.box.height) / Math.max(1, last.width * last.height));
  if (growth > GROWTH_MAX || growth < 1 / GROWTH_MAX) return Number.POSITIVE_INFINITY;
  const overlap = overlapOf(last, object.box);
  if (overlap > 0.5) return 1 - overlap + classCost;
  const size = Math.max(last.width, last.height, object.box.width, object.box.height);
  const reach = (expected.isKnown ? KNOWN_REACH : NEW_REACH) * size * Math.max(0.5, (atMs - track.lastSeenAtMs) / 1000);
  const residual = distanceBetween(expected.centre, centreOf(object.box)) / reach;
  return residual <= 1 ? residual + classCost : Number.POSITIVE_INFINITY;
}
