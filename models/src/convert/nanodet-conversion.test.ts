import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { loadManifest, readShippedModel, sha256Of } from '../manifest.ts';
import { OnnxSession } from '../onnx-session.ts';
import { convertGraph } from './graph-converter.ts';
import { NANODET_PLAN } from './nanodet-plan.ts';
import { writeOnnxModel } from './onnx-model.ts';
import { readTfjsGraph, type TfGraph } from './tfjs-graph.ts';

interface Golden {
  readonly outputs: Record<string, { readonly shape: number[]; readonly step: number; readonly values: number[] }>;
}

async function readNanodetGraph(): Promise<TfGraph> {
  const json = Buffer.from(await readShippedModel('nanodet-g-graph')).toString('utf8');
  return readTfjsGraph(json, await readShippedModel('nanodet-g-weights'));
}

/** The generator that the golden file names. */
function seededInput(count: number): Float32Array {
  let seed = 1;
  return Float32Array.from({ length: count }, () => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return (seed / 2 ** 32 - 0.5) * 4;
  });
}

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
  const bytes = writeOnnxModel(convertGraph(await readNanodetGraph(), NANODET_PLAN));
  expect(sha256Of(bytes)).toBe((await loadManifest()).get('nanodet-g')?.sha256);

  const golden = JSON.parse(await readFile(new URL('nanodet-g.golden.json', import.meta.url), 'utf8')) as Golden;
  const session = await OnnxSession.open('nanodet-g', bytes, 1);
  try {
    const outputs = await session.run({ data: seededInput(3 * 416 * 416), dims: [1, 3, 416, 416] });
    for (const [name, { shape, step, values }] of Object.entries(golden.outputs)) {
      const found = outputs.get(name);
      expect(found?.dims).toEqual(shape);
      for (const [index, value] of values.entries())
        expect(Math.abs((found?.data[index * step] ?? Number.NaN) - value)).toBeLessThan(1e-4);
    }
    const wide = await session.run({ data: new Float32Array(2 * 3 * 384 * 640), dims: [2, 3, 384, 640] });
    expect(wide.get('Identity')?.dims).toEqual([2, 48 * 80, 80]);
  } finally {
    await session.close();
  }
});
