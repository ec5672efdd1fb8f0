import { foldConstant } from './constant-folding.ts';
import { depthwiseAsGrouped, fusedOperations, kernelToOihw, windowAttributes } from './convolution-parts.ts';
import type { OnnxAttribute, OnnxGraph, OnnxNode, OnnxTensor, OnnxValue } from './onnx-model.ts';
import { listOf, type TfGraph, type TfNode } from './tfjs-graph.ts';

/** What the converter must be told beside the graph. */
export interface ConversionPlan {
  readonly name: string;
  readonly input: OnnxValue;
  readonly outputs: readonly OnnxValue[];
  /**
   * Scale of each `ResizeBilinear`, in graph order: the graph holds the sizes for one input size, scales hold for all.
   */
  readonly resizeScales: readonly number[];
}

const TO_NCHW = [0, 3, 1, 2];
const TO_NHWC = [0, 2, 3, 1];

type FloatKernel = Extract<OnnxTensor, { type: 'float' }>;

class GraphConverter {
  readonly #constants: Map<string, OnnxTensor>;
  readonly #initializers = new Map<string, OnnxTensor>();
  readonly #nodes: OnnxNode[] = [];
  readonly #plan: ConversionPlan;
  readonly #biasOf: ReadonlyMap<string, TfNode>;
  #resizeCount = 0;

  constructor(graph: TfGraph, plan: ConversionPlan) {
    this.#constants = new Map(graph.weights);
    this.#plan = plan;
    this.#biasOf = findBiases(graph);
  }

  finish(): OnnxGraph {
    const { name, input, outputs, resizeScales } = this.#plan;
    if (this.#resizeCount !== resizeScales.length)
      throw new Error(`the plan has ${resizeScales.length} resize scales, the graph ${this.#resizeCount} resizes`);
    return { name, inputs: [input], outputs, initializers: this.#initializers, nodes: this.#nodes };
  }

  #emit(op: string, inputs: readonly string[], output: string | readonly string[], attributes = {}): void {
    for (const name of inputs) {
      const constant = this.#constants.get(name);
      if (constant !== undefined) this.#initializers.set(name, constant);
    }
    const outputs = typeof output === 'string' ? [output] : output;
    this.#nodes.push({ op, inputs, outputs, attributes: attributes as Record<string, OnnxAttribute> });
  }

  #addConstant(name: string, tensor: OnnxTensor): string {
    this.#constants.set(name, tensor);
    return name;
  }

  #ints(name: string | undefined): readonly number[] {
    const tensor = this.#constants.get(name ?? '');
    if (tensor?.type !== 'int') throw new Error(`${name} must be an integer constant`);
    return tensor.data;
  }

  /** Runs an operation that ONNX only has in NCHW on an NHWC tensor; ONNX Runtime cancels the transposes in pairs. */
  #emitSpatial(op: string, node: TfNode, extra: readonly string[], output: string, attributes: object): void {
    const input = node.inputs[0] ?? '';
    this.#emit('Transpose', [input], `${node.name}/nchw`, { perm: TO_NCHW });
    this.#emit(op, [`${node.name}/nchw`, ...extra], `${node.name}/out`, attributes);
    this.#emit('Transpose', [`${node.name}/out`], output, { perm: TO_NHWC });
  }

  #kernelOf(node: TfNode): FloatKernel {
    const kernel = this.#constants.get(node.inputs[1] ?? '');
    if (kernel?.type !== 'float') throw new Error(`${node.name}: the kernel must be a constant`);
    return kernel;
  }

  #emitConvolution(node: TfNode, kernel: FloatKernel, group: number, bias: string | undefined, output: string): void {
    const weights = this.#addConstant(`${node.name}/oihw`, kernelToOihw(kernel));
    const attributes = { ...windowAttributes(node), dilations: listOf(node, 'dilations').slice(1, 3) };
    const grouped = group === 1 ? attributes : { ...attributes, group };
    this.#emitSpatial('Conv', node, bias === undefined ? [weights] : [weights, bias], output, grouped);
  }

  #convolution(node: TfNode): void {
    const bias = this.#biasOf.get(node.name);
    const biasName = bias?.inputs.find((name) => name !== node.name);
    this.#emitConvolution(node, this.#kernelOf(node), 1, biasName, bias?.name ?? node.name);
  }

  #depthwise(node: TfNode): void {
    const kernel = this.#kernelOf(node);
    this.#emitConvolution(node, depthwiseAsGrouped(kernel), kernel.dims[2] ?? 1, undefined, node.name);
  }

  #fusedConvolution(node: TfNode): void {
    const [first, activation, ...rest] = fusedOperations(node);
    if (first !== 'BiasAdd' || rest.length > 0 || (activation ?? 'Relu') !== 'Relu')
      throw new Error(`${node.name}: fused ${fusedOperations(node).join(', ')} is not supported`);
    const output = activation === undefined ? node.name : `${node.name}/biased`;
    this.#emitConvolution(node, this.#kernelOf(node), 1, node.inputs[2], output);
    if (activation !== undefined) this.#emit(activation, [output], node.name);
  }

  #pad(node: TfNode): void {
    const pairs = this.#ints(node.inputs[1]);
    const starts = pairs.filter((_, index) => index % 2 === 0);
    const ends = pairs.filter((_, index) => index % 2 === 1);
    const data = [...starts, ...ends];
    const pads = this.#addConstant(`${node.name}/pads`, { type: 'int', dims: [data.length], data });
    this.#emit('Pad', [node.inputs[0] ?? '', pads, ...node.inputs.slice(2)], node.name);
  }

  #resize(node: TfNode): void {
    if (node.attributes.half_pixel_centers?.b !== true) throw new Error(`${node.name}: only half-pixel centres`);
    const scale = this.#plan.resizeScales[this.#resizeCount] ?? 1;
    this.#resizeCount += 1;
    const scales = this.#addConstant(`${node.name}/scales`, {
      type: 'float',
      dims: [4],
      data: Float32Array.of(1, 1, scale, scale),
    });
    this.#emitSpatial('Resize', node, ['', scales], node.name, {
      mode: 'linear',
      coordinate_transformation_mode: 'half_pixel',
    });
  }

  #split(node: TfNode): void {
    const sizes = this.#ints(node.inputs[1]);
    const data = this.#addConstant(`${node.name}/sizes`, { type: 'int', dims: [sizes.length], data: sizes });
    const outputs = sizes.map((_, index) => (index === 0 ? node.name : `${node.name}:${index}`));
    this.#emit('Split', [node.inputs[0] ?? '', data], outputs, { axis: this.#ints(node.inputs[2])[0] ?? 0 });
  }

  #reshape(node: TfNode): void {
    // A leading 1 is the batch of the recorded graph; 0 copies whatever batch comes.
    const target = this.#ints(node.inputs[1]).map((dim, index) => (index === 0 && dim === 1 ? 0 : dim));
    const shape = this.#addConstant(`${node.name}/shape`, { type: 'int', dims: [target.length], data: target });
    this.#emit('Reshape', [node.inputs[0] ?? '', shape], node.name);
  }

  convert(node: TfNode): void {
    const folded = foldConstant(node, this.#constants);
    if (folded !== null) {
      this.#constants.set(node.name, folded);
      return;
    }
    const handler = this.#handlers[node.op];
    if (handler === undefined) throw new Error(`${node.name}: operation ${node.op} is not supported`);
    handler(node);
  }

  #constant(node: TfNode): void {
    if (!this.#constants.has(node.name)) throw new Error(`constant ${node.name} has no weights`);
  }

  #placeholder(node: TfNode): void {
    if (node.name !== this.#plan.input.name) throw new Error(`unplanned input ${node.name}`);
  }

  #maxPool(node: TfNode): void {
    const attributes = { ...windowAttributes(node), kernel_shape: listOf(node, 'ksize').slice(1, 3) };
    this.#emitSpatial('MaxPool', node, [], node.name, attributes);
  }

  #transpose(node: TfNode): void {
    this.#emit('Transpose', node.inputs.slice(0, 1), node.name, { perm: this.#ints(node.inputs[1]) });
  }

  #concat(node: TfNode): void {
    this.#emit('Concat', node.inputs.slice(0, -1), node.name, { axis: this.#ints(node.inputs.at(-1))[0] ?? 0 });
  }

  #add(node: TfNode): void {
    const isBias = node.inputs.some((name) => this.#biasOf.get(name)?.name === node.name);
    if (!isBias) this.#emit('Add', node.inputs, node.name);
  }

  #leakyRelu(node: TfNode): void {
    this.#emit('LeakyRelu', node.inputs, node.name, { alpha: { float: node.attributes.alpha?.f ?? 0.2 } });
  }

  #unchanged(node: TfNode): void {
    this.#emit(node.op, node.inputs, node.name);
  }

  readonly #handlers: Readonly<Record<string, (node: TfNode) => void>> = {
    Const: (node) => this.#constant(node),
    Placeholder: (node) => this.#placeholder(node),
    Conv2D: (node) => this.#convolution(node),
    DepthwiseConv2dNative: (node) => this.#depthwise(node),
    _FusedConv2D: (node) => this.#fusedConvolution(node),
    Pad: (node) => this.#pad(node),
    PadV2: (node) => this.#pad(node),
    ResizeBilinear: (node) => this.#resize(node),
    SplitV: (node) => this.#split(node),
    Reshape: (node) => this.#reshape(node),
    MaxPool: (node) => this.#maxPool(node),
    Transpose: (node) => this.#transpose(node),
    ConcatV2: (node) => this.#concat(node),
    Add: (node) => this.#add(node),
    AddV2: (node) => this.#add(node),
    LeakyRelu: (node) => this.#leakyRelu(node),
    Relu: (node) => this.#unchanged(node),
    Sigmoid: (node) => this.#unchanged(node),
    Identity: (node) => this.#unchanged(node),
  };
}

/** Additions of one value per channel that are the only use of a convolution: they become its bias. */
function findBiases(graph: TfGraph): ReadonlyMap<string, TfNode> {
  const users = new Map<string, TfNode[]>();
  for (const node of graph.nodes)
    for (const input of node.inputs) users.set(input, [...(users.get(input) ?? []), node]);
  const biases = new Map<string, TfNode>();
  for (const node of graph.nodes.filter(({ op }) => op === 'Conv2D')) {
    const [user, ...others] = users.get(node.name) ?? [];
    if (user === undefined || others.length > 0 || !['Add', 'AddV2'].includes(user.op)) continue;
    const bias = graph.weights.get(user.inputs.find((name) => name !== node.name) ?? '');
    if (bias?.type === 'float' && bias.dims.length === 1) biases.set(node.name, user);
  }
  return biases;
}

/** Nodes in an order where every input stands before its use. */
function inOrder(graph: TfGraph): TfNode[] {
  const byName = new Map(graph.nodes.map((node) => [node.name, node]));
  const ordered = new Set<TfNode>();
  const visit = (node: TfNode): void => {
    if (ordered.has(node)) return;
    for (const input of node.inputs) {
      const source = byName.get(input.replace(/:\d+$/, ''));
      if (source === undefined) throw new Error(`${node.name}: input ${input} does not exist`);
      visit(source);
    }
    ordered.add(node);
  };
  for (const node of graph.nodes) visit(node);
  return [...ordered];
}

/** Converts a TensorFlow.js graph model to ONNX opset 13; throws, naming the node, on what it does not know. */
export function convertGraph(graph: TfGraph, plan: ConversionPlan): OnnxGraph {
  const converter = new GraphConverter(graph, plan);
  for (const node of inOrder(graph)) converter.convert(node);
  return converter.finish();
}
