import { InferenceSession, Tensor } from 'onnxruntime-node';
import { modelError } from './model-errors.ts';

/** A float tensor on its way in or out. */
export interface FloatTensor {
  readonly data: Float32Array;
  readonly dims: readonly number[];
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/**
 * One model in ONNX Runtime, on the CPU. Runs queue up behind each other. After `close` every run rejects with
 * `TC_MODEL_CLOSED`; failures of the runtime are `TC_MODEL_RUN_FAILED`.
 */
export class OnnxSession {
  readonly modelId: string;
  readonly #session: InferenceSession;
  #tail: Promise<unknown> = Promise.resolve();
  #isClosed = false;

  private constructor(modelId: string, session: InferenceSession) {
    this.modelId = modelId;
    this.#session = session;
  }

  /** @throws AppError `TC_MODEL_LOAD_FAILED` */
  static async open(modelId: string, bytes: Uint8Array, threads: number): Promise<OnnxSession> {
    try {
      const session = await InferenceSession.create(bytes, {
        executionProviders: ['cpu'],
        executionMode: 'sequential',
        graphOptimizationLevel: 'all',
        intraOpNumThreads: threads,
        interOpNumThreads: 1,
        logSeverityLevel: 3,
      });
      return new OnnxSession(modelId, session);
    } catch (error) {
      throw modelError('TC_MODEL_LOAD_FAILED', { model: modelId, reason: reasonOf(error) }, { cause: error });
    }
  }

  /** Feeds the model's only input; gives the outputs by name. The signal is asked when the turn comes. */
  run(input: FloatTensor, signal?: AbortSignal): Promise<ReadonlyMap<string, FloatTensor>> {
    const turn = this.#tail.then(() => this.#runNow(input, signal));
    this.#tail = turn.catch(() => undefined);
    return turn;
  }

  async #runNow(input: FloatTensor, signal?: AbortSignal): Promise<ReadonlyMap<string, FloatTensor>> {
    signal?.throwIfAborted();
    if (this.#isClosed) throw modelError('TC_MODEL_CLOSED', { model: this.modelId });
    try {
      const name = this.#session.inputNames[0] ?? '';
      const outputs = await this.#session.run({ [name]: new Tensor('float32', input.data, [...input.dims]) });
      return new Map(
        Object.entries(outputs).map(([key, { data, dims }]) => {
          if (!(data instanceof Float32Array)) throw new Error(`output ${key} is not float`);
          return [key, { data, dims }];
        }),
      );
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
      output: name,
      found: tensor?.dims.join(', ') ?? '',
      expected: shape.map((size) => size ?? '*').join(', '),
    });
  return tensor;
}
