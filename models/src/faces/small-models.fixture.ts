import { type OnnxGraph, type OnnxNode, type OnnxTensor, writeOnnxModel } from '../convert/onnx-model.ts';

const ints = (...data: number[]): OnnxTensor => ({ type: 'int', dims: [data.length], data });

/** An embedder in three operations: means of 7 x 7 pixels, the first `dimensions` of them. */
export function meansEmbedder(dimensions: number): Uint8Array {
  const nodes: OnnxNode[] = [
    { op: 'AveragePool', inputs: ['face'], outputs: ['means'], attributes: { kernel_shape: [7, 7], strides: [7, 7] } },
    { op: 'Reshape', inputs: ['means', 'flat'], outputs: ['all'] },
    { op: 'Slice', inputs: ['all', 'from', 'to', 'axis'], outputs: ['output'] },
  ];
  const graph: OnnxGraph = {
    name: 'means',
    inputs: [{ name: 'face', dims: [1, 3, 112, 112] }],
    outputs: [{ name: 'output', dims: [1, dimensions] }],
    initializers: new Map([
      ['flat', ints(1, 768)],
      ['from', ints(0)],
      ['to', ints(dimensions)],
      ['axis', ints(1)],
    ]),
    nodes,
  };
  return writeOnnxModel(graph);
}

/** A detector of UltraFace's form that points at one place, as shares of its input, whatever it sees. */
export function pointingDetector(left: number, top: number, right: number, bottom: number, priors = 4420): Uint8Array {
  const scores = new Float32Array(priors * 2);
  const boxes = new Float32Array(priors * 4);
  scores[7 * 2 + 1] = 0.9;
  boxes.set([left, top, right, bottom], 7 * 4);
  const graph: OnnxGraph = {
    name: 'pointing',
    inputs: [{ name: 'input', dims: [1, 3, 240, 320] }],
    outputs: [
      { name: 'scores', dims: [1, priors, 2] },
      { name: 'boxes', dims: [1, priors, 4] },
    ],
    initializers: new Map<string, OnnxTensor>([
      ['fixedScores', { type: 'float', dims: [1, priors, 2], data: scores }],
      ['fixedBoxes', { type: 'float', dims: [1, priors, 4], data: boxes }],
    ]),
    nodes: [
      { op: 'Identity', inputs: ['fixedScores'], outputs: ['scores'] },
      { op: 'Identity', inputs: ['fixedBoxes'], outputs: ['boxes'] },
    ],
  };
  return writeOnnxModel(graph);
}
