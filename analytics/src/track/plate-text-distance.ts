import { misreadsOf } from '@thapcanh/core/plates/plate-confusables';

/*
 * How far two plate texts are apart, in "errors a reader makes": 0 equal, about 1 for one confident misread. Pairs that
 * readers are known to confuse cost half; a doubtful character costs less than a sure one.
 */
const CONFUSABLE_COST = 0.5;
/** A lost or doubled character: common at the dash and at a cut edge. */
const GAP_COST = 0.8;
/** What remains of a difference when neither reader was sure of the character. */
const DOUBT_FLOOR = 0.4;

/** Cost of reading `b` where `a` stands: 0, 0.5 or 1. */
export function substitutionCost(a: string, b: string): number {
  if (a === b) return 0;
  return misreadsOf(a).has(b) ? CONFUSABLE_COST : 1;
}

export interface WeighedText {
  readonly text: string;
  /** Per character 0..1; empty = all sure. */
  readonly charConfidences: readonly number[];
}

export interface AlignedPair {
  /** Index in the first text, or null where it has no partner. */
  readonly first: number | null;
  readonly second: number | null;
}

function table(first: WeighedText, second: WeighedText): Float64Array[] {
  const a = first.text;
  const b = second.text;
  const rows: Float64Array[] = [];
  for (let i = 0; i <= a.length; i += 1) {
    const row = new Float64Array(b.length + 1);
    rows.push(row);
    for (let j = 0; j <= b.length; j += 1) {
      if (i === 0 || j === 0) {
        row[j] = (i + j) * GAP_COST;
        continue;
      }
      const above = rows[i - 1] ?? row;
      row[j] = Math.min(
        (above[j - 1] ?? 0) + pairCost(first, i - 1, second, j - 1),
        (above[j] ?? 0) + GAP_COST,
        (row[j - 1] ?? 0) + GAP_COST,
      );
    }
  }
  return rows;
}

function pairCost(first: WeighedText, i: number, second: WeighedText, j: number): number {
  const cost = substitutionCost(first.text[i] ?? '', second.text[j] ?? '');
  if (cost === 0) return 0;
  const sureness = Math.min(first.charConfidences[i] ?? 1, second.charConfidences[j] ?? 1);
  return cost * (DOUBT_FLOOR + (1 - DOUBT_FLOOR) * sureness);
}

export function plateTextDistance(first: WeighedText, second: WeighedText): number {
  if (first.text === second.text) return 0;
  return table(first, second)[first.text.length]?.[second.text.length] ?? 0;
}

/** The cheapest alignment of the two texts, left to right; every index of both appears exactly once. */
export function alignPlateTexts(first: WeighedText, second: WeighedText): AlignedPair[] {
  const rows = table(first, second);
  const pairs: AlignedPair[] = [];
  let i = first.text.length;
  let j = second.text.length;
  const near = (x: number, y: number) => Math.abs(x - y) < 1e-9;
  while (i > 0 || j > 0) {
    const here = rows[i]?.[j] ?? 0;
    if (i > 0 && j > 0 && near(here, (rows[i - 1]?.[j - 1] ?? 0) + pairCost(first, i - 1, second, j - 1))) {
      i -= 1;
      j -= 1;
      pairs.push({ first: i, second: j });
    } else if (i > 0 && near(here, (rows[i - 1]?.[j] ?? 0) + GAP_COST)) {
      i -= 1;
      pairs.push({ first: i, second: null });
    } else {
      j -= 1;
      pairs.push({ first: null, second: j });
    }
  }
  return pairs.reverse();
}
