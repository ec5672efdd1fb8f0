import { expect, test } from 'vitest';
import { calibrateBands } from './calibrate-bands.ts';

/** A direction of its own for every person, a little of the next one in every picture. */
const vectorOf = (person: number, picture: number, blur: number): Float32Array => {
  const vector = new Float32Array(64);
  vector[person] = Math.sqrt(1 - (blur * picture) ** 2);
  vector[(person + 1) % 64] = blur * picture;
  return vector;
};

const people = (blur: number) =>
  Array.from({ length: 40 }, (_, person) =>
    [0, 1, 2].map((picture) => ({ person: `person ${person}`, embedding: vectorOf(person, picture, blur) })),
  ).flat();

test('too few people give no bands', () => {
  expect(calibrateBands([])).toBeNull();
  expect(calibrateBands([{ person: 'a', embedding: null }])).toBeNull();
  expect(calibrateBands(people(0.1).slice(0, 3))).toBeNull();
});

test('limits rise with what a band claims, and no band lets through more than it may', () => {
  const bands = calibrateBands(people(0.3));
  expect(bands?.map(({ name }) => name)).toEqual(['very-likely', 'likely', 'possible']);
  for (const [index, target] of [1e-4, 1e-3, 1e-2].entries()) {
    expect(bands?.[index]?.falseAcceptRate).toBeLessThanOrEqual(target);
    expect(bands?.[index]?.trueAcceptRate).toBeGreaterThan(0.5);
    expect(bands?.[index]?.minCosine).toBeGreaterThanOrEqual(bands?.[index + 1]?.minCosine ?? 0);
  }
});

test('refused faces are left out', () => {
  const refused = people(0.3).map(({ person }) => ({ person, embedding: null }));
  expect(calibrateBands([...people(0.3), ...refused])).toEqual(calibrateBands(people(0.3)));
});
