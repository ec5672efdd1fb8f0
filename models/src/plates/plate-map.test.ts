import fc from 'fast-check';
import { expect, test } from 'vitest';
import { overlapOf } from '../box-overlap.ts';
import { type PlateMap, platesOfMap } from './plate-map.ts';
import { boxOfCorners } from './plate-quad.ts';

const COLUMNS = 20;
const ROWS = 12;

interface Peak {
  readonly column: number;
  readonly row: number;
  readonly score: number;
  readonly offsets: readonly number[];
}

/** Offsets of an upright plate around the middle of its cell. */
const upright = (width: number, height: number): number[] =>
  [-1, -1, 1, -1, 1, 1, -1, 1].map((sign, index) => (sign * (index % 2 === 0 ? width : height)) / 2);

function mapWith(...peaks: readonly Peak[]): PlateMap {
  const plane = COLUMNS * ROWS;
  const data = new Float32Array(9 * plane);
  for (const { column, row, score, offsets } of peaks) {
    const cell = row * COLUMNS + column;
    data[cell] = score;
    for (const [index, offset] of offsets.entries()) data[(index + 1) * plane + cell] = offset;
  }
  return { data, columns: COLUMNS, rows: ROWS };
}

test('nothing is found below the least score, in an empty map or in one of NaN', () => {
  expect(platesOfMap(mapWith({ column: 4, row: 4, score: 0.29, offsets: upright(60, 16) }), 0.3)).toEqual([]);
  expect(platesOfMap(mapWith(), 0.3)).toEqual([]);
  const broken = mapWith();
  broken.data.fill(Number.NaN);
  expect(platesOfMap(broken, 0.3)).toEqual([]);
});

test('corners that cross, run backwards or have no size are no plate', () => {
  const mirrored = [30, -8, -30, -8, -30, 8, 30, 8];
  const crossed = [-30, -8, 30, -8, -30, 8, 30, 8];
  for (const offsets of [mirrored, crossed, upright(0, 0), upright(60, 1)])
    expect(platesOfMap(mapWith({ column: 4, row: 4, score: 0.9, offsets }), 0.3)).toEqual([]);
});

test('a peak becomes four corners around the middle of its cell', () => {
  const slanted = [-30, -10, 28, -6, 30, 11, -29, 7];
  const [plate, ...others] = platesOfMap(mapWith({ column: 9, row: 5, score: 0.8, offsets: slanted }), 0.3);
  expect(others).toEqual([]);
  expect(plate?.score).toBeCloseTo(0.8, 5);
  expect(plate?.corners).toEqual([
    { x: 46, y: 34 },
    { x: 104, y: 38 },
    { x: 106, y: 55 },
    { x: 47, y: 51 },
  ]);
});

test('of neighbours the highest is kept, and one line inside a plate is no plate of its own', () => {
  const map = mapWith(
    { column: 9, row: 5, score: 0.9, offsets: upright(60, 40) },
    { column: 10, row: 5, score: 0.85, offsets: upright(60, 40) },
    { column: 9, row: 7, score: 0.6, offsets: upright(56, 14) },
    { column: 2, row: 2, score: 0.5, offsets: upright(30, 10) },
  );
  expect(platesOfMap(map, 0.3).map(({ score }) => Number(score.toFixed(2)))).toEqual([0.9, 0.5]);
});

test('whatever the map, plates come by falling score and do not overlap', () => {
  const peak = fc.record({
    column: fc.nat(COLUMNS - 1),
    row: fc.nat(ROWS - 1),
    score: fc.double({ min: 0, max: 1, noNaN: true }),
    offsets: fc.array(fc.double({ min: -60, max: 60, noNaN: true }), { minLength: 8, maxLength: 8 }),
  });
  fc.assert(
    fc.property(fc.array(peak, { maxLength: 60 }), (peaks) => {
      const plates = platesOfMap(mapWith(...peaks), 0.3);
      for (const [index, { corners, score }] of plates.entries()) {
        expect(score).toBeLessThanOrEqual(plates[index - 1]?.score ?? 1);
        for (const other of plates.slice(index + 1))
          expect(overlapOf(boxOfCorners(corners), boxOfCorners(other.corners))).toBeLessThanOrEqual(0.3);
      }
    }),
    { numRuns: 200 },
  );
});
