import type { VehicleColour } from '@thapcanh/core/passages/passage';
import { expect, test } from 'vitest';
import type { RgbImage } from '../contracts.ts';
import { vehicleColourOf } from './vehicle-colour.ts';

type Rgb = readonly [number, number, number];

const [WIDTH, HEIGHT] = [480, 300];
const BOX = { x: 140, y: 100, width: 200, height: 140 };

/** A car from behind on a road: glass above, a plate, lamps, wheels in shadow, a tree and the sky around. */
function road(paint: (shareX: number) => Rgb, light: Rgb = [1, 1, 1], noise = 6): RgbImage {
  const data = new Uint8Array(WIDTH * HEIGHT * 3);
  let seed = 11;
  const next = (): number => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return seed / 2 ** 32 - 0.5;
  };
  for (let y = 0; y < HEIGHT; y += 1)
    for (let x = 0; x < WIDTH; x += 1) {
      const colour = colourAt(x, y, paint);
      data.set(
        colour.map((value, channel) => Math.min(255, Math.max(0, value * (light[channel] ?? 1) + next() * 2 * noise))),
        (y * WIDTH + x) * 3,
      );
    }
  return { width: WIDTH, height: HEIGHT, data };
}

function colourAt(x: number, y: number, paint: (shareX: number) => Rgb): Rgb {
  const shareX = (x - BOX.x) / BOX.width;
  const shareY = (y - BOX.y) / BOX.height;
  if (shareX < 0 || shareX >= 1 || shareY < 0 || shareY >= 1) {
    if (y < 60) return [190, 210, 240];
    return x < 90 ? [50, 100, 45] : [125, 122, 118];
  }
  if (shareY < 0.38) return [45, 55, 65];
  if (shareY > 0.8) return [20, 20, 22];
  if (shareY > 0.55 && shareY < 0.65 && shareX > 0.38 && shareX < 0.62) return [230, 230, 225];
  if (shareY > 0.45 && shareY < 0.55 && (shareX < 0.2 || shareX > 0.8)) return [170, 20, 25];
  return paint(shareX);
}

const PAINTS: readonly (readonly [VehicleColour, Rgb])[] = [
  ['white', [232, 232, 230]],
  ['grey', [140, 142, 145]],
  ['black', [26, 26, 30]],
  ['red', [175, 25, 30]],
  ['orange', [235, 120, 25]],
  ['yellow', [235, 195, 35]],
  ['brown', [95, 65, 40]],
  ['green', [40, 120, 60]],
  ['blue', [35, 70, 165]],
];

test.each(['motorcycle', 'bicycle', 'person'] as const)('a %s shows no paint to name', (objectClass) => {
  expect(
    vehicleColourOf(
      road(() => [175, 25, 30]),
      BOX,
      objectClass,
    ),
  ).toEqual({ colour: 'unknown', share: 0 });
});

test('a box outside the picture, without size or too small has no colour', () => {
  const image = road(() => [175, 25, 30]);
  for (const box of [
    { ...BOX, x: 900 },
    { ...BOX, width: 0 },
    { ...BOX, width: 20, height: 20 },
  ])
    expect(vehicleColourOf(image, box, 'car').colour).toBe('unknown');
});

test('night, infrared and sodium lamps show no colours', () => {
  for (const [, paint] of PAINTS) {
    expect(
      vehicleColourOf(
        road(() => paint, [0.08, 0.08, 0.1]),
        BOX,
        'car',
      ).colour,
    ).toBe('unknown');
    expect(
      vehicleColourOf(
        road(() => paint, [1, 0.6, 0.2]),
        BOX,
        'car',
      ).colour,
    ).toBe('unknown');
    expect(vehicleColourOf(infrared(road(() => paint)), BOX, 'car').colour).toBe('unknown');
  }
});

test('a vehicle of two colours has none', () => {
  const taxi = (shareX: number): Rgb => (shareX < 0.5 ? [235, 195, 35] : [40, 120, 60]);
  expect(vehicleColourOf(road(taxi), BOX, 'car').colour).toBe('unknown');
});

test.each(PAINTS)('%s paint is named in sun and in the shade, whatever stands around', (name, paint) => {
  for (const shade of [1, 0.75]) {
    const light: Rgb = [shade, shade, shade];
    const verdict = vehicleColourOf(
      road(() => paint, light),
      BOX,
      'car',
    );
    expect(verdict.colour).toBe(name);
    expect(verdict.share).toBeGreaterThan(0.5);
  }
});

function infrared({ width, height, data }: RgbImage): RgbImage {
  const grey = new Uint8Array(data.length);
  for (let i = 0; i < data.length; i += 3) grey.fill((data[i] ?? 0) * 0.6 + (data[i + 1] ?? 0) * 0.4, i, i + 3);
  return { width, height, data: grey };
}
