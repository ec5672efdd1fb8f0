import type { OnnxTensor } from './onnx-model.ts';
import type { TfNode } from './tfjs-graph.ts';

type IntTensor = Extract<OnnxTensor, { type: 'int' }>;

function asInts(tensor: OnnxTensor | undefined): IntTensor | null {
  return tensor?.type === 'int' ? tensor : null;
}

function foldSparseToDense(inputs: readonly (OnnxTensor | undefined)[]): IntTensor | null {
  const [indices, shape, values, fallback] = inputs.map(asInts);
  if (!indices || !shape || !values || !fallback || values.data.length > 0) return null;
  const count = shape.data.reduce((product, dim) => product * dim, 1);
  return { type: 'int', dims: shape.data, data: new Array<number>(count).fill(fallback.data[0] ?? 0) };
}

function foldAdd(inputs: readonly (OnnxTensor | undefined)[]): IntTensor | null {
  const [a, b] = inputs.map(asInts);
  if (!a || !b || a.data.length !== b.data.length) return null;
  return { type: 'int', dims: a.dims, data: a.data.map((value, index) => value + (b.data[index] ?? 0)) };
}

/** The value of a node whose inputs are all integer constants (shape arithmetic), or null where it must stay in the graph. */
export function foldConstant(node: TfNode, constants: ReadonlyMap<string, OnnxTensor>): OnnxTensor | null {
  const inputs = node.inputs.map((name) => constants.get(name));
  if (node.op === 'SparseToDense') return foldSparseToDense(inputs);
  if (node.op === 'Add' || node.op === 'AddV2') return foldAdd(inputs);
  return null;
}
