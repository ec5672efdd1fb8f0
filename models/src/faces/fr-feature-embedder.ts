import type { FaceEmbedder, RgbImage, RunOptions } from '../contracts.ts';
import { assertImage } from '../image.ts';
import { modelError } from '../model-errors.ts';
import { type OnnxSession, outputOf } from '../onnx-session.ts';
import type { ModelSignature } from '../tensor-signature.ts';
import { ALIGNED_SIDE } from './alignment.ts';
import { planarTensor } from './tensors.ts';

const DIMENSIONS = 512;
const MAX_BATCH = 8;

export const FR_FEATURE_SIGNATURE: ModelSignature = {
  inputs: [{ name: 'input', dims: [null, 3, ALIGNED_SIDE, ALIGNED_SIDE] }],
  outputs: [{ name: 'output', dims: [null, DIMENSIONS] }],
};

/** The vector brought to length one. */
function unitVector(values: Float32Array, modelId: string): Float32Array {
  const length = Math.hypot(...values);
  if (!(length > 0 && Number.isFinite(length)))
    throw modelError('TC_MODEL_RUN_FAILED', { model: modelId, reason: 'the vector has no length' });
  return values.map((value) => value / length);
}

/** The 512-number face embedder of the faceplugin package: R G B, (x - 127) / 128, faces aligned to the ArcFace points. */
export class FrFeatureEmbedder implements FaceEmbedder {
  readonly dimensions = DIMENSIONS;
  readonly #session: OnnxSession;

  constructor(session: OnnxSession) {
    this.#session = session;
  }

  get modelId(): string {
    return this.#session.modelId;
  }

  async warmUp(): Promise<void> {
    const data = Uint8Array.from({ length: ALIGNED_SIDE * ALIGNED_SIDE * 3 }, (_, index) => index % 251);
    await this.embed([{ width: ALIGNED_SIDE, height: ALIGNED_SIDE, data }]);
  }

  async embed(faces: readonly RgbImage[], { signal }: RunOptions = {}): Promise<Float32Array[]> {
    for (const face of faces) {
      assertImage(face);
      if (face.width !== ALIGNED_SIDE || face.height !== ALIGNED_SIDE)
        throw modelError('TC_MODEL_INPUT', {
          reason: `${face.width}x${face.height}: an aligned face is ${ALIGNED_SIDE}x${ALIGNED_SIDE}`,
        });
    }
    const vectors: Float32Array[] = [];
    const batchSize = this.#session.hasFreeBatch ? MAX_BATCH : 1;
    for (let start = 0; start < faces.length; start += batchSize) {
      const batch = faces.slice(start, start + batchSize);
      const outputs = await this.#session.run(planarTensor(batch, 1 / 128, -127 / 128), signal);
      const { data } = outputOf(this.#session, outputs, 'output', [batch.length, DIMENSIONS]);
      for (let at = 0; at < data.length; at += DIMENSIONS)
        vectors.push(unitVector(data.subarray(at, at + DIMENSIONS), this.modelId));
    }
    return vectors;
  }

  close(): Promise<void> {
    return this.#session.close();
  }
}
