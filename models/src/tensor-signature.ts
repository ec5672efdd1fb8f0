import { modelError } from './model-errors.ts';

/** A tensor as the model file declares it. */
export interface TensorInfo {
  readonly name: string;
  /** `float32`, `int64` ... */
  readonly type: string;
  /** A text is a free size; null where the file does not even declare how many there are. */
  readonly dims: readonly (number | string)[] | null;
}

/** A tensor as a runner needs it. */
export interface WantedTensor {
  readonly name: string;
  /** `float32` by default. */
  readonly type?: 'float32' | 'int64' | 'uint8';
  /** `null`: any size. */
  readonly dims: readonly (number | null)[];
  /** The axis that holds one value per class, after `before` other values. */
  readonly classes?: { readonly axis: number; readonly before: number };
}

export interface ModelSignature {
  /** All of the model's inputs. */
  readonly inputs: readonly WantedTensor[];
  /** The outputs that the runner reads; a model may have more. */
  readonly outputs: readonly WantedTensor[];
}

const shapeText = (dims: readonly (number | string | null)[] | null): string =>
  dims === null ? '?' : dims.map((size) => size ?? '*').join(', ');

function mismatch(modelId: string, wanted: WantedTensor, found: string): Error {
  const expected = shapeText(wanted.dims);
  return modelError('TC_MODEL_SHAPE', { model: modelId, tensor: wanted.name, found, expected });
}

/** Refuses a shape that does not fit; gives whether every wanted size was declared. */
function checkTensor(modelId: string, wanted: WantedTensor, info: TensorInfo | undefined): boolean {
  if (info === undefined) throw mismatch(modelId, wanted, '');
  const type = wanted.type ?? 'float32';
  if (info.type !== type)
    throw modelError('TC_MODEL_SHAPE', {
      model: modelId,
      tensor: wanted.name,
      found: `${info.type} ${shapeText(info.dims)}`,
      expected: `${type} ${shapeText(wanted.dims)}`,
    });
  if (info.dims === null) return false;
  if (info.dims.length !== wanted.dims.length) throw mismatch(modelId, wanted, shapeText(info.dims));
  for (const [axis, size] of wanted.dims.entries()) {
    const found = info.dims[axis];
    if (size === null || typeof found !== 'number' || found === size) continue;
    const { axis: classAxis, before } = wanted.classes ?? { axis: -1, before: 0 };
    if (axis !== classAxis) throw mismatch(modelId, wanted, shapeText(info.dims));
    throw modelError('TC_MODEL_CLASSES', { model: modelId, found: found - before, expected: size - before });
  }
  return wanted.dims.every((size, axis) => size === null || typeof info.dims?.[axis] === 'number');
}

/**
 * Refuses a model whose declared tensors are not those a runner needs.
 * @returns whether the file declares every size asked for; else only a run can show them
 * @throws AppError `TC_MODEL_SHAPE`, `TC_MODEL_CLASSES`
 */
export function checkSignature(
  modelId: string,
  declared: { readonly inputs: readonly TensorInfo[]; readonly outputs: readonly TensorInfo[] },
  signature: ModelSignature,
): boolean {
  const extra = declared.inputs.find(({ name }) => !signature.inputs.some((wanted) => wanted.name === name));
  if (extra !== undefined)
    throw modelError('TC_MODEL_SHAPE', {
      model: modelId,
      tensor: extra.name,
      found: shapeText(extra.dims),
      expected: signature.inputs.map(({ name }) => name).join(', '),
    });
  const find = (list: readonly TensorInfo[], name: string) => list.find((info) => info.name === name);
  const inputs = signature.inputs.map((wanted) => checkTensor(modelId, wanted, find(declared.inputs, wanted.name)));
  const outputs = signature.outputs.map((wanted) => checkTensor(modelId, wanted, find(declared.outputs, wanted.name)));
  return [...inputs, ...outputs].every(Boolean);
}
