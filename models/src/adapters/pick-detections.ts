import { overlapOf } from '../box-overlap.ts';
import type { Detection } from '../contracts.ts';
import type { ClassMap } from './class-map.ts';
import type { Proposals } from './detector-adapter.ts';

const MAX_CANDIDATES = 600;

function* candidatesOf(proposals: Proposals, classes: ClassMap, minScore: number): Generator<Detection> {
  for (let at = 0; at < proposals.count; at += 1)
    for (const [index, objectClass] of classes) {
      const score = proposals.scoreOf(at, index);
      // Written so that NaN is dropped too.
      if (!(score >= minScore && score <= 1)) continue;
      yield { objectClass, score, box: proposals.boxOf(at) };
    }
}

/**
 * Keeps what scores high enough, by falling score; of boxes of one class that overlap more than `maxOverlap`
 * (intersection over union, null: any) the best one.
 */
export function pickDetections(
  proposals: readonly Proposals[],
  classes: ClassMap,
  minScore: number,
  maxOverlap: number | null,
): Detection[] {
  const candidates = proposals
    .flatMap((group) => [...candidatesOf(group, classes, minScore)])
    .sort((a, b) => b.score - a.score)
    .slice(0, MAX_CANDIDATES);
  if (maxOverlap === null) return candidates;
  const kept: Detection[] = [];
  for (const candidate of candidates) {
    const isCovered = kept.some(
      (other) => other.objectClass === candidate.objectClass && overlapOf(other.box, candidate.box) > maxOverlap,
    );
    if (!isCovered) kept.push(candidate);
  }
  return kept;
}
