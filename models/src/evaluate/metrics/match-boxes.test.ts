import fc from 'fast-check';
import { expect, test } from 'vitest';
import { matchBoxes } from './match-boxes.ts';

const at = (x: number, width = 10) => ({ x, y: 0, width, height: 10 });

test('the higher score takes the object, the second box on it goes without', () => {
  const found = [
    { box: at(1), score: 0.6 },
    { box: at(0), score: 0.9 },
  ];
  expect(matchBoxes(found, [at(0)], 0.5)).toEqual([null, 0]);
});

test('each box takes the free object that it overlaps most', () => {
  const found = [
    { box: at(2), score: 0.9 },
    { box: at(1), score: 0.5 },
  ];
  expect(matchBoxes(found, [at(0), at(3)], 0.3)).toEqual([1, 0]);
});

test('half of the common area is enough at .5, less is not', () => {
  expect(matchBoxes([{ box: at(0, 10), score: 1 }], [at(0, 20)], 0.5)).toEqual([0]);
  expect(matchBoxes([{ box: at(0, 9), score: 1 }], [at(0, 20)], 0.5)).toEqual([null]);
});

test('no object is taken twice', () => {
  const box = fc.record({
    x: fc.nat(30),
    y: fc.nat(5),
    width: fc.integer({ min: 1, max: 20 }),
    height: fc.constant(10),
  });
  fc.assert(
    fc.property(
      fc.array(fc.record({ box, score: fc.double({ min: 0, max: 1, noNaN: true }) })),
      fc.array(box),
      (f, l) => {
        const taken = matchBoxes(f, l, 0.3).filter((index) => index !== null);
        expect(new Set(taken).size).toBe(taken.length);
      },
    ),
  );
});
