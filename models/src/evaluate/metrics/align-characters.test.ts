import fc from 'fast-check';
import { expect, test } from 'vitest';
import { alignCharacters, editDistance } from './align-characters.ts';

test.each([
  ['', '', 0],
  ['51G49539', '51G49539', 0],
  ['51G49539', '51G4953', 1],
  ['51G49539', '57G495394', 2],
  ['59P141818', '1818', 5],
  ['kitten', 'sitting', 3],
  ['29MĐ12345', '29MD12345', 1],
  ['', 'ABC', 3],
])('%s read as %s is %d characters off', (wanted, read, distance) => {
  expect(editDistance(wanted, read)).toBe(distance);
});

test('a lost, an added and a replaced character are told apart', () => {
  expect(alignCharacters('ABCDEF', 'XBDEFG')).toEqual([
    { wanted: 'A', read: 'X' },
    { wanted: 'B', read: 'B' },
    { wanted: 'C', read: null },
    { wanted: 'D', read: 'D' },
    { wanted: 'E', read: 'E' },
    { wanted: 'F', read: 'F' },
    { wanted: null, read: 'G' },
  ]);
});

const plateText = fc.string({ unit: fc.constantFrom(...'0123ABĐ'), maxLength: 10 });

test('both texts can be put together again from the pairs', () => {
  fc.assert(
    fc.property(plateText, plateText, (wanted, read) => {
      const pairs = alignCharacters(wanted, read);
      expect(pairs.map((pair) => pair.wanted ?? '').join('')).toBe(wanted);
      expect(pairs.map((pair) => pair.read ?? '').join('')).toBe(read);
    }),
  );
});

test('the distance is a distance', () => {
  fc.assert(
    fc.property(plateText, plateText, plateText, (a, b, c) => {
      expect(editDistance(a, a)).toBe(0);
      expect(editDistance(a, b)).toBe(editDistance(b, a));
      expect(editDistance(a, c)).toBeLessThanOrEqual(editDistance(a, b) + editDistance(b, c));
      expect(editDistance(a, b)).toBeGreaterThanOrEqual(Math.abs(a.length - b.length));
      expect(editDistance(a, b)).toBeLessThanOrEqual(Math.max(a.length, b.length));
    }),
  );
});
