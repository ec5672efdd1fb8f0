import { expect, test } from 'vitest';
import type { Measured } from '../eval-task.ts';
import type { PersonPicture } from '../labels/class-labels.ts';
import { type FaceOutcome, facesTask } from './faces-task.ts';

/** A unit vector at an angle: the similarity of two is the cosine of what lies between them. */
const face = (person: string, degrees: number | null): Measured<PersonPicture, FaceOutcome> => {
  const angle = ((degrees ?? 0) * Math.PI) / 180;
  const embedding = degrees === null ? null : new Float32Array([Math.cos(angle), Math.sin(angle)]);
  const outcome = { embedding, isUsable: degrees !== null && degrees < 90 };
  return { row: { line: 1, image: `${person}${degrees}`, size: null, group: null, split: null, person }, outcome };
};

test('people with one picture each give no rate', () => {
  expect(facesTask.figures([face('a', 0), face('b', 90)])).toMatchObject({ samePairs: 0, tarAtFar1e3: null });
  expect(facesTask.figures([])).toMatchObject({ n: 0, found: null, tarAtFar1e3: null });
});

test('with few different pairs the closest of them is the limit', () => {
  // Same: a 0-10, a 0-60, a 10-60, b 90-95. Different, the closest: a 60 and b 90.
  const items = [face('a', 0), face('a', 10), face('a', 60), face('b', 90), face('b', 95)];
  expect(facesTask.figures(items)).toMatchObject({
    n: 5,
    people: 2,
    samePairs: 4,
    differentPairs: 6,
    found: 1,
    usable: 3 / 5,
    tarAtFar1e3: 0.5,
    limitAtFar1e3: expect.closeTo(Math.cos(Math.PI / 6), 5),
  });
  expect(facesTask.confusion(items).counts).toEqual([
    [2, 2],
    [0, 6],
  ]);
});

test('a face that was not found costs its pairs', () => {
  const items = [face('a', 0), face('a', 1), face('a', null), face('b', 90)];
  expect(facesTask.figures(items)).toMatchObject({ found: 3 / 4, samePairs: 3, tarAtFar1e3: 1 / 3 });
});

test('lost faces come first, then the pairs by how far they lie on the wrong side', () => {
  const items = [face('a', 0), face('a', 80), face('b', 90), face('b', 30), face('c', null)];
  expect(facesTask.mistakes(items, 20).map(({ caption }) => caption.en)).toEqual([
    'no face found',
    'the same person, similarity 0.17',
    'the same person, similarity 0.50',
  ]);
});
