import { groupBy } from './group-by.ts';

/** How often each answer was given to each truth: `counts[row][column]`. */
export interface Confusion {
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  readonly counts: readonly (readonly number[])[];
}

export interface Answered {
  readonly wanted: string;
  readonly got: string;
}

/** Counts answers; names outside `rows` and `columns` are left out. */
export function confusionOf(
  answers: Iterable<Answered>,
  rows: readonly string[],
  columns: readonly string[],
): Confusion {
  const counts = rows.map(() => columns.map(() => 0));
  for (const { wanted, got } of answers) {
    const row = counts[rows.indexOf(wanted)];
    const column = columns.indexOf(got);
    if (row !== undefined && column >= 0) row[column] = (row[column] ?? 0) + 1;
  }
  return { rows, columns, counts };
}

/** The mean over the classes that occur of the share answered right: .5 is guessing between two. Null without answers. */
export function balancedAccuracy(answers: readonly Answered[]): number | null {
  const byClass = groupBy(answers, ({ wanted }) => wanted);
  if (byClass.size === 0) return null;
  let sum = 0;
  for (const [wanted, group] of byClass) sum += group.filter(({ got }) => got === wanted).length / group.length;
  return sum / byClass.size;
}
