import { expect, test } from 'vitest';
import { readShippedModel, sha256Of, shippedEntry } from '../manifest.ts';
import { OnnxSession } from '../onnx-session.ts';
import { convertShipped } from './converted-model.ts';
import { expectGolden, seededInput } from './golden.fixture.ts';
import { convertGraph } from './graph-converter.ts';
import { NANODET_PLAN } from './nanodet-plan.ts';
import { NANODET_RECIPE } from './nanodet-weights.ts';
import { readTfjsGraph, type TfGraph } from './tfjs-graph.ts';

test('an operation that the converter does not know is refused by name', () => {
  const graph: TfGraph = { nodes: [{ name: 'x', op: 'Einsum', inputs: [], attributes: {} }], weights: new Map() };
  expect(() => convertGraph(graph, NANODET_PLAN)).toThrow('x: operation Einsum is not supported');
});

test('a weights file that is cut off is refused by the weight it ends in', async () => {
  const json = Buffer.from(await readShippedModel('nanodet-g-graph')).toString('utf8');
  const weights = await readShippedModel('nanodet-g-weights');
  expect(() => readTfjsGraph(json, weights.subarray(0, 1000))).toThrow(/^weight .*: the weights file ends before it$/);
});

test('the converted NanoDet-g is the file of the manifest and gives what TensorFlow.js gives', async () => {
  const bytes = await convertShipped(NANODET_RECIPE);
  expect(sha256Of(bytes)).toBe((await shippedEntry('nanodet-g')).sha256);

  const session = await OnnxSession.open('nanodet-g', bytes);
  try {
    const outputs = await session.run({ data: seededInput(3 * 416 * 416), dims: [1, 3, 416, 416] });
    await expectGolden('nanodet-g.golden.json', outputs);
    const wide = await session.run({ data: new Float32Array(2 * 3 * 384 * 640), dims: [2, 3, 384, 640] });
    expect(wide.get('Identity')?.dims).toEqual([2, 48 * 80, 80]);
  } finally {
    await session.close();
  }
});
