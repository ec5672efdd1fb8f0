import type { PixelBox } from '@thapcanh/core/passages/passage';
import { centreOf, distanceBetween, overlapOf, type Point } from './box-geometry.ts';

export interface Sighting {
  readonly atMs: number;
  readonly box: PixelBox;
}

/**
 * Whether a plate at `box` may be the one seen before: `still` at the same place, `follows` its own motion, `unknown`
 * when there is no motion to go by, `contradicts` when it went back against the motion or further than a vehicle can.
 */
export type MotionVerdict = 'still' | 'follows' | 'unknown' | 'contradicts';

export interface MotionJudgement {
  readonly verdict: MotionVerdict;
  /** 0 at the expected place, 1 and more at the limit of what is plausible. */
  readonly residual: number;
}

/** Overlap from which a plate has not moved; plate boxes shake by a few pixels. */
const STILL_OVERLAP = 0.3;
/** Room around the predicted place: box noise in plate widths, and speed change as a share of the expected way. */
const NOISE_WIDTHS = 1.5;
const SPEED_CHANGE = 0.75;
/** A 0.52 m plate at 30 km/h moves 16 of its widths a second across the view; faster is not met at a gate. */
const MOST_WIDTHS_PER_SECOND = 16;
/** Going back by more than this many widths is another vehicle, not noise. */
const BACKWARD_WIDTHS = 1;
/** How much of the flow's unit vectors must agree before the camera has a direction. */
const FLOW_AGREEMENT = 0.7;
const FLOW_MEMORY = 0.9;

/** Which way plates go past one camera: running mean of unit vectors, learned from tracks with settled text. */
export class CameraFlow {
  #x = 0;
  #y = 0;

  learn(from: PixelBox, to: PixelBox): void {
    const way = between(from, to);
    const length = Math.hypot(way.x, way.y);
    if (length < from.width * 0.5) return;
    this.#x = this.#x * FLOW_MEMORY + (way.x / length) * (1 - FLOW_MEMORY);
    this.#y = this.#y * FLOW_MEMORY + (way.y / length) * (1 - FLOW_MEMORY);
    this.#weight = this.#weight * FLOW_MEMORY + (1 - FLOW_MEMORY);
  }
  #weight = 0;

  /** Unit vector, or null while unknown or where vehicles go both ways. */
  get direction(): Point | null {
    const length = Math.hypot(this.#x, this.#y);
    if (this.#weight < 0.25 || length / this.#weight < FLOW_AGREEMENT) return null;
    return { x: this.#x / length, y: this.#y / length };
  }
}

const between = (from: PixelBox, to: PixelBox): Point => {
  const a = centreOf(from);
  const b = centreOf(to);
  return { x: b.x - a.x, y: b.y - a.y };
};

/** Judges a plate box against a track's last sightings (oldest first, at least one). */
export function judgeMotion(
  sightings: readonly Sighting[],
  box: PixelBox,
  atMs: number,
  flow: Point | null,
): MotionJudgement {
  const last = sightings.at(-1);
  if (!last) return { verdict: 'unknown', residual: 1 };
  if (overlapOf(last.box, box) >= STILL_OVERLAP) return { verdict: 'still', residual: 1 - overlapOf(last.box, box) };
  const elapsedMs = Math.max(1, atMs - last.atMs);
  const way = between(last.box, box);
  const distance = Math.hypot(way.x, way.y);
  const width = Math.max(last.box.width, box.width);
  if (distance > width * (MOST_WIDTHS_PER_SECOND * (elapsedMs / 1000) + NOISE_WIDTHS)) {
    return { verdict: 'contradicts', residual: 2 };
  }
  const velocity = velocityOf(sightings);
  const heading = velocity ? unit(velocity) : flow;
  if (heading && way.x * heading.x + way.y * heading.y < -BACKWARD_WIDTHS * width) {
    return { verdict: 'contradicts', residual: 2 };
  }
  if (!velocity) return { verdict: 'unknown', residual: 1 };
  const lastCentre = centreOf(last.box);
  const expected = { x: lastCentre.x + velocity.x * elapsedMs, y: lastCentre.y + velocity.y * elapsedMs };
  const expectedWay = Math.hypot(velocity.x, velocity.y) * elapsedMs;
  const residual = distanceBetween(expected, centreOf(box)) / (NOISE_WIDTHS * width + SPEED_CHANGE * expectedWay);
  return { verdict: residual <= 1 ? 'follows' : 'unknown', residual };
}

/** px/ms over the last two sightings; null with one sighting or while standing (a halt says nothing of what comes). */
function velocityOf(sightings: readonly Sighting[]): Point | null {
  const last = sightings.at(-1);
  const before = sightings.at(-2);
  if (!last || !before || last.atMs <= before.atMs) return null;
  const way = between(before.box, last.box);
  if (Math.hypot(way.x, way.y) < last.box.width * 0.25) return null;
  const elapsedMs = last.atMs - before.atMs;
  return { x: way.x / elapsedMs, y: way.y / elapsedMs };
}

function unit(vector: Point): Point {
  const length = Math.hypot(vector.x, vector.y);
  return { x: vector.x / length, y: vector.y / length };
}
