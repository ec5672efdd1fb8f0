import fc from 'fast-check';
import { expect, test } from 'vitest';
import { boxAround, isInRing, type LngLat, parsePlace, placeAt, placeText, viewCone, wayBetween } from './geo.ts';

const AT: LngLat = [105.12, 10.7];

test('what is no place is none', () => {
  for (const text of [null, '', '10.7', '95,105', '10.7,205', 'a,b', '10.7,105.1,3'])
    expect(parsePlace(text)).toBeNull();
  expect(parsePlace('10.7, 105.12')).toEqual([105.12, 10.7]);
  expect(parsePlace(placeText(AT))).toEqual(AT);
});

test('going a way and asking for it gives the way', () => {
  const bearing = fc.double({ min: 0, max: 359.9, noNaN: true });
  fc.assert(
    fc.property(bearing, fc.double({ min: 1, max: 5_000, noNaN: true }), (bearingDeg, metres) => {
      const way = wayBetween(AT, placeAt(AT, bearingDeg, metres));
      expect(way.metres).toBeCloseTo(metres, 3);
      expect(Math.cos(((way.bearingDeg - bearingDeg) * Math.PI) / 180)).toBeCloseTo(1, 6);
    }),
  );
});

test('a camera that looks east sees what lies east, no farther than it sees', () => {
  const cone = viewCone(AT, { bearingDeg: 90, viewDeg: 60, viewM: 50 });
  expect(isInRing(placeAt(AT, 90, 40), cone)).toBe(true);
  expect(isInRing(placeAt(AT, 110, 40), cone)).toBe(true);
  expect(isInRing(placeAt(AT, 150, 40), cone)).toBe(false);
  expect(isInRing(placeAt(AT, 90, 60), cone)).toBe(false);
  expect(cone[0]).toEqual(cone.at(-1));
});

test('a camera that sees all around has a circle without a point', () => {
  const circle = viewCone(AT, { bearingDeg: 0, viewDeg: 360, viewM: 50 });
  expect(circle.every((place) => Math.abs(wayBetween(AT, place).metres - 50) < 0.01)).toBe(true);
});

test('nothing lies in a ring without an inside', () => {
  expect(isInRing(AT, [])).toBe(false);
  expect(isInRing(AT, [AT, [106, 11]])).toBe(false);
});

test('a box holds all places', () => {
  expect(boxAround([])).toBeNull();
  expect(boxAround([AT, [105, 11]])).toEqual([
    [105, 10.7],
    [105.12, 11],
  ]);
});
