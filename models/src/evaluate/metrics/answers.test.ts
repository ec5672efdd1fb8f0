import fc from 'fast-check';
import { expect, test } from 'vitest';
import { calibrationError } from './calibration-error.ts';
import { balancedAccuracy, confusionOf } from './confusion.ts';

const answer = (wanted: string, got: string) => ({ wanted, got });

test('without answers there is neither accuracy nor calibration', () => {
  expect(balancedAccuracy([])).toBeNull();
  expect(calibrationError([])).toBeNull();
});

test('the frequent class does not drown the rare one', () => {
  const answers = [...Array(9).fill(answer('helmet', 'helmet')), answer('no-helmet', 'helmet')];
  expect(balancedAccuracy(answers)).toBe(0.5);
  expect(balancedAccuracy([...answers, answer('no-helmet', 'no-helmet')])).toBe(0.75);
});

test('an answer that no label has counts as wrong', () => {
  expect(balancedAccuracy([answer('red', 'unknown'), answer('red', 'red'), answer('green', 'green')])).toBe(0.75);
});

test('the table counts what was answered to what', () => {
  const answers = [answer('a', 'a'), answer('a', 'b'), answer('b', 'b'), answer('b', 'b'), answer('c', 'a')];
  expect(confusionOf(answers, ['a', 'b'], ['a', 'b'])).toEqual({
    rows: ['a', 'b'],
    columns: ['a', 'b'],
    counts: [
      [1, 1],
      [0, 2],
    ],
  });
});

test('four answers at .75 of which three are right are honest, all right are a quarter too modest', () => {
  const at = (isRight: boolean) => ({ probability: 0.75, isRight });
  expect(calibrationError([at(true), at(true), at(true), at(false)])).toBe(0);
  expect(calibrationError([at(true), at(true)])).toBe(0.25);
  expect(calibrationError([{ probability: 1, isRight: false }, at(true), at(true), at(true)])).toBeCloseTo(
    (1 + 3 * 0.25) / 4,
    12,
  );
});

test('both are shares', () => {
  const name = fc.constantFrom('a', 'b', 'c');
  fc.assert(
    fc.property(fc.array(fc.record({ wanted: name, got: name }), { minLength: 1 }), (answers) => {
      const accuracy = balancedAccuracy(answers) ?? -1;
      expect(accuracy >= 0 && accuracy <= 1).toBe(true);
      expect(balancedAccuracy(answers.map(({ wanted }) => answer(wanted, wanted)))).toBe(1);
    }),
  );
  const trusted = fc.record({ probability: fc.double({ min: 0, max: 1, noNaN: true }), isRight: fc.boolean() });
  fc.assert(
    fc.property(fc.array(trusted, { minLength: 1 }), (answers) => {
      const error = calibrationError(answers) ?? -1;
      expect(error >= 0 && error <= 1).toBe(true);
    }),
  );
});
