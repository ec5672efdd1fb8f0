import { expect, test } from 'vitest';
import type { FoundPlate, PlateFinder, RgbImage } from '../contracts.ts';
import { closerCorners } from './plate-close-look.ts';
import { boxOfCorners, cornersOfBox } from './plate-quad.ts';

/** Takes the box around everything red for the plate. */
class RedBoxFinder implements PlateFinder {
  readonly modelId = 'red-box';
  seen: RgbImage | null = null;

  async warmUp(): Promise<void> {}

  async find([image]: readonly RgbImage[]): Promise<FoundPlate[][]> {
    if (image === undefined) return [];
    this.seen = image;
    const places: { x: number; y: number }[] = [];
    for (let at = 0; at < image.width * image.height; at += 1)
      if ((image.data[at * 3] ?? 0) > 150 && (image.data[at * 3 + 1] ?? 0) < 80)
        places.push({ x: at % image.width, y: Math.floor(at / image.width) });
    if (places.length === 0) return [[]];
    const xs = places.map(({ x }) => x);
    const ys = places.map(({ y }) => y);
    const [x, y] = [Math.min(...xs), Math.min(...ys)];
    const box = { x, y, width: Math.max(...xs) + 1 - x, height: Math.max(...ys) + 1 - y };
    return [[{ corners: cornersOfBox(box), box, score: 0.8 }]];
  }

  async close(): Promise<void> {}
}

const PLATE = { x: 300, y: 120, width: 60, height: 20 };

function picture(width: number, height: number, plate: typeof PLATE): RgbImage {
  const data = new Uint8Array(width * height * 3).fill(90);
  for (let y = plate.y; y < plate.y + plate.height; y += 1)
    for (let x = plate.x; x < plate.x + plate.width; x += 1) data.set([220, 20, 20], (y * width + x) * 3);
  return { width, height, data };
}

const around = { x: 293, y: 116, width: 70, height: 26 };

test.each([
  ['small', 640, 360, PLATE, around],
  ['large', 3000, 2000, { x: 900, y: 600, width: 800, height: 250 }, { x: 850, y: 560, width: 880, height: 320 }],
  ['cut by the edge', 400, 300, { x: 340, y: 0, width: 60, height: 20 }, { x: 335, y: -4, width: 70, height: 28 }],
])(
  'a %s plate is shown in the size that suits the finder, its corners come back in picture pixels',
  async (_, ...of) => {
    const [width, height, plate, first] = of;
    const finder = new RedBoxFinder();
    const corners = await closerCorners(finder, picture(width, height, plate), cornersOfBox(first));
    const box = boxOfCorners(corners!);
    const withinPx = plate.width / 40 + 1;
    for (const side of ['x', 'y', 'width', 'height'] as const)
      expect(Math.abs(box[side] - plate[side])).toBeLessThanOrEqual(withinPx);
    expect(finder.seen?.width).toBeGreaterThan(150);
    expect(finder.seen?.width).toBeLessThan(200);
  },
);

test('a plate that lies elsewhere, or none, is no answer', async () => {
  const image = picture(640, 360, PLATE);
  const beside = { ...PLATE, x: PLATE.x + 50 };
  expect(await closerCorners(new RedBoxFinder(), image, cornersOfBox(beside))).toBeNull();
  expect(await closerCorners(new RedBoxFinder(), image, cornersOfBox({ ...PLATE, y: 300 }))).toBeNull();
  expect(await closerCorners(new RedBoxFinder(), image, cornersOfBox({ ...PLATE, x: 5000, width: 900 }))).toBeNull();
});
