import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { PixelPoint } from '../contracts.ts';
import { applySimilarity, fitSimilarity, invertSimilarity, type Similarity, scaleOf } from './similarity.ts';

const coordinate = fc.double({ min: -500, max: 500, noNaN: true });
const point = fc.record({ x: coordinate, y: coordinate });
const similarity: fc.Arbitrary<Similarity> = fc
  .record({
    scale: fc.double({ min: 0.05, max: 20, noNaN: true }),
    angle: fc.double({ min: -Math.PI, max: Math.PI, noNaN: true }),
    shiftX: coordinate,
    shiftY: coordinate,
  })
  .map(({ scale, angle, shiftX, shiftY }) => ({
    a: scale * Math.cos(angle),
    b: scale * Math.sin(angle),
    shiftX,
    shiftY,
  }));
const spreadPoints = fc
  .array(point, { minLength: 3, maxLength: 5 })
  .filter((points) => points.some(({ x }) => Math.abs(x - (points[0]?.x ?? 0)) > 1));

const distance = (first: PixelPoint, second: PixelPoint): number => Math.hypot(first.x - second.x, first.y - second.y);

test('points on one spot, no points and points at infinity have no similarity', () => {
  const spot = { x: 3, y: 4 };
  expect(fitSimilarity([spot, spot, spot], [spot, { x: 0, y: 0 }, { x: 1, y: 1 }])).toBeNull();
  expect(fitSimilarity([], [])).toBeNull();
  expect(fitSimilarity([spot, { x: Number.POSITIVE_INFINITY, y: 0 }], [spot, { x: 0, y: 0 }])).toBeNull();
});

test('a similarity is found again from the points it moved', () => {
  fc.assert(
    fc.property(similarity, spreadPoints, (map, points) => {
      const moved = points.map((each) => applySimilarity(map, each));
      const found = fitSimilarity(points, moved);
      expect(found).not.toBeNull();
      for (const [index, each] of points.entries())
        expect(distance(applySimilarity(found!, each), moved[index]!)).toBeLessThan(1e-5);
    }),
  );
});

test('whatever the points, all lengths change by one factor and nothing is mirrored', () => {
  fc.assert(
    fc.property(spreadPoints, fc.array(point, { minLength: 5, maxLength: 5 }), point, point, (from, to, p, q) => {
      const map = fitSimilarity(from, to);
      if (map === null) return;
      const [movedP, movedQ] = [applySimilarity(map, p), applySimilarity(map, q)];
      expect(distance(movedP, movedQ)).toBeCloseTo(distance(p, q) * scaleOf(map), 5);
      const right = applySimilarity({ ...map, shiftX: 0, shiftY: 0 }, { x: 1, y: 0 });
      const down = applySimilarity({ ...map, shiftX: 0, shiftY: 0 }, { x: 0, y: 1 });
      expect(right.x * down.y - right.y * down.x).toBeGreaterThan(0);
    }),
  );
});

test('the inverse leads back', () => {
  fc.assert(
    fc.property(similarity, point, (map, each) => {
      expect(distance(applySimilarity(invertSimilarity(map), applySimilarity(map, each)), each)).toBeLessThan(1e-5);
    }),
  );
});
