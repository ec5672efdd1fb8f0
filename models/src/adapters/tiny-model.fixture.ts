import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type OnnxGraph,
  type OnnxNode,
  type OnnxTensor,
  type OnnxValue,
  writeOnnxModel,
} from '../convert/onnx-model.ts';
import { sha256Of } from '../manifest.ts';
import type { DetectorAdapterName, ModelEntry } from '../manifest-entry.ts';

/** An output of a tiny model: `values` plus `perBrightness` times the mean of the input picture. */
export interface TinyOutput {
  readonly name: string;
  /** Without the batch. */
  readonly dims: readonly number[];
  readonly values: ArrayLike<number>;
  readonly perBrightness?: ArrayLike<number>;
  readonly type?: 'float' | 'int';
  /** Multiplied by width, height, width, height of the input `orig_target_sizes`. */
  readonly isInTargetSize?: boolean;
  /** Nobody can tell the size before the model has run. */
  readonly isSizeHidden?: boolean;
}

export interface TinyModel {
  readonly input?: readonly (number | string)[];
  readonly inputName?: string;
  readonly inputType?: 'float' | 'byte';
  readonly outputs: readonly TinyOutput[];
}

const CAST_TO_FLOAT = 1;
const CAST_TO_INT64 = 7;

/** A model file whose outputs are known beforehand and follow the brightness of each picture of the batch. */
export function tinyModelBytes({
  input = ['batch', 3, 64, 64],
  inputName = 'image',
  inputType = 'float',
  outputs,
}: TinyModel): Uint8Array {
  const initializers = new Map<string, OnnxTensor>();
  const nodes: OnnxNode[] = [
    { op: 'Cast', inputs: [inputName], outputs: ['values'], attributes: { to: CAST_TO_FLOAT } },
    { op: 'ReduceMean', inputs: ['values'], outputs: ['mean'], attributes: { axes: [1, 2, 3], keepdims: 0 } },
    { op: 'ReduceMean', inputs: ['mean'], outputs: ['overall'], attributes: { keepdims: 1 } },
  ];
  const constant = (name: string, tensor: OnnxTensor): string => {
    initializers.set(name, tensor);
    return name;
  };
  const inputs: OnnxValue[] = [{ name: inputName, type: inputType, dims: input }];
  if (outputs.some(({ isInTargetSize }) => isInTargetSize)) {
    inputs.push({ name: 'orig_target_sizes', type: 'int', dims: [input[0] ?? 1, 2] });
    const shape = constant('sizes_shape', { type: 'int', dims: [3], data: [-1, 1, 4] });
    nodes.push(
      { op: 'Cast', inputs: ['orig_target_sizes'], outputs: ['sizes'], attributes: { to: CAST_TO_FLOAT } },
      { op: 'Concat', inputs: ['sizes', 'sizes'], outputs: ['sides'], attributes: { axis: 1 } },
      { op: 'Reshape', inputs: ['sides', shape], outputs: ['target'] },
    );
  }
  for (const { name, dims, values, perBrightness, type = 'float', isInTargetSize, isSizeHidden } of outputs) {
    const floats = (from: ArrayLike<number>): OnnxTensor => ({
      type: 'float',
      dims: [1, ...dims],
      data: Float32Array.from(from),
    });
    const shape = constant(`${name}_shape`, { type: 'int', dims: [dims.length + 1], data: [-1, ...dims.map(() => 1)] });
    const slope = constant(`${name}_slope`, floats(perBrightness ?? new Float32Array(values.length)));
    const base = constant(`${name}_base`, floats(values));
    const steps = [
      'sum',
      ...(isInTargetSize ? ['scaled'] : []),
      ...(type === 'int' ? ['cast'] : []),
      ...(isSizeHidden ? ['hidden'] : []),
    ];
    const last = (step: string): string => (step === steps.at(-1) ? name : `${name}_${step}`);
    nodes.push(
      { op: 'Reshape', inputs: ['mean', shape], outputs: [`${name}_mean`] },
      { op: 'Mul', inputs: [`${name}_mean`, slope], outputs: [`${name}_bright`] },
      { op: 'Add', inputs: [`${name}_bright`, base], outputs: [last('sum')] },
    );
    if (isInTargetSize) nodes.push({ op: 'Mul', inputs: [last('sum'), 'target'], outputs: [last('scaled')] });
    if (type === 'int')
      nodes.push({ op: 'Cast', inputs: [last('sum')], outputs: [last('cast')], attributes: { to: CAST_TO_INT64 } });
    if (isSizeHidden) {
      const size = { type: 'float' as const, dims: [dims.length + 1], data: Float32Array.of(-1, ...dims) };
      const nothing = constant(`${name}_nothing`, { ...size, data: new Float32Array(dims.length + 1) });
      nodes.push(
        { op: 'Mul', inputs: ['overall', nothing], outputs: [`${name}_zeros`] },
        { op: 'Add', inputs: [`${name}_zeros`, constant(`${name}_dims`, size)], outputs: [`${name}_size`] },
        { op: 'Cast', inputs: [`${name}_size`], outputs: [`${name}_whole`], attributes: { to: CAST_TO_INT64 } },
        {
          op: 'Reshape',
          inputs: [type === 'int' ? last('cast') : last(isInTargetSize ? 'scaled' : 'sum'), `${name}_whole`],
          outputs: [name],
        },
      );
    }
  }
  const graph: OnnxGraph = {
    name: 'tiny',
    inputs,
    outputs: outputs.map(({ name, dims, type = 'float', isSizeHidden }) => ({
      name,
      type,
      dims: isSizeHidden ? ['batch', ...dims.map((_, axis) => `${name}${axis}`)] : [input[0] ?? 1, ...dims],
    })),
    initializers,
    nodes,
  };
  return writeOnnxModel(graph);
}

/** A folder of model files that is gone after the tests. */
export class TinyModelFolder {
  readonly #folder: string;
  #count = 0;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async create(): Promise<TinyModelFolder> {
    return new TinyModelFolder(await mkdtemp(join(tmpdir(), 'tiny-model-')));
  }

  /** Writes the bytes and gives their manifest entry. */
  async entry(bytes: Uint8Array, adapter: DetectorAdapterName, classes: readonly string[]): Promise<ModelEntry> {
    this.#count += 1;
    const file = `tiny-${this.#count}.onnx`;
    await writeFile(join(this.#folder, file), bytes);
    return {
      id: 'tiny',
      task: 'detect',
      profile: 'default',
      file,
      folder: this.#folder,
      sha256: sha256Of(bytes),
      url: null,
      bytes: null,
      adapter,
      input: null,
      classes,
      licence: 'test',
      provenance: 'test',
      measured: [],
    };
  }

  remove(): Promise<void> {
    return rm(this.#folder, { recursive: true, force: true });
  }
}
