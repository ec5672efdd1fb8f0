import type { ObjectClass, VehicleColour } from '@thapcanh/core/passages/passage';
import { centreOf, containsPoint } from './box-geometry.ts';
import type { ObjectObservation, PlateObservation } from './observation.ts';

/**
 * Width / height of a two-line motorbike plate is 190 mm / 140 mm = 1.36; the two-line car plate is 330 / 165 = 2.0.
 * The border lies between them, with room for the slant of a camera that looks down.
 */
const MOTORBIKE_PLATE_ASPECT_MIN = 1.0;
const MOTORBIKE_PLATE_ASPECT_MAX = 1.65;

/** A plate's centre lies in the lower part of its vehicle; in the upper part it belongs to the vehicle in front. */
const UPPER_PART = 0.3;

const FOUR_WHEELED: ReadonlySet<ObjectClass> = new Set(['car', 'bus', 'truck']);
const TWO_WHEELED: ReadonlySet<ObjectClass> = new Set(['motorcycle', 'bicycle', 'person']);

export interface ClassVote {
  readonly objectClass: ObjectClass;
  readonly weight: number;
  /** The vehicle's paint, where the picture shows it. */
  readonly colour?: VehicleColour;
}

export function isMotorbikeShaped(plate: PlateObservation): boolean {
  const aspect = plate.box.width / Math.max(1, plate.box.height);
  return plate.lines === 2 && aspect >= MOTORBIKE_PLATE_ASPECT_MIN && aspect <= MOTORBIKE_PLATE_ASPECT_MAX;
}

/** What one look at an object says of it. */
export function voteOf({ objectClass, score, colour }: ObjectObservation): ClassVote {
  return { objectClass, weight: score, ...(colour === undefined ? {} : { colour }) };
}

/**
 * What the boxes around a plate say its vehicle is: the smallest vehicle box that contains the plate's centre in its
 * lower part. A motorbike-shaped plate with a rider or a two-wheeler around it is a motorcycle: a rider seen from behind
 * is often found as a person only. Null when no box speaks.
 */
export function classOfPlate(plate: PlateObservation, objects: readonly ObjectObservation[]): ClassVote | null {
  const centre = centreOf(plate.box);
  const around = objects
    .filter((object) => containsPoint(object.box, centre))
    .filter((object) => centre.y >= object.box.y + object.box.height * UPPER_PART)
    .filter((object) => object.box.width >= plate.box.width)
    .sort((a, b) => a.box.width * a.box.height - b.box.width * b.box.height);
  if (isMotorbikeShaped(plate)) {
    const rider = around.find((object) => TWO_WHEELED.has(object.objectClass));
    if (rider) return { objectClass: 'motorcycle', weight: rider.score };
  }
  const vehicle = around.find((object) => FOUR_WHEELED.has(object.objectClass) || object.objectClass === 'motorcycle');
  return vehicle ? voteOf(vehicle) : null;
}

/** Majorities over frames, weighted by score. */
export class ClassTally {
  readonly #classes = new Map<ObjectClass, number>();
  readonly #colours = new Map<VehicleColour, number>();
  #votes = 0;

  add({ objectClass, weight, colour }: ClassVote): void {
    this.#classes.set(objectClass, (this.#classes.get(objectClass) ?? 0) + weight);
    if (colour !== undefined) this.#colours.set(colour, (this.#colours.get(colour) ?? 0) + weight);
    this.#votes += 1;
  }

  /** Votes cast so far. */
  get votes(): number {
    return this.#votes;
  }

  get winner(): ObjectClass {
    return heaviest(this.#classes) ?? 'unknown';
  }

  /** Null where no picture showed a colour, or where half of what they showed was another one. */
  get colour(): VehicleColour | null {
    const colour = heaviest(this.#colours);
    if (colour === null) return null;
    const all = [...this.#colours.values()].reduce((sum, weight) => sum + weight, 0);
    return (this.#colours.get(colour) ?? 0) > all / 2 ? colour : null;
  }
}

function heaviest<Name>(weights: ReadonlyMap<Name, number>): Name | null {
  let winner: Name | null = null;
  let most = 0;
  for (const [name, weight] of weights)
    if (weight > most) {
      winner = name;
      most = weight;
    }
  return winner;
}
