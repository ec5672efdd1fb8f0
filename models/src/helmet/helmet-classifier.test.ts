import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RgbImage } from '../contracts.ts';
import { writeOnnxModel } from '../convert/onnx-model.ts';
import { OnnxSession } from '../onnx-session.ts';
import { HelmetNetClassifier } from './helmet-classifier.ts';

/** A network that takes red heads for helmets: its logits are the mean of red and of blue over 25.5. */
function redHelmets(): Uint8Array {
  const weights = Float32Array.from([1 / 25.5, 0, 0, 0, 0, 1 / 25.5]);
  return writeOnnxModel({
    name: 'helmet',
    inputs: [{ name: 'head', dims: ['n', 3, 48, 48] }],
    outputs: [{ name: 'logits', dims: ['n', 2] }],
    initializers: new Map([['weights', { type: 'float', dims: [2, 3, 1, 1], data: weights }]]),
    nodes: [
      { op: 'Conv', inputs: ['head', 'weights'], outputs: ['each'] },
      { op: 'ReduceMean', inputs: ['each'], outputs: ['logits'], attributes: { axes: [2, 3], keepdims: 0 } },
    ],
  });
}

function head(side: number, red: number, blue: number): RgbImage {
  const data = new Uint8Array(side * side * 3);
  for (let i = 0; i < data.length; i += 3) data.set([red, 90, blue], i);
  return { width: side, height: side, data };
}

const open = async (): Promise<HelmetNetClassifier> =>
  new HelmetNetClassifier(await OnnxSession.open('helmet', redHelmets()));

let classifier: HelmetNetClassifier;

beforeAll(async () => {
  classifier = await open();
  await classifier.warmUp();
});

afterAll(() => classifier.close());

test('a picture whose data does not fit its size and an aborted call are refused', async () => {
  const broken = { width: 4, height: 4, data: new Uint8Array(3) };
  await expect(classifier.classify([broken])).rejects.toMatchObject({ code: 'TC_MODEL_INPUT' });
  const signal = AbortSignal.abort('gone');
  await expect(classifier.classify([head(48, 0, 0)], { signal })).rejects.toBe('gone');
});

test('one verdict a head in any number and size, and none without heads', async () => {
  expect(await classifier.classify([])).toEqual([]);
  const heads = Array.from({ length: 40 }, (_, index) => head(20 + 5 * index, index % 2 === 0 ? 255 : 0, 120));
  const verdicts = await classifier.classify(heads);
  expect(verdicts.map(({ label }) => label)).toEqual(
    heads.map((_, index) => (index % 2 === 0 ? 'helmet' : 'no-helmet')),
  );
  expect(verdicts[0]?.probability).toBeGreaterThan(0.99);
});

test('the probability is the softmax of the logits', async () => {
  const [verdict] = await classifier.classify([head(48, 102, 51)]);
  expect(verdict).toEqual({ label: 'helmet', probability: expect.closeTo(1 / (1 + Math.exp(-2)), 4) });
});

test('after close every call is refused', async () => {
  const other = await open();
  await other.close();
  await expect(other.classify([head(48, 0, 0)])).rejects.toMatchObject({ code: 'TC_MODEL_CLOSED' });
});
