import type { ObjectClass, VehicleColour } from '@thapcanh/core/passages/passage';
import { type PlateRead, withRead } from '../vote/plate-read.ts';
import { type PlateVote, votePlate } from '../vote/plate-vote.ts';
import { overlapOf, touchesEdge } from './box-geometry.ts';
import { ClassTally, type ClassVote } from './class-evidence.ts';
import type { FrameObservation, PlateObservation } from './observation.ts';
import type { Sighting } from './plate-motion.ts';
import { plateTextDistance } from './plate-text-distance.ts';

/** Sightings kept for motion; the last two give the velocity, the rest tell a standing vehicle. */
const SIGHTINGS_KEPT = 4;
/** Plates of a standing vehicle overlap at least this much from picture to picture. */
const STANDING_OVERLAP = 0.5;

/** One vehicle at one camera as its plate was seen, picture by picture. */
export class PlateTrack {
  /** Unique per camera, the same when the same pictures are seen again. */
  readonly key: string;
  readonly startedAtMs: number;
  #lastSeenAtMs: number;
  #sightings: Sighting[] = [];
  #reads: PlateRead[] = [];
  #readCount = 0;
  #vote: PlateVote | null = null;
  #lastText = '';
  readonly #classes = new ClassTally();

  constructor(key: string, startedAtMs: number) {
    this.key = key;
    this.startedAtMs = startedAtMs;
    this.#lastSeenAtMs = startedAtMs;
  }

  get lastSeenAtMs(): number {
    return this.#lastSeenAtMs;
  }
  /** Last sightings, oldest first. */
  get sightings(): readonly Sighting[] {
    return this.#sightings;
  }
  /** Bounded; the weightiest. */
  get reads(): readonly PlateRead[] {
    return this.#reads;
  }
  /** All reads ever, also those no longer kept. */
  get readCount(): number {
    return this.#readCount;
  }
  get vote(): PlateVote | null {
    return this.#vote;
  }
  get objectClass(): ObjectClass {
    return this.#classes.winner;
  }
  get colour(): VehicleColour | null {
    return this.#classes.colour;
  }
  get classVotes(): number {
    return this.#classes.votes;
  }

  /** Whether the last sightings are all at one place. */
  get isStanding(): boolean {
    const last = this.#sightings.at(-1);
    if (!last || this.#sightings.length < 3) return false;
    return this.#sightings.slice(-3).every((sighting) => overlapOf(sighting.box, last.box) >= STANDING_OVERLAP);
  }

  add(plate: PlateObservation, frame: FrameObservation): void {
    const read: PlateRead = {
      atMs: frame.capturedAtMs,
      text: plate.text,
      rawText: plate.rawText,
      charConfidences: plate.charConfidences,
      confidence: plate.confidence,
      lines: plate.lines,
      ground: plate.ground,
      widthPx: plate.box.width,
      isCut: touchesEdge(plate.box, frame.width, frame.height),
      ...(plate.choices === undefined ? {} : { choices: plate.choices }),
      ...(plate.sharpness === undefined ? {} : { sharpness: plate.sharpness }),
    };
    this.#sightings = [...this.#sightings, { atMs: frame.capturedAtMs, box: plate.box }].slice(-SIGHTINGS_KEPT);
    this.#reads = withRead(this.#reads, read);
    this.#readCount += 1;
    this.#lastText = plate.text;
    this.#lastSeenAtMs = Math.max(this.#lastSeenAtMs, frame.capturedAtMs);
    this.#vote = votePlate(this.#reads);
  }

  addClass(vote: ClassVote): void {
    this.#classes.add(vote);
  }

  /** The picture did not change: the vehicle still stands where it was. */
  touch(atMs: number): void {
    this.#lastSeenAtMs = Math.max(this.#lastSeenAtMs, atMs);
  }

  /** Distance of a plate's text to what this track holds (the vote, or the newest read where that is nearer). */
  textDistance(plate: PlateObservation): number {
    const distances: number[] = [];
    if (this.#vote) {
      const voted = { text: this.#vote.plate.text, charConfidences: this.#vote.charShares };
      distances.push(plateTextDistance(voted, plate));
    }
    const newest = this.#reads.findLast((read) => read.text === this.#lastText);
    if (newest) distances.push(plateTextDistance(newest, plate));
    return Math.min(...distances, Number.POSITIVE_INFINITY);
  }
}
