import type { HelmetClassifier, RunnerOptions } from '../contracts.ts';
import { openModel } from '../open-model.ts';
import type { ModelSignature } from '../tensor-signature.ts';
import { HEAD_SIDE, HelmetNetClassifier } from './helmet-classifier.ts';

const SIGNATURE: ModelSignature = {
  inputs: [{ name: 'head', dims: [null, 3, HEAD_SIDE, HEAD_SIDE] }],
  outputs: [{ name: 'logits', dims: [null, 2], classes: { axis: 1, before: 0 } }],
};

/**
 * The platform's classifier of riders' heads.
 * @throws AppError as `openModel`
 */
export async function createHelmetClassifier(options: RunnerOptions = {}): Promise<HelmetClassifier> {
  return new HelmetNetClassifier(await openModel('helmet', SIGNATURE, options));
}
