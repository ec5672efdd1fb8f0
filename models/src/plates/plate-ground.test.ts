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

/** A plate in the middle of a street of its own. */
function inStreet(
  ground: Rgb,
  characters: Rgb,
  streetAt: (x: number, y: number) => Rgb,
  lamp: Rgb = [1, 1, 1],
): RgbImage {
  const [width, height] = [400, 240];
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const isPlate = x >= 160 && x < 240 && y >= 108 && y < 132;
      const isCharacter = isPlate && x % 6 < 2 && y > 112 && y < 128;
      const colour = isCharacter ? characters : isPlate ? ground : streetAt(x, y);
      data.set(
        colour.map((value, channel) => Math.min(255, value * (lamp[channel] ?? 1))),
        (y * width + x) * 3,
      );
    }
  return { width, height, data };
}

const plateInStreet = { x: 160, y: 108, width: 80, height: 24 };
const WHITE = [225, 225, 220] as const;
const YELLOW = [225, 180, 40] as const;
const DARK_INK = [25, 25, 30] as const;
const byDay = (x: number, y: number): Rgb => (y < 80 ? [120, 150, 210] : x < 150 ? [60, 110, 50] : [130, 125, 120]);
const grey = (x: number, y: number): Rgb => {
  const value = 40 + ((x * 7 + y * 3) % 120);
  return [value, value, value];
};

test('an infrared picture has no ground colour to tell, whatever tint it has all over', () => {
  expect(plateGroundOf(inStreet(WHITE, DARK_INK, grey), plateInStreet)).toBe('unknown');
  expect(plateGroundOf(inStreet(WHITE, DARK_INK, grey, [0.9, 0.85, 0.95]), plateInStreet)).toBe('unknown');
});

test('sodium lamps make white and yellow the same, so neither is claimed', () => {
  for (const ground of [WHITE, YELLOW])
    expect(plateGroundOf(inStreet(ground, DARK_INK, byDay, [1, 0.62, 0.2]), plateInStreet)).toBe('unknown');
});

test('a plate burnt out in the headlights at night is not called white', () => {
  const night = (x: number): Rgb => (x % 40 < 4 ? [70, 40, 30] : [12, 14, 25]);
  expect(plateGroundOf(inStreet([255, 255, 252], DARK_INK, night), plateInStreet)).toBe('unknown');
  expect(plateGroundOf(inStreet(YELLOW, DARK_INK, night), plateInStreet)).toBe('yellow');
});

test('by day every ground is known, the colour of the street around makes no difference', () => {
  expect(plateGroundOf(inStreet(WHITE, DARK_INK, byDay), plateInStreet)).toBe('white');
  expect(plateGroundOf(inStreet(YELLOW, DARK_INK, byDay), plateInStreet)).toBe('yellow');
  expect(plateGroundOf(inStreet([180, 30, 35], WHITE, grey), plateInStreet)).toBe('red');
});

test('red letters and the red bar of a head of mission do not make a white plate red', () => {
  const image = inStreet(WHITE, DARK_INK, byDay);
  for (let y = 112; y < 129; y += 1)
    for (let x = 196; x < 236; x += 1) {
      const isBar = x > 216 && y >= 119 && y < 122;
      const isLetter = x < 216 && x % 6 < 2;
      if (isBar || isLetter) image.data.set([190, 30, 40], (y * image.width + x) * 3);
    }
  expect(plateGroundOf(image, plateInStreet)).toBe('white');
});
