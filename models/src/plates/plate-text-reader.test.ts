import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RgbImage } from '../contracts.ts';
import { writeOnnxModel } from '../convert/onnx-model.ts';
import { OnnxSession } from '../onnx-session.ts';
import { readerLogits } from './plate-text.fixture.ts';
import { CtcPlateTextReader, decodePlateText, READER_ALPHABET } from './plate-text-reader.ts';

const CLASSES = READER_ALPHABET.length + 1;

const firsts = (text: ReturnType<typeof decodePlateText>): string[] =>
  text.lines.map((line) => line.map(([first]) => first?.char).join(''));

test('a plate on which nothing stands is an empty text without probability', () => {
  expect(decodePlateText(readerLogits(['', '']))).toMatchObject({ lines: [], rawText: '', probability: 0 });
});

test('one line comes out of whichever row it stands in, two lines from top to bottom', () => {
  expect(firsts(decodePlateText(readerLogits(['', '30A12345'])))).toEqual(['30A12345']);
  expect(firsts(decodePlateText(readerLogits(['30A12345', ''])))).toEqual(['30A12345']);
  const two = decodePlateText(readerLogits(['29MĐ1', '12345']));
  expect(two.rawText).toBe('29MĐ1\n12345');
  expect(two.probability).toBeGreaterThan(0.9);
});

test('every place has its five likeliest characters by falling probability', () => {
  const text = decodePlateText(readerLogits(['', '30A1[1:.6,7:.3,T:.08]345']));
  const places = text.lines[0] ?? [];
  expect(places).toHaveLength(8);
  for (const choices of places) {
    expect(choices).toHaveLength(5);
    for (const [index, { probability }] of choices.entries())
      expect(probability).toBeLessThanOrEqual(choices[index - 1]?.probability ?? 1);
  }
  expect(places[4]?.slice(0, 3)).toEqual([
    { char: '1', probability: expect.closeTo(0.6, 1) },
    { char: '7', probability: expect.closeTo(0.3, 1) },
    { char: 'T', probability: expect.closeTo(0.08, 1) },
  ]);
  expect(text.probability).toBeCloseTo(0.6, 1);
});

test('a character that may be missing gives an alternative with fewer places', () => {
  const text = decodePlateText(readerLogits(['', '30A12[3:.7,:.3]45']));
  expect(text.rawText).toBe('30A12345');
  expect(text.alternatives?.[0]?.rawText).toBe('30A1245');
  expect(text.alternatives?.[0]?.probability).toBeLessThan(text.probability);
  expect(text.alternatives?.[0]?.probability).toBeGreaterThan(0.1);
});

/** Ignores the plate and gives the same logits for every one of the batch, a little more of them for a brighter plate. */
function networkSaying(logits: Float32Array): Uint8Array {
  return writeOnnxModel({
    name: 'reader',
    inputs: [{ name: 'plate', dims: ['n', 1, 48, 128] }],
    outputs: [{ name: 'logits', dims: ['n', 2, 32, CLASSES] }],
    initializers: new Map([
      ['zero', { type: 'float', dims: [1], data: new Float32Array(1) }],
      ['said', { type: 'float', dims: [1, 2, 32, CLASSES], data: logits }],
    ]),
    nodes: [
      { op: 'ReduceMean', inputs: ['plate'], outputs: ['mean'], attributes: { axes: [1, 2, 3] } },
      { op: 'Mul', inputs: ['mean', 'zero'], outputs: ['nothing'] },
      { op: 'Add', inputs: ['nothing', 'said'], outputs: ['logits'] },
    ],
  });
}

const plate = (width: number, height: number): RgbImage => ({
  width,
  height,
  data: new Uint8Array(width * height * 3).fill(90),
});

let reader: CtcPlateTextReader;

beforeAll(async () => {
  const bytes = networkSaying(readerLogits(['59Z1', '23456']));
  reader = new CtcPlateTextReader(await OnnxSession.open('plate-reader', bytes));
  await reader.warmUp();
});

afterAll(() => reader.close());

test('a picture whose data does not fit its size and a network of another shape are refused', async () => {
  const broken = { width: 10, height: 10, data: new Uint8Array(5) };
  await expect(reader.readText([broken])).rejects.toMatchObject({ code: 'TC_MODEL_INPUT' });
  const narrow = writeOnnxModel({
    name: 'narrow',
    inputs: [{ name: 'plate', dims: ['n', 1, 48, 128] }],
    outputs: [{ name: 'logits', dims: ['n', 1, 48, 128] }],
    initializers: new Map(),
    nodes: [{ op: 'Identity', inputs: ['plate'], outputs: ['logits'] }],
  });
  const other = new CtcPlateTextReader(await OnnxSession.open('plate-reader', narrow));
  await expect(other.readText([plate(128, 48)])).rejects.toMatchObject({ code: 'TC_MODEL_SHAPE' });
  await other.close();
});

test('one text a plate in any number and size, and none without plates', async () => {
  expect(await reader.readText([])).toEqual([]);
  const plates = Array.from({ length: 19 }, (_, index) => plate(60 + index, 30));
  const texts = await reader.readText(plates);
  expect(texts.map(({ rawText }) => rawText)).toEqual(plates.map(() => '59Z1\n23456'));
});
