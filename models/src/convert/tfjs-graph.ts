import type { OnnxTensor } from './onnx-model.ts';

/** One operation of a TensorFlow.js graph model. */
export interface TfNode {
  readonly name: string;
  readonly op: string;
  /** Names of the tensors it takes, `:0` and control inputs left off. */
  readonly inputs: readonly string[];
  readonly attributes: Readonly<Record<string, TfAttribute>>;
}

interface TfAttribute {
  readonly s?: string;
  readonly f?: number;
  readonly b?: boolean;
  readonly list?: { readonly i?: readonly string[]; readonly s?: readonly string[] };
  readonly shape?: { readonly dim?: readonly { readonly size?: string }[] };
}

interface WeightSpec {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly quantization?: { readonly dtype: string };
}

export interface TfGraph {
  readonly nodes: readonly TfNode[];
  readonly weights: ReadonlyMap<string, OnnxTensor>;
}

/** The `model.json` of a graph model, as far as the converter needs it; checked when read. */
interface GraphModelJson {
  readonly format: 'graph-model';
  readonly modelTopology: {
    readonly node: readonly {
      readonly name: string;
      readonly op: string;
      readonly input?: readonly string[];
      readonly attr?: Readonly<Record<string, TfAttribute>>;
    }[];
  };
  readonly weightsManifest: readonly { readonly weights: readonly WeightSpec[] }[];
}

function isGraphModel(value: unknown): value is GraphModelJson {
  if (typeof value !== 'object' || value === null) return false;
  const model = value as Partial<GraphModelJson>;
  return (
    model.format === 'graph-model' && Array.isArray(model.modelTopology?.node) && Array.isArray(model.weightsManifest)
  );
}

function halfToFloat(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >> 10) & 0x1f;
  const fraction = half & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

function readWeights(specs: readonly WeightSpec[], bytes: Uint8Array): Map<string, OnnxTensor> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const weights = new Map<string, OnnxTensor>();
  let offset = 0;
  for (const { name, shape: dims, dtype, quantization } of specs) {
    const count = dims.reduce((product, dim) => product * dim, 1);
    const isHalf = quantization?.dtype === 'float16';
    if (!['float32', 'int32'].includes(dtype) || (quantization !== undefined && !isHalf))
      throw new Error(`weight ${name}: ${dtype} ${quantization?.dtype ?? ''} is not supported`);
    const size = isHalf ? 2 : 4;
    if (offset + count * size > bytes.length) throw new Error(`weight ${name}: the weights file ends before it`);
    const at = (index: number): number => offset + index * size;
    if (dtype === 'int32') {
      weights.set(name, {
        type: 'int',
        dims,
        data: Array.from({ length: count }, (_, i) => view.getInt32(at(i), true)),
      });
    } else {
      const data = new Float32Array(count);
      for (let i = 0; i < count; i += 1)
        data[i] = isHalf ? halfToFloat(view.getUint16(at(i), true)) : view.getFloat32(at(i), true);
      weights.set(name, { type: 'float', dims, data });
    }
    offset += count * size;
  }
  if (offset !== bytes.length) throw new Error(`the weights file has ${bytes.length - offset} bytes too many`);
  return weights;
}

/** A list attribute of whole numbers; empty where the node has none. */
export const listOf = (node: TfNode, attribute: string): number[] =>
  (node.attributes[attribute]?.list?.i ?? []).map((value) => Number(value));

const tensorName = (input: string): string => input.replace(/:0$/, '');

/** Reads a TensorFlow.js graph model (`model.json` text and its weights file); throws on anything it does not know. */
export function readTfjsGraph(json: string, weightBytes: Uint8Array): TfGraph {
  const model: unknown = JSON.parse(json);
  if (!isGraphModel(model)) throw new Error('not a TensorFlow.js graph model');
  return {
    nodes: model.modelTopology.node.map((node) => ({
      name: node.name,
      op: node.op,
      inputs: (node.input ?? []).filter((input) => !input.startsWith('^')).map(tensorName),
      attributes: node.attr ?? {},
    })),
    weights: readWeights(
      model.weightsManifest.flatMap((group) => group.weights),
      weightBytes,
    ),
  };
}
