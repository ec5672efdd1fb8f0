import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PlateReader, RgbImage } from '../contracts.ts';
import { decodeJpeg } from '../image.ts';
import { createCornerPlateReader } from './create-plate-runners.ts';
import { createPpocrPlateReader } from './ppocr-plate-reader.ts';

// Pictures are cut out of our own rendered demo clips.
const picture = async (name: string): Promise<RgbImage> =>
  decodeJpeg(await readFile(new URL(`pictures/${name}.jpg`, import.meta.url)));

const READERS: readonly (readonly [string, () => Promise<PlateReader>])[] = [
  ['our own reader', () => createCornerPlateReader()],
  ['our own reader alone', () => createCornerPlateReader({ hasSecondOpinion: false })],
  ['PP-OCRv4', () => createPpocrPlateReader()],
];

describe.each(READERS)('%s', (_name, open) => {
  let reader: PlateReader;

  beforeAll(async () => {
    reader = await open();
    await reader.warmUp();
  });

  afterAll(() => reader.close());

  const summary = async (name: string): Promise<string[]> =>
    (await reader.read(await picture(name)))
      .map(({ plate, ground, lines }) => `${plate.display} ${ground} ${lines} ${plate.kindCandidates[0]}`)
      .sort();

  test('a picture whose data does not fit its size is refused', async () => {
    await expect(reader.read({ width: 4, height: 4, data: new Uint8Array(3) })).rejects.toMatchObject({
      code: 'TC_MODEL_INPUT',
    });
  });

  test('the overlay and the shop signs are no plates', async () => {
    expect(await summary('overlay-and-signs')).toEqual([]);
  });

  test('one-line and two-line plates are read with their ground and kind', async () => {
    expect(await summary('gate-yellow-and-white')).toEqual([
      '43E-077.19 yellow 2 car-commercial',
      '65K-335.99 white 1 car',
    ]);
    expect(await summary('gate-two-lines-and-red')).toEqual(['29H-486.52 white 2 car', 'QH-12-34 red 1 military']);
  });

  test("what lies in a mask is nobody's plate, and the others stay", async () => {
    const image = await picture('gate-yellow-and-white');
    const masks = [{ x: 530, y: 0, width: 530, height: 200 }];
    const readings = await reader.read(image, { masks });
    expect(readings.map(({ plate }) => plate.text)).toEqual(['43E07719']);
  });

  test('a region narrows the search and boxes stay in picture pixels', async () => {
    const image = await picture('gate-yellow-and-white');
    const region = { x: 530, y: 0, width: 530, height: 200 };
    const [reading, ...others] = await reader.read(image, { region });
    expect(others).toEqual([]);
    expect(reading?.plate.text).toBe('65K33599');
    expect(reading?.box.x).toBeGreaterThan(530);
    expect(reading?.characters.map(({ char }) => char).join('')).toBe(reading?.rawText);
    expect(await reader.read(image, { region: { x: 2000, y: 0, width: 10, height: 10 } })).toEqual([]);
  });

  test('after close every call is refused', async () => {
    const other = await open();
    await other.close();
    await expect(other.read(await picture('overlay-and-signs'))).rejects.toMatchObject({ code: 'TC_MODEL_CLOSED' });
  });
});
