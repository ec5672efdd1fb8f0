import type { PixelBox } from '@thapcanh/core/passages/passage';
import { overlapOf } from '../../box-overlap.ts';

export interface ScoredBox {
  readonly box: PixelBox;
  readonly score: number;
}

/** Which labelled box (index) each found box takes; null where none is left that overlaps enough. */
export type BoxMatches = readonly (number | null)[];

/**
 * Gives every labelled box to at most one found box: by falling score each takes the free one it overlaps most, if that
 * is at least `minOverlap` (intersection over union). The answer is in the order of `found`.
 */
export function matchBoxes(found: readonly ScoredBox[], labelled: readonly PixelBox[], minOverlap: number): BoxMatches {
  const matches: (number | null)[] = found.map(() => null);
  const taken = new Set<number>();
  const byScore = [...found.entries()].sort(([, a], [, b]) => b.score - a.score);
  for (const [place, { box }] of byScore) {
    let best: { index: number; overlap: number } | null = null;
    for (const [index, other] of labelled.entries()) {
      if (taken.has(index)) continue;
      const overlap = overlapOf(box, other);
      if (overlap >= minOverlap && overlap > (best?.overlap ?? 0)) best = { index, overlap };
    }
    if (best === null) continue;
    taken.add(best.index);
    matches[place] = best.index;
  }
  return matches;
}
