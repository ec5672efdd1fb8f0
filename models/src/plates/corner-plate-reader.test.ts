import { readFile } from 'node:fs/promises';
import type { PixelBox } from '@thapcanh/core/passages/passage';
import { expect, test } from 'vitest';
import type { FindOptions, FoundPlate, PlateFinder, RgbImage } from '../contracts.ts';
import { writeOnnxModel } from '../convert/onnx-model.ts';
import { assertImage, crop, decodeJpeg } from '../image.ts';
import { OnnxSession } from '../onnx-session.ts';
import { CornerPlateReader } from './corner-plate-reader.ts';
import { LineOpinion } from './line-opinion.ts';
import { cornersOfBox } from './plate-quad.ts';
import { readerLogits } from './plate-text.fixture.ts';
import { CtcPlateTextReader, READER_ALPHABET } from './plate-text-reader.ts';

/** A picture with 65K-335.99, white, at this place. */
const PLATE = { x: 198, y: 46, width: 97, height: 24 };
const picture = async (): Promise<RgbImage> => {
  const bytes = await readFile(new URL('pictures/gate-yellow-and-white.jpg', import.meta.url));
  return crop(await decodeJpeg(bytes), { x: 530, y: 0, width: 530, height: 200 });
};

/** A network that says the same whatever it sees. */
function saying(input: string, output: string, dims: readonly number[], data: Float32Array): Uint8Array {
  return writeOnnxModel({
    name: output,
    inputs: [{ name: input, dims: ['n', 'c', 'h', 'w'] }],
    outputs: [{ name: output, dims }],
    initializers: new Map([
      ['zero', { type: 'float', dims: [1], data: new Float32Array(1) }],
      ['said', { type: 'float', dims, data }],
    ]),
    nodes: [
      { op: 'ReduceMean', inputs: [input], outputs: ['mean'], attributes: { axes: [0, 1, 2, 3] } },
      { op: 'Mul', inputs: ['mean', 'zero'], outputs: ['nothing'] },
      { op: 'Add', inputs: ['nothing', 'said'], outputs: [output] },
    ],
  });
}

/** Finds one plate in pictures of 530 x 200, and nothing in closer looks. */
class OnePlateFinder implements PlateFinder {
  readonly modelId = 'one-plate';
  readonly #box: PixelBox;
  readonly closerLooks: RgbImage[] = [];

  constructor(box: PixelBox) {
    this.#box = box;
  }

  async warmUp(): Promise<void> {}

  async find([image]: readonly RgbImage[], { regions }: FindOptions = {}): Promise<FoundPlate[][]> {
    if (image === undefined) return [];
    assertImage(image);
    if (image.width !== 530) {
      this.closerLooks.push(image);
      return [[]];
    }
    const isOutside = regions?.every(({ x, width }) => x + width < this.#box.x || x > this.#box.x + this.#box.width);
    return [isOutside ? [] : [{ corners: cornersOfBox(this.#box), box: this.#box, score: 0.9 }]];
  }

  async close(): Promise<void> {}
}

async function readerSaying(rows: readonly [string, string], withOpinion: boolean): Promise<CornerPlateReader> {
  const bytes = saying('plate', 'logits', [1, 2, 32, READER_ALPHABET.length + 1], readerLogits(rows));
  return new CornerPlateReader({
    finder: new OnePlateFinder(PLATE),
    textReader: new CtcPlateTextReader(await OnnxSession.open('plate-reader', bytes)),
    ...(withOpinion ? { opinion: await LineOpinion.open() } : {}),
  });
}

async function readOnce(rows: readonly [string, string], withOpinion = false) {
  const reader = await readerSaying(rows, withOpinion);
  try {
    return await reader.read(await picture());
  } finally {
    await reader.close();
  }
}

test('what the finder takes for a plate and the grammar does not is no reading', async () => {
  expect(await readOnce(['', ''])).toEqual([]);
  expect(await readOnce(['', 'CAFE24'])).toEqual([]);
  expect(await readOnce(['', 'QH1234'])).toEqual([]);
  expect(await readOnce(['', '65K33[5:.2,6:.19,8:.18,9:.17]99'])).toEqual([]);
});

test('a picture whose data does not fit its size is refused, and after close every one', async () => {
  const reader = await readerSaying(['', '65K33599'], true);
  const broken = { width: 4, height: 4, data: new Uint8Array(3) };
  await expect(reader.read(broken)).rejects.toMatchObject({ code: 'TC_MODEL_INPUT' });
  await reader.close();
  await expect(reader.read(await picture())).rejects.toMatchObject({ code: 'TC_MODEL_CLOSED' });
});

test('warming up takes the other recogniser along: one that is closed is noticed then, not at the first doubt', async () => {
  const bytes = saying('plate', 'logits', [1, 2, 32, READER_ALPHABET.length + 1], readerLogits(['', '65K33599']));
  const opinion = await LineOpinion.open();
  const textReader = new CtcPlateTextReader(await OnnxSession.open('plate-reader', bytes));
  const reader = new CornerPlateReader({ finder: new OnePlateFinder(PLATE), textReader, opinion });
  await reader.warmUp();
  await opinion.close();
  await expect(reader.warmUp()).rejects.toMatchObject({ code: 'TC_MODEL_CLOSED' });
  await reader.close();
});

test('a sure reading tells text, kind, ground, corners, choices and sharpness', async () => {
  const [reading, ...others] = await readOnce(['', '65K33599']);
  expect(others).toEqual([]);
  expect(reading).toMatchObject({ rawText: '65K33599', lines: 1, ground: 'white', box: PLATE });
  expect(reading?.plate).toMatchObject({ display: '65K-335.99', kindCandidates: ['car'], warnings: [] });
  expect(reading?.confidence).toBeGreaterThan(0.95);
  expect(reading?.characters.map(({ char }) => char).join('')).toBe('65K33599');
  expect(reading?.choices).toHaveLength(8);
  expect(reading?.corners?.[2].x).toBeCloseTo(PLATE.x + PLATE.width, 2);
  expect(reading?.sharpness).toBeGreaterThan(0.2);
});

test('two rows of text are two lines, and the line break chooses the kind', async () => {
  const [reading] = await readOnce(['36B1', '1234']);
  expect(reading).toMatchObject({ rawText: '36B1\n1234', lines: 2 });
  expect(reading?.plate.kindCandidates[0]).toBe('motorbike-old');
});

test('the other recogniser is heard where the reader is in doubt, and sees the picture itself', async () => {
  const doubt = ['', '65K3[8:.5,3:.45]599'] as const;
  const [alone] = await readOnce(doubt);
  expect(alone?.plate.text).toBe('65K38599');
  expect(alone?.confidence).toBeLessThan(0.6);
  const [both] = await readOnce(doubt, true);
  expect(both?.plate.text).toBe('65K33599');
});

test('where both say the same the doubt is a quarter, and a sure reader is not contradicted', async () => {
  const [agreed] = await readOnce(['', '65K3[3:.6,8:.35]599'], true);
  expect(agreed?.plate.text).toBe('65K33599');
  expect(agreed?.confidence).toBeGreaterThan(0.88);
  const [sure] = await readOnce(['', '65K38599'], true);
  expect(sure?.plate.text).toBe('65K38599');
});

test('only a plate in doubt is looked at from closer', async () => {
  const looksAfter = async (row: string) => {
    const bytes = saying('plate', 'logits', [1, 2, 32, READER_ALPHABET.length + 1], readerLogits(['', row]));
    const finder = new OnePlateFinder(PLATE);
    const textReader = new CtcPlateTextReader(await OnnxSession.open('plate-reader', bytes));
    const reader = new CornerPlateReader({ finder, textReader });
    await reader.read(await picture());
    await reader.close();
    return finder.closerLooks.length;
  };
  expect(await looksAfter('65K33599')).toBe(0);
  expect(await looksAfter('65K3[8:.5,3:.45]599')).toBe(1);
});

test('a cut-out is one plate from edge to edge, and a text that is no plate stays a text', async () => {
  const cutOut = crop(await picture(), PLATE);
  const reader = await readerSaying(['', '65K33599'], false);
  const { reading, text } = await reader.readCutOut(cutOut);
  expect(text.rawText).toBe('65K33599');
  expect(reading).toMatchObject({ box: { x: 0, y: 0, width: PLATE.width, height: PLATE.height }, lines: 1 });
  const broken = { width: 4, height: 4, data: new Uint8Array(3) };
  await expect(reader.readCutOut(broken)).rejects.toMatchObject({ code: 'TC_MODEL_INPUT' });
  await reader.close();
  const other = await readerSaying(['', 'CAFE24'], false);
  expect(await other.readCutOut(cutOut)).toMatchObject({ reading: null, text: { rawText: 'CAFE24' } });
  await other.close();
});

test('a region elsewhere leaves the plate out', async () => {
  const reader = await readerSaying(['', '65K33599'], false);
  const image = await picture();
  expect(await reader.read(image, { region: { x: 600, y: 0, width: 10, height: 10 } })).toEqual([]);
  await reader.close();
});
