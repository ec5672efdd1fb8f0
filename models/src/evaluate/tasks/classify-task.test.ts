import { expect, test } from 'vitest';
import { helmetTask, lightTask } from './classify-task.ts';

const row = { line: 1, image: 'a.jpg', size: null, group: null, split: null, box: null };
const helmet = (label: 'helmet' | 'no-helmet', answer: string, probability: number) => ({
  row: { ...row, label },
  outcome: { label: answer, probability },
});

test('the rare class weighs as much as the frequent one', () => {
  const items = [
    helmet('helmet', 'helmet', 0.95),
    helmet('helmet', 'helmet', 0.95),
    helmet('helmet', 'no-helmet', 0.55),
    helmet('no-helmet', 'helmet', 0.95),
  ];
  expect(helmetTask.figures(items)).toEqual({
    n: 4,
    found: 1,
    exact: 0.5,
    balancedAccuracy: (2 / 3 + 0) / 2,
    // .95 stated three times, right twice; .55 stated once, wrong.
    calibrationError: expect.closeTo((3 * 0.95 - 2 + 0.55) / 4, 12),
  });
  expect(helmetTask.confusion(items).counts).toEqual([
    [2, 1, 0],
    [1, 0, 0],
  ]);
  expect(helmetTask.mistakes(items, 1).map(({ caption }) => caption.en)).toEqual(['no-helmet → helmet (0.95)']);
});

test('a light that is not told is wrong but claims no probability', () => {
  const light = (answer: string) => ({
    row: { ...row, label: 'red' as const },
    outcome: { label: answer, probability: 1 },
  });
  expect(lightTask.figures([light('red'), light('unknown')])).toEqual({
    n: 2,
    found: 0.5,
    exact: 0.5,
    balancedAccuracy: 0.5,
    calibrationError: 0,
  });
});
