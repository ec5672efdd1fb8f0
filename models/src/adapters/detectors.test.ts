import type { PixelBox } from '@thapcanh/core/passages/passage';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Detection } from '../contracts.ts';
import { ensureNanodetWeights } from '../convert/nanodet-weights.ts';
import { shippedEntry } from '../manifest.ts';
import { DETECTOR_ADAPTERS } from '../manifest-entry.ts';
import { describeDetector, noisePicture, plainPicture } from './detector-conformance.fixture.ts';
import { openDetector } from './open-detector.ts';
import { SEEN_BOX, SEEN_SCORE, STREET_MODELS, type StreetModel, TINY_CLASSES } from './street-models.fixture.ts';
import { TinyModelFolder, type TinyOutput, tinyModelBytes } from './tiny-model.fixture.ts';

let folder: TinyModelFolder;
beforeAll(async () => {
  folder = await TinyModelFolder.create();
});
afterAll(() => folder.remove());

const entryOf = ({ adapter, bytes }: StreetModel, classes = TINY_CLASSES) => folder.entry(bytes, adapter, classes);
const white = plainPicture(64, 64, 255);
const codeOf = (promise: Promise<unknown>): Promise<string> => promise.then(() => 'none').catch(({ code }) => code);

/** Boxes grow to whole pixels. */
function expectBox(found: PixelBox | undefined, { x, y, width, height }: PixelBox): void {
  expect(found).toEqual({
    x: expect.closeTo(x - 0.5, -0.1),
    y: expect.closeTo(y - 0.5, -0.1),
    width: expect.closeTo(width + 1, -0.4),
    height: expect.closeTo(height + 1, -0.4),
  });
}

function expectCar(found: readonly Detection[] | undefined, box: PixelBox): void {
  expect(found).toMatchObject([{ objectClass: 'car', score: expect.closeTo(SEEN_SCORE, 3) }]);
  expectBox(found?.[0]?.box, box);
}

test('an entry that is no detector, or knows none of our classes, is refused', async () => {
  const entry = await entryOf(STREET_MODELS[0]!);
  expect(await codeOf(openDetector({ ...entry, task: 'helmet', adapter: null }))).toBe('TC_MODEL_TASK');
  expect(await codeOf(openDetector({ ...entry, classes: ['cat', 'dog', 'toString'] }))).toBe('TC_MODEL_TASK');
});

test.each(STREET_MODELS)('$name: a wrong count of classes is refused when it is opened', async (model) => {
  const isCounted = model.name !== 'DETR with labels';
  const code = await codeOf(openDetector(await entryOf(model, ['car', 'bus'])).then((detector) => detector.close()));
  expect(code).toBe(isCounted ? 'TC_MODEL_CLASSES' : 'none');
});

test.each(STREET_MODELS)(
  '$name: sizes that the file does not declare are found out when it is opened',
  async (model) => {
    const outputs = model.model.outputs.map((output) => ({ ...output, isSizeHidden: true }));
    const bytes = tinyModelBytes({ ...model.model, outputs });
    const detector = await openDetector(await entryOf({ ...model, bytes }));
    expectCar((await detector.detect([white]))[0], SEEN_BOX);
    await detector.close();
    if (model.name === 'DETR with labels') return;
    const code = await codeOf(openDetector(await entryOf({ ...model, bytes }, ['car', 'bus'])));
    expect(code).toBe('TC_MODEL_SHAPE');
  },
);

test('an output of another name, another type or a model of another family is refused by name', async () => {
  const yolox = STREET_MODELS[0]!;
  const entry = await entryOf(yolox);
  const failure = await openDetector({ ...entry, adapter: 'detr' }).catch((error) => error);
  expect(failure.text('en')).toBe(
    'Model tiny: logits has the shape [] where [*, *, 3] is wanted. The file is not the model of the manifest.',
  );
  const whole = tinyModelBytes({
    outputs: [{ name: 'output', dims: [84, 8], values: new Float32Array(672), type: 'int' }],
  });
  expect(await codeOf(openDetector(await folder.entry(whole, 'yolox', TINY_CLASSES)))).toBe('TC_MODEL_SHAPE');
  const flat = tinyModelBytes({ input: [1, 3, 64, 96], outputs: yolox.model.outputs });
  expect(await codeOf(openDetector(await folder.entry(flat, 'yolox', TINY_CLASSES)))).toBe('TC_MODEL_SHAPE');
});

test.each([
  [{ threads: 0 }, 'TC_MODEL_OPTIONS'],
  [{ threads: 1.5 }, 'TC_MODEL_OPTIONS'],
  [{ inputSize: 400 }, 'TC_MODEL_OPTIONS'],
  [{ inputSize: 640 }, 'TC_MODEL_OPTIONS'],
])('options %o that a model with a fixed input cannot take are refused', async (options, code) => {
  expect(await codeOf(openDetector(await entryOf(STREET_MODELS[0]!), options))).toBe(code);
});

test.each(STREET_MODELS)('$name: the object is where it is in the picture, whatever its size', async (model) => {
  const detector = await openDetector(await entryOf(model));
  const pictures = [white, plainPicture(64, 64, 0), plainPicture(128, 128, 255), plainPicture(640, 640, 255)];
  const [small, dark, middle, large] = await detector.detect(pictures);
  expectCar(small, SEEN_BOX);
  expect(dark).toEqual([]);
  expectCar(middle, { x: 32, y: 16, width: 64, height: 64 });
  expectCar(large, { x: 160, y: 80, width: 320, height: 320 });
  await detector.close();
});

test.each([
  ['DETR with logits', 128, 64, { x: 32, y: 8, width: 64, height: 32 }],
  ['DETR with labels', 64, 128, { x: 16, y: 16, width: 32, height: 64 }],
  ['YOLOX', 128, 96, { x: 32, y: 16, width: 64, height: 64 }],
])(
  '%s: a stretched picture gives its sides back, a letterboxed one its one scale',
  async (name, width, height, box) => {
    const detector = await openDetector(await entryOf(STREET_MODELS.find((model) => model.name === name)!));
    const [found] = await detector.detect([plainPicture(width, height, 255)], { minScore: 0.1 });
    expectBox(found?.[0]?.box, box);
    await detector.close();
  },
);

test('any output, of any size and with any numbers in it, is answered or refused, never crashes', async () => {
  const number = fc.oneof(fc.double(), fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, -1e38, 0.9, 700));
  const output = (name: string): fc.Arbitrary<TinyOutput> =>
    fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 3 }).chain((dims) => {
      const count = dims.reduce((product, size) => product * size, 1);
      return fc.record({
        name: fc.constant(name),
        dims: fc.constant(dims),
        values: fc.array(number, { minLength: count, maxLength: count }),
        type: fc.constantFrom('float' as const, 'float' as const, 'int' as const),
        isSizeHidden: fc.boolean(),
      });
    });
  const names = [
    ['output'],
    ['boxes', 'scores'],
    ['logits', 'pred_boxes'],
    ['labels', 'boxes', 'scores'],
    ['Identity'],
  ];
  const model = fc.constantFrom(...names).chain((list) => fc.tuple(...list.map(output)));
  await fc.assert(
    fc.asyncProperty(model, fc.constantFrom(...DETECTOR_ADAPTERS), async (outputs, adapter) => {
      const entry = await folder.entry(tinyModelBytes({ outputs }), adapter, TINY_CLASSES);
      try {
        const detector = await openDetector(entry);
        const [found = []] = await detector.detect([noisePicture(30, 20)], { minScore: 0.01 });
        for (const { box } of found) expect(box.x + box.width).toBeLessThanOrEqual(30);
        await detector.close();
      } catch (error) {
        expect((error as { code?: string }).code).toMatch(/^TC_MODEL_/);
      }
    }),
    { numRuns: 150 },
  );
});

test.each(STREET_MODELS)('$name: wild numbers in its outputs give boxes inside the picture or none', async (model) => {
  const wild = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1e38, -1e38, 0.7, 1, 30];
  const outputs = model.model.outputs.map((output, which) => ({
    ...output,
    values: Array.from({ length: output.values.length }, (_, at) => wild[(at * 7 + which) % wild.length]!),
  }));
  const detector = await openDetector(await entryOf({ ...model, bytes: tinyModelBytes({ ...model.model, outputs }) }));
  const [found = []] = await detector.detect([plainPicture(50, 40, 9)], { minScore: 0.01 });
  for (const { box, score } of found) {
    expect([box.x >= 0, box.y >= 0, box.x + box.width <= 50, box.y + box.height <= 40]).not.toContain(false);
    expect(score).toBeLessThanOrEqual(1);
  }
  await detector.close();
});

for (const model of STREET_MODELS) describeDetector(model.name, async () => openDetector(await entryOf(model)));

describeDetector('the shipped NanoDet', async () => {
  await ensureNanodetWeights();
  return openDetector(await shippedEntry('nanodet-g'), { inputSize: 160 });
});
