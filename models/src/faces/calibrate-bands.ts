import { createHash } from 'node:crypto';
import { verificationRate } from '../evaluate/metrics/verification-rate.ts';
import { type EmbeddedFace, similaritiesOf } from '../evaluate/tasks/face-pairs.ts';
import type { SimilarityBandName } from './similarity-bands.ts';

/** How rarely two different people may reach a band. */
const TARGETS: readonly (readonly [name: SimilarityBandName, falseAcceptRate: number])[] = [
  ['very-likely', 1e-4],
  ['likely', 1e-3],
  ['possible', 1e-2],
];

/** A band as measured. Rates are shares of pairs, 0..1. */
export interface CalibratedBand {
  readonly name: SimilarityBandName;
  readonly minCosine: number;
  readonly falseAcceptRate: number;
  readonly trueAcceptRate: number;
  /** With the limit found on one half of the people and the pairs counted in the other, the mean of both ways. */
  readonly falseAcceptRateOnOtherPeople: number;
}

interface Pairs {
  readonly same: number[];
  readonly different: Float32Array;
}

const shareFrom = (cosines: ArrayLike<number>, minCosine: number): number =>
  Array.from(cosines).filter((cosine) => cosine >= minCosine).length / cosines.length;

/** The lowest hundredth that lets through no more than it may. */
function limitOf({ same, different }: Pairs, falseAcceptRate: number): number {
  const limit = verificationRate(same, different, falseAcceptRate)?.limit ?? 1;
  return Math.floor(limit * 100 + 1) / 100;
}

const isInFirstHalf = ({ person }: EmbeddedFace): boolean =>
  (createHash('sha256').update(person).digest()[0] ?? 0) % 2 === 0;

/**
 * Finds the limits of the bands on labelled faces; null with fewer than two people with two usable faces each in either
 * half. Faces without a vector are left out: the bands speak about usable faces only.
 */
export function calibrateBands(faces: readonly EmbeddedFace[]): CalibratedBand[] | null {
  const usable = faces.filter(({ embedding }) => embedding !== null);
  const all = similaritiesOf(usable);
  const halves = [usable.filter(isInFirstHalf), usable.filter((face) => !isInFirstHalf(face))].map(similaritiesOf);
  const [first, second] = halves;
  if (first === undefined || second === undefined) return null;
  if (halves.some(({ same, different }) => same.length === 0 || different.length === 0)) return null;
  return TARGETS.map(([name, target]) => {
    const minCosine = limitOf(all, target);
    return {
      name,
      minCosine,
      falseAcceptRate: shareFrom(all.different, minCosine),
      trueAcceptRate: shareFrom(all.same, minCosine),
      falseAcceptRateOnOtherPeople:
        (shareFrom(second.different, limitOf(first, target)) + shareFrom(first.different, limitOf(second, target))) / 2,
    };
  });
}
