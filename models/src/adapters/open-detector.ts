import type { Detector, RunnerOptions } from '../contracts.ts';
import type { DetectorAdapterName, ModelEntry } from '../manifest-entry.ts';
import { modelError } from '../model-errors.ts';
import type { OnnxSession } from '../onnx-session.ts';
import { openEntry } from '../open-model.ts';
import { BLOCK_BYTES } from '../pixel-blocks.ts';
import { checkSignature } from '../tensor-signature.ts';
import { AdaptedDetector } from './adapted-detector.ts';
import { boxesAdapter } from './boxes-adapter.ts';
import { classMapOf } from './class-map.ts';
import type { DetectorAdapter, ImageInput, InputRecipe } from './detector-adapter.ts';
import { detrAdapter, labelledDetrAdapter } from './detr-adapter.ts';
import { nanodetAdapter } from './nanodet-adapter.ts';
import type { InputSize } from './picture-input.ts';
import { yoloxAdapter } from './yolox-adapter.ts';

export interface DetectorOpenOptions extends RunnerOptions {
  /**
   * Longest side of the input in pixels, a multiple of 32 from 160 to 1280, for models that leave it free: 416 for an
   * overview, 640 for wide scenes with small vehicles. The model's usual size by default.
   */
  readonly inputSize?: number;
}

/** The input that takes pictures: the only one with batch, channels, rows and columns. */
function imageInputOf(session: OnnxSession): ImageInput {
  const found = session.inputs.find(({ dims }) => dims?.length === 4);
  if (found === undefined)
    throw modelError('TC_MODEL_SHAPE', {
      model: session.modelId,
      tensor: session.inputs.map(({ name }) => name).join(', '),
      found: session.inputs.map(({ dims }) => dims?.join(', ') ?? '?').join('; '),
      expected: '*, 3, *, *',
    });
  const sizeOf = (axis: number, unit = 1): number | null => {
    const size = found.dims?.[axis];
    return typeof size === 'number' ? size * unit : null;
  };
  if (found.type === 'uint8' && found.dims?.[3] === BLOCK_BYTES)
    return { name: found.name, layout: 'blocks', height: sizeOf(1, 2), width: sizeOf(2, 2) };
  return { name: found.name, layout: 'planes', height: sizeOf(2), width: sizeOf(3) };
}

function adapterOf(name: DetectorAdapterName, session: OnnxSession, classCount: number): DetectorAdapter {
  const image = imageInputOf(session);
  if (name === 'nanodet') return nanodetAdapter(image, classCount);
  if (name === 'yolox') return yoloxAdapter(image, session.outputs[0]?.name ?? '', classCount);
  if (name === 'boxes') return boxesAdapter(image, classCount);
  const isLabelled = session.outputs.some((output) => output.name === 'labels');
  return isLabelled ? labelledDetrAdapter(image) : detrAdapter(image, classCount);
}

function inputSizeOf(
  modelId: string,
  { width, height }: ImageInput,
  { usual }: InputRecipe,
  asked: number | undefined,
): InputSize {
  const refuse = (reason: string): Error =>
    modelError('TC_MODEL_OPTIONS', { model: modelId, reason: `inputSize ${asked}: ${reason}` });
  if (asked !== undefined && (!Number.isInteger(asked / 32) || asked < 160 || asked > 1280))
    throw refuse('a multiple of 32, 160..1280');
  if (width === null || height === null) {
    if (asked !== undefined) return { kind: 'side', side: asked };
    return 'side' in usual ? { kind: 'side', side: usual.side } : { kind: 'area', area: usual.area };
  }
  if (asked !== undefined && asked !== Math.max(width, height)) throw refuse(`${width} x ${height}`);
  return { kind: 'fixed', width, height };
}

/**
 * Opens a manifest entry of the task `detect` by the adapter it names. What the file declares of its tensors is checked
 * at once; where it leaves sizes open, one run on an empty picture shows them.
 *
 * @throws AppError `TC_MODEL_MISSING`, `TC_MODEL_HASH_MISMATCH`, `TC_MODEL_LOAD_FAILED`, `TC_MODEL_PROVIDER`,
 * `TC_MODEL_OPTIONS`, `TC_MODEL_SHAPE`, `TC_MODEL_CLASSES`, `TC_MODEL_TASK` for an entry that is no detector or knows
 * none of the platform's classes
 */
export async function openDetector(entry: ModelEntry, options: DetectorOpenOptions = {}): Promise<Detector> {
  const { id, adapter: name, classes: names } = entry;
  const classes = classMapOf(names ?? []);
  if (name === null || names === null || classes.length === 0) throw modelError('TC_MODEL_TASK', { model: id });
  const session = await openEntry(entry, options);
  try {
    const adapter = adapterOf(name, session, names.length);
    const isDeclared = checkSignature(id, session, adapter.signature);
    const imageInput = imageInputOf(session);
    const inputSize = inputSizeOf(id, imageInput, adapter.recipe, options.inputSize);
    const detector = new AdaptedDetector({ session, adapter, classes, imageInput, inputSize });
    if (!isDeclared) await detector.warmUp();
    return detector;
  } catch (error) {
    await session.close();
    throw error;
  }
}
