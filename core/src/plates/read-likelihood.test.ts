import fc from 'fast-check';
import { expect, test } from 'vitest';
import { choicesOf, logLikelihood, type PlateLook } from './read-likelihood.ts';

const look = (text: string, confidence = 0.9, isCut = false): PlateLook => ({
  places: [...text].map((char) => choicesOf(char, confidence)),
  isCut,
});

const order = (seen: PlateLook, ...texts: string[]): string[] =>
  texts.toSorted((a, b) => logLikelihood(b, seen) - logLikelihood(a, seen));

test('what was read is likelier than a known misread of it, and that than any other character', () => {
  expect(order(look('30A12345', 0.6), '30A82345', '30A72345', '30A12345')).toEqual([
    '30A12345',
    '30A72345',
    '30A82345',
  ]);
});

test('a lost character is likelier than an invented one', () => {
  const seen = look('30A1234', 0.8);
  expect(logLikelihood('30A12345', seen)).toBeGreaterThan(logLikelihood('30A123', seen));
});

test('a plate cut by the edge may go on there, not in its middle', () => {
  const cut = look('30A1234', 0.9, true);
  expect(logLikelihood('30A12345', cut)).toBeGreaterThan(logLikelihood('30A12345', look('30A1234')));
  expect(logLikelihood('30A12934', cut)).toBeLessThan(logLikelihood('30A12345', cut));
});

test('one place that is surely something else costs a bounded share', () => {
  const sure = logLikelihood('30A12345', look('30A12349', 0.999999));
  const surer = logLikelihood('30A12345', look('30A12349', 1));
  expect(sure).toBeCloseTo(surer, 3);
  expect(sure).toBeGreaterThan(Math.log(0.005));
});

const plateText = fc.string({ unit: fc.constantFrom(...'0123456789ABDĐ'), maxLength: 12 });

test('for any text it is at most 0, and nothing is likelier than what was read', () => {
  fc.assert(
    fc.property(plateText, plateText, fc.double({ min: 0.5, max: 1, noNaN: true }), (seen, text, confidence) => {
      const read = look(seen, confidence);
      expect(logLikelihood(text, read)).toBeLessThanOrEqual(0);
      expect(logLikelihood(text, read)).toBeLessThanOrEqual(logLikelihood(seen, read) + 1e-9);
    }),
    { numRuns: 500 },
  );
});
