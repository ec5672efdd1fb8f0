/** One box that a model found, and whether it lies on an object that no higher score has taken. */
export interface ScoredHit {
  readonly score: number;
  readonly isHit: boolean;
}

/**
 * Area under the precision-recall curve with all-point interpolation (PASCAL VOC since 2010): at every recall the best
 * precision reached there or further on. Boxes of equal score count as one step, so their order makes no difference.
 * Null when there was nothing to find.
 */
export function averagePrecision(found: readonly ScoredHit[], objects: number): number | null {
  if (objects === 0) return null;
  const byScore = [...found].sort((a, b) => b.score - a.score);
  const steps: { hits: number; precision: number }[] = [];
  let hits = 0;
  for (const [index, { score, isHit }] of byScore.entries()) {
    if (isHit) hits += 1;
    if (byScore[index + 1]?.score !== score) steps.push({ hits, precision: hits / (index + 1) });
  }
  let area = 0;
  let best = 0;
  for (const [index, step] of [...steps.entries()].reverse()) {
    best = Math.max(best, step.precision);
    area += best * (step.hits - (steps[index - 1]?.hits ?? 0));
  }
  return area / objects;
}
