import type { RunnerOptions } from './contracts.ts';
import { readModelFile, shippedEntry } from './manifest.ts';
import type { ModelEntry } from './manifest-entry.ts';
import { OnnxSession } from './onnx-session.ts';
import { checkSignature, type ModelSignature } from './tensor-signature.ts';

/** Opens an entry's verified file without looking at its tensors. */
export async function openEntry(entry: ModelEntry, options: RunnerOptions): Promise<OnnxSession> {
  return OnnxSession.open(entry.id, await readModelFile(entry), options);
}

/**
 * Opens a model of the shipped manifest whose tensors are known: file verified, shapes checked before the first picture.
 * @throws AppError `TC_MODEL_UNKNOWN`, `TC_MODEL_MISSING`, `TC_MODEL_HASH_MISMATCH`, `TC_MODEL_OPTIONS`,
 * `TC_MODEL_LOAD_FAILED`, `TC_MODEL_PROVIDER`, `TC_MODEL_SHAPE`, `TC_MODEL_CLASSES`
 */
export async function openModel(
  id: string,
  signature: ModelSignature,
  options: RunnerOptions = {},
): Promise<OnnxSession> {
  const session = await openEntry(await shippedEntry(id), options);
  try {
    checkSignature(id, session, signature);
    return session;
  } catch (error) {
    await session.close();
    throw error;
  }
}
