import { ProtobufWriter } from './protobuf-writer.ts';

/** A constant of the graph; integers are int64 in the file. */
export type OnnxTensor =
  | { readonly type: 'float'; readonly dims: readonly number[]; readonly data: Float32Array }
  | { readonly type: 'int'; readonly dims: readonly number[]; readonly data: readonly number[] };

export type OnnxAttribute = number | string | readonly number[] | { readonly float: number };

export interface OnnxNode {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes?: Readonly<Record<string, OnnxAttribute>>;
}

/** An input or output, float unless it says otherwise; a text dimension is free. */
export interface OnnxValue {
  readonly name: string;
  readonly type?: OnnxTensor['type'] | 'byte';
  readonly dims: readonly (number | string)[];
}

export interface OnnxGraph {
  readonly name: string;
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
  readonly initializers: ReadonlyMap<string, OnnxTensor>;
  readonly nodes: readonly OnnxNode[];
}

// Field numbers and enum values of onnx.proto3 (ONNX 1.x).
const IR_VERSION = 7;
const OPSET = 13;
const ELEMENT_TYPES = { float: 1, byte: 2, int: 7 } as const;

function writeTensor(name: string, tensor: OnnxTensor): ProtobufWriter {
  const writer = new ProtobufWriter();
  for (const dim of tensor.dims) writer.int(1, dim);
  writer.int(2, ELEMENT_TYPES[tensor.type]).string(8, name);
  const bytes =
    tensor.type === 'float'
      ? new Uint8Array(tensor.data.buffer, tensor.data.byteOffset, tensor.data.byteLength)
      : new Uint8Array(BigInt64Array.from(tensor.data, (value) => BigInt(value)).buffer);
  return writer.bytes(9, bytes);
}

function writeAttribute(name: string, value: OnnxAttribute): ProtobufWriter {
  const writer = new ProtobufWriter().string(1, name);
  if (typeof value === 'number') return writer.int(3, value).int(20, 2);
  if (typeof value === 'string') return writer.bytes(4, new TextEncoder().encode(value)).int(20, 3);
  if ('float' in value) return writer.float(2, value.float).int(20, 1);
  for (const item of value) writer.int(8, item);
  return writer.int(20, 7);
}

function writeNode(node: OnnxNode): ProtobufWriter {
  const writer = new ProtobufWriter();
  for (const input of node.inputs) writer.string(1, input);
  for (const output of node.outputs) writer.string(2, output);
  writer.string(3, node.outputs[0] ?? '').string(4, node.op);
  for (const [name, value] of Object.entries(node.attributes ?? {})) writer.message(5, writeAttribute(name, value));
  return writer;
}

function writeValue(value: OnnxValue): ProtobufWriter {
  const shape = new ProtobufWriter();
  for (const dim of value.dims) {
    const writer = new ProtobufWriter();
    shape.message(1, typeof dim === 'number' ? writer.int(1, dim) : writer.string(2, dim));
  }
  const tensor = new ProtobufWriter().int(1, ELEMENT_TYPES[value.type ?? 'float']).message(2, shape);
  return new ProtobufWriter().string(1, value.name).message(2, new ProtobufWriter().message(1, tensor));
}

/** An ONNX file (opset 13, IR 7). The same graph gives the same bytes. */
export function writeOnnxModel(graph: OnnxGraph): Uint8Array {
  const body = new ProtobufWriter();
  for (const node of graph.nodes) body.message(1, writeNode(node));
  body.string(2, graph.name);
  for (const [name, tensor] of graph.initializers) body.message(5, writeTensor(name, tensor));
  for (const input of graph.inputs) body.message(11, writeValue(input));
  for (const output of graph.outputs) body.message(12, writeValue(output));
  return new ProtobufWriter()
    .int(1, IR_VERSION)
    .string(2, 'thapcanh')
    .message(7, body)
    .message(8, new ProtobufWriter().string(1, '').int(2, OPSET))
    .finish();
}
