import { expect, test } from 'vitest';
import { createHelmetClassifier } from './create-helmet-classifier.ts';

test('the shipped network fits the contract: one verdict a head, of any size, at least as likely as not', async () => {
  const classifier = await createHelmetClassifier();
  await classifier.warmUp();
  const heads = [12, 48, 200].map((side) => ({
    width: side,
    height: side,
    data: new Uint8Array(side * side * 3).fill(90),
  }));
  const verdicts = await classifier.classify(heads);
  await classifier.close();
  expect(verdicts).toHaveLength(3);
  for (const { probability } of verdicts) {
    expect(probability).toBeGreaterThanOrEqual(0.5);
    expect(probability).toBeLessThanOrEqual(1);
  }
});
