import { groupBy } from './group-by.ts';

/** One answer with the probability that the model itself gave it. */
export interface TrustedAnswer {
  readonly probability: number;
  readonly isRight: boolean;
}

const BINS = 10;

/**
 * Expected calibration error: how far the stated probability and the share of right answers lie apart, over ten equal
 * steps of probability, each weighed by its answers. 0 is honest. Null without answers.
 */
export function calibrationError(answers: readonly TrustedAnswer[]): number | null {
  if (answers.length === 0) return null;
  const bins = groupBy(answers, ({ probability }) => Math.min(BINS - 1, Math.floor(probability * BINS)));
  let error = 0;
  for (const bin of bins.values()) {
    const stated = bin.reduce((sum, { probability }) => sum + probability, 0);
    const right = bin.filter(({ isRight }) => isRight).length;
    error += Math.abs(stated - right);
  }
  return error / answers.length;
}
