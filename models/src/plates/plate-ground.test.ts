import { expect, test } from 'vitest';
import type { RgbImage } from '../contracts.ts';
import { plateGroundOf } from './plate-ground.ts';

type Rgb = readonly [number, number, number];

/** A plate with characters over a third of it, on a car body of another colour. */
function plate(ground: Rgb, characters: Rgb, shade: number): RgbImage {
  const [width, height] = [80, 24];
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const isRim = y < 2 || y > 21 || x < 4 || x > 75;
      const colour = isRim ? ([230, 230, 230] as const) : x % 6 < 2 && y > 5 && y < 19 ? characters : ground;
      data.set(
        colour.map((value) => value * shade),
        (y * width + x) * 3,
      );
    }
  return { width, height, data };
}

const whole = { x: 0, y: 0, width: 80, height: 24 };

test('night and an empty box have no ground colour', () => {
  expect(plateGroundOf(plate([20, 20, 20], [10, 10, 10], 1), whole)).toBe('unknown');
  expect(plateGroundOf(plate([240, 240, 240], [20, 20, 20], 1), { x: 200, y: 0, width: 5, height: 5 })).toBe('unknown');
});

test.each([
  ['white', [235, 235, 230], [25, 25, 30]],
  ['white', [190, 205, 240], [25, 25, 30]],
  ['yellow', [235, 190, 40], [30, 25, 20]],
  ['blue', [30, 70, 170], [235, 235, 235]],
  ['red', [185, 30, 35], [235, 235, 235]],
] as const)('a %s ground is known in sun, shade and deep shade', (name, ground, characters) => {
  for (const shade of [1, 0.6, 0.35]) expect(plateGroundOf(plate(ground, characters, shade), whole)).toBe(name);
});
