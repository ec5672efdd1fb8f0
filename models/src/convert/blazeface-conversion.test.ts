import { expect, test } from 'vitest';
import { sha256Of, shippedEntry } from '../manifest.ts';
import { OnnxSession } from '../onnx-session.ts';
import { BLAZEFACE_PLAN } from './blazeface-plan.ts';
import { BLAZEFACE_RECIPE } from './blazeface-weights.ts';
import { convertShipped } from './converted-model.ts';
import { expectGolden, seededInput } from './golden.fixture.ts';
import { convertGraph } from './graph-converter.ts';
import type { TfGraph } from './tfjs-graph.ts';

const base64 = (text: string): string => Buffer.from(text).toString('base64');

test('a convolution fused with an operation that the converter does not know is refused by name', () => {
  const graph: TfGraph = {
    nodes: [
      { name: 'input', op: 'Placeholder', inputs: [], attributes: {} },
      { name: 'kernel', op: 'Const', inputs: [], attributes: {} },
      {
        name: 'conv',
        op: '_FusedConv2D',
        inputs: ['input', 'kernel', 'kernel'],
        attributes: { fused_ops: { list: { s: [base64('BiasAdd'), base64('Elu')] } } },
      },
    ],
    weights: new Map([['kernel', { type: 'float', dims: [1], data: Float32Array.of(1) }]]),
  };
  expect(() => convertGraph(graph, BLAZEFACE_PLAN)).toThrow('conv: fused BiasAdd, Elu is not supported');
});

test('the converted BlazeFace is the file of the manifest and gives what TensorFlow.js gives', async () => {
  const bytes = await convertShipped(BLAZEFACE_RECIPE);
  expect(sha256Of(bytes)).toBe((await shippedEntry('blazeface-back')).sha256);

  const session = await OnnxSession.open('blazeface-back', bytes);
  try {
    const one = seededInput(256 * 256 * 3);
    await expectGolden('blazeface-back.golden.json', await session.run({ data: one, dims: [1, 256, 256, 3] }));

    const two = new Float32Array(one.length * 2);
    two.set(one, one.length);
    const pair = await session.run({ data: two, dims: [2, 256, 256, 3] });
    expect(pair.get('Identity_2')?.dims).toEqual([2, 512, 16]);
  } finally {
    await session.close();
  }
});
