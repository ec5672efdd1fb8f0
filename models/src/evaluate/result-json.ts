import type { EvalResult } from './evaluate.ts';

/** How many unreadable pictures are named; all are counted, and all are named on standard error. */
const NAMED_PICTURES = 20;
const DECIMALS = 4;

const rounded = (_key: string, value: unknown): unknown =>
  typeof value === 'number' ? Number(value.toFixed(DECIMALS)) : value;

/** The result as it is printed: the figures beside task and model, numbers to four decimals. */
export function resultJson({ task, model, threads, figures, groups, unreadable }: EvalResult, indent: number): string {
  const named = unreadable
    .slice(0, NAMED_PICTURES)
    .map(({ line, image, reason }) => ({ line, image, reason: reason.en }));
  const printed = {
    task,
    model,
    threads,
    ...figures,
    unreadable: unreadable.length,
    unreadablePictures: named,
    groups,
  };
  return JSON.stringify(printed, rounded, indent);
}
