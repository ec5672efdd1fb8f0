import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { PlateCorners, RgbImage } from '../contracts.ts';
import { cornersOfBox } from './plate-quad.ts';
import { PLATE_HEIGHT, PLATE_WIDTH, rectifyPlate, stretchPlate } from './rectify-plate.ts';

/** A picture made of one colour for every point. */
function drawn(width: number, height: number, colourAt: (x: number, y: number) => number): RgbImage {
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1)
      data.fill(colourAt(x + 0.5, y + 0.5), (y * width + x) * 3, (y * width + x) * 3 + 3);
  return { width, height, data };
}

const at = (plate: RgbImage, shareX: number, shareY: number): number =>
  plate.data[(Math.floor(shareY * plate.height) * plate.width + Math.floor(shareX * plate.width)) * 3] ?? -1;

/** Mirrors the way from plate to picture: which quarter of the slanted plate a point of the picture lies in. */
const SLANTED: PlateCorners = [
  { x: 40, y: 30 },
  { x: 220, y: 60 },
  { x: 200, y: 150 },
  { x: 50, y: 100 },
];

function isInside(x: number, y: number, corners: PlateCorners): boolean {
  return corners.every((from, index) => {
    const to = corners[(index + 1) % 4] ?? from;
    return (to.x - from.x) * (y - from.y) - (to.y - from.y) * (x - from.x) >= 0;
  });
}

test('a slanted plate fills the straight one, and only a little of what surrounds it comes along', () => {
  const plate = rectifyPlate(
    drawn(260, 180, (x, y) => (isInside(x, y, SLANTED) ? 200 : 20)),
    SLANTED,
  );
  expect([plate.width, plate.height]).toEqual([PLATE_WIDTH, PLATE_HEIGHT]);
  for (const [x, y] of [
    [0.06, 0.12],
    [0.94, 0.12],
    [0.5, 0.5],
    [0.06, 0.88],
    [0.94, 0.88],
  ] as const)
    expect(at(plate, x, y)).toBe(200);
  expect(at(plate, 0.5, 0)).toBe(20);
  expect(at(plate, 0, 0.5)).toBeLessThan(120);
});

test('corners land in their corners', () => {
  const [topLeft, topRight] = SLANTED;
  const plate = rectifyPlate(
    drawn(260, 180, (x, y) => {
      if (Math.hypot(x - topLeft.x, y - topLeft.y) < 18) return 250;
      return Math.hypot(x - topRight.x, y - topRight.y) < 18 ? 125 : 0;
    }),
    SLANTED,
  );
  expect(at(plate, 0.04, 0.1)).toBe(250);
  expect(at(plate, 0.96, 0.1)).toBe(125);
  expect(at(plate, 0.04, 0.9)).toBe(0);
  expect(at(plate, 0.96, 0.9)).toBe(0);
});

test('fine stripes of a large plate become their mean instead of a chance pattern', () => {
  const stripes = drawn(1280, 480, (x) => (Math.floor(x) % 4 < 2 ? 0 : 200));
  const plate = stretchPlate(stripes);
  for (let x = 4; x < 124; x += 1) expect(Math.abs((plate.data[(24 * 128 + x) * 3] ?? 0) - 100)).toBeLessThan(25);
});

test('what has the right size already stays as it is', () => {
  const plate = drawn(PLATE_WIDTH, PLATE_HEIGHT, (x) => x);
  expect(stretchPlate(plate)).toBe(plate);
  const shown = rectifyPlate(
    drawn(300, 200, (x) => x),
    cornersOfBox({ x: 80, y: 60, width: 128, height: 48 }),
  );
  expect(Math.abs(at(shown, 0.5, 0.5) - 144)).toBeLessThanOrEqual(1);
});

test('any four points give a plate, also far outside the picture', () => {
  const image = drawn(60, 40, (x, y) => x + y);
  const coordinate = fc.double({ min: -500, max: 500, noNaN: true });
  const point = fc.record({ x: coordinate, y: coordinate });
  fc.assert(
    fc.property(fc.tuple(point, point, point, point), (corners) => {
      expect(rectifyPlate(image, corners).data).toHaveLength(PLATE_WIDTH * PLATE_HEIGHT * 3);
    }),
    { numRuns: 30 },
  );
});

test('a plate many times the size of the answer looks like the same plate seen small', () => {
  const scene = (size: number) =>
    drawn(260 * size, 180 * size, (x, y) => (isInside(x / size, y / size, SLANTED) ? 40 + (x / size) * 0.7 : 10));
  const large = SLANTED.map(({ x, y }) => ({ x: x * 6, y: y * 6 })) as unknown as PlateCorners;
  const [near, far] = [rectifyPlate(scene(6), large), rectifyPlate(scene(1), SLANTED)];
  for (const x of [0.1, 0.3, 0.5, 0.7, 0.9])
    for (const y of [0.2, 0.5, 0.8]) expect(Math.abs(at(near, x, y) - at(far, x, y))).toBeLessThanOrEqual(2);
});
