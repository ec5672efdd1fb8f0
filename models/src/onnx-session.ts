import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { ModelProvider, RunnerOptions } from './contracts.ts';
import { modelError } from './model-errors.ts';
import type { TensorInfo } from './tensor-signature.ts';

/** A float tensor on its way in or out. */
export interface FloatTensor {
  readonly data: Float32Array;
  readonly dims: readonly number[];
}

/** A tensor on its way in. */
export type InputTensor = FloatTensor | { readonly data: Uint8Array | BigInt64Array; readonly dims: readonly number[] };

const MAX_THREADS = 64;

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/**
 * One model in ONNX Runtime. Runs queue up behind each other. After `close` every run rejects with `TC_MODEL_CLOSED`;
 * failures of the runtime are `TC_MODEL_RUN_FAILED`.
 */
export class OnnxSession {
  readonly modelId: string;
  readonly inputs: readonly TensorInfo[];
  readonly outputs: readonly TensorInfo[];
  readonly #session: InferenceSession;
  #tail: Promise<unknown> = Promise.resolve();
  #isClosed = false;

  private constructor(modelId: string, session: InferenceSession) {
    this.modelId = modelId;
    this.#session = session;
    this.inputs = session.inputMetadata.map(infoOf);
    this.outputs = session.outputMetadata.map(infoOf);
  }

  /** @throws AppError `TC_MODEL_OPTIONS`, `TC_MODEL_LOAD_FAILED`, `TC_MODEL_PROVIDER` */
  static async open(modelId: string, bytes: Uint8Array, options: RunnerOptions = {}): Promise<OnnxSession> {
    const threads = options.threads ?? 1;
    if (!Number.isInteger(threads) || threads < 1 || threads > MAX_THREADS)
      throw modelError('TC_MODEL_OPTIONS', { model: modelId, reason: `threads ${threads}: 1..${MAX_THREADS}` });
    const provider = options.provider ?? 'cpu';
    try {
      return new OnnxSession(modelId, await createSession(bytes, threads, provider));
    } catch (error) {
      const params = { model: modelId, provider, reason: reasonOf(error) };
      const isProvider = provider !== 'cpu' && (await opensOnCpu(bytes));
      throw modelError(isProvider ? 'TC_MODEL_PROVIDER' : 'TC_MODEL_LOAD_FAILED', params, { cause: error });
    }
  }

  /** Whether the model takes more than one item in a run. */
  get hasFreeBatch(): boolean {
    return typeof this.inputs[0]?.dims?.[0] === 'string';
  }

  /** Feeds the model's only input; gives the outputs by name. The signal is asked when the turn comes. */
  run(input: InputTensor, signal?: AbortSignal): Promise<ReadonlyMap<string, FloatTensor>> {
    return this.runFeeds({ [this.inputs[0]?.name ?? '']: input }, signal);
  }

  /** Feeds every input by name. Outputs of whole numbers come as floats, exact up to 2^24. */
  runFeeds(
    feeds: Readonly<Record<string, InputTensor>>,
    signal?: AbortSignal,
  ): Promise<ReadonlyMap<string, FloatTensor>> {
    const turn = this.#tail.then(() => this.#runNow(feeds, signal));
    this.#tail = turn.catch(() => undefined);
    return turn;
  }

  async #runNow(
    feeds: Readonly<Record<string, InputTensor>>,
    signal?: AbortSignal,
  ): Promise<ReadonlyMap<string, FloatTensor>> {
    signal?.throwIfAborted();
    if (this.#isClosed) throw modelError('TC_MODEL_CLOSED', { model: this.modelId });
    try {
      const tensors = Object.entries(feeds).map(([name, input]) => [name, tensorOf(input)] as const);
      const outputs = await this.#session.run(Object.fromEntries(tensors));
      return new Map(Object.entries(outputs).map(([name, output]) => [name, floatsOf(name, output)]));
    } catch (error) {
      throw modelError('TC_MODEL_RUN_FAILED', { model: this.modelId, reason: reasonOf(error) }, { cause: error });
    }
  }

  /** Waits for the running call, then frees the memory; idempotent. */
  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    await this.#tail;
    await this.#session.release();
  }
}

function createSession(bytes: Uint8Array, threads: number, provider: ModelProvider): Promise<InferenceSession> {
  return InferenceSession.create(bytes, {
    executionProviders: provider === 'cpu' ? ['cpu'] : [provider, 'cpu'],
    executionMode: 'sequential',
    graphOptimizationLevel: 'all',
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    logSeverityLevel: 3,
  });
}

/** Tells a damaged file from a missing provider without reading the runtime's messages. */
async function opensOnCpu(bytes: Uint8Array): Promise<boolean> {
  try {
    const session = await createSession(bytes, 1, 'cpu');
    await session.release();
    return true;
  } catch {
    return false;
  }
}

function infoOf(value: InferenceSession.ValueMetadata): TensorInfo {
  if (!value.isTensor) return { name: value.name, type: 'no tensor', dims: null };
  return { name: value.name, type: value.type, dims: value.shape.length === 0 ? null : value.shape };
}

function tensorOf({ data, dims }: InputTensor): Tensor {
  if (data instanceof Float32Array) return new Tensor('float32', data, [...dims]);
  if (data instanceof Uint8Array) return new Tensor('uint8', data, [...dims]);
  return new Tensor('int64', data, [...dims]);
}

function floatsOf(name: string, { data, dims }: InferenceSession.OnnxValueMapType[string]): FloatTensor {
  if (data instanceof Float32Array) return { data, dims };
  if (data instanceof BigInt64Array || data instanceof Int32Array)
    return { data: Float32Array.from(data, Number), dims };
  throw new Error(`output ${name} is neither float nor whole numbers`);
}

/** The named output, its shape checked (`null` = any size); `TC_MODEL_SHAPE` otherwise. */
export function outputOf(
  session: OnnxSession,
  outputs: ReadonlyMap<string, FloatTensor>,
  name: string,
  shape: readonly (number | null)[],
): FloatTensor {
  const tensor = outputs.get(name);
  const fits =
    tensor?.dims.length === shape.length && shape.every((size, axis) => size === null || size === tensor.dims[axis]);
  if (tensor === undefined || !fits)
    throw modelError('TC_MODEL_SHAPE', {
      model: session.modelId,
      tensor: name,
      found: tensor?.dims.join(', ') ?? '',
      expected: shape.map((size) => size ?? '*').join(', '),
    });
  return tensor;
}
