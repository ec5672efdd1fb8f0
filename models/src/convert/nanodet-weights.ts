import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { loadManifest, locateModelFile, readShippedModel, sha256Of } from '../manifest.ts';
import { modelError } from '../model-errors.ts';
import { convertGraph } from './graph-converter.ts';
import { NANODET_PLAN } from './nanodet-plan.ts';
import { writeOnnxModel } from './onnx-model.ts';
import { readTfjsGraph } from './tfjs-graph.ts';

/**
 * Makes `weights/nanodet-g.onnx` out of the installed package, unless it is there with the right hash. Safe to run in
 * several processes at once: the file appears whole.
 *
 * @returns whether it was made
 * @throws AppError `TC_MODEL_MISSING`, `TC_MODEL_HASH_MISMATCH` for the sources or for a result that differs from the manifest
 */
export async function ensureNanodetWeights(): Promise<boolean> {
  const entry = (await loadManifest()).get('nanodet-g');
  if (entry === undefined) throw modelError('TC_MODEL_MANIFEST', { reason: 'no entry nanodet-g' });
  const path = locateModelFile(entry.file);
  const existing = await readFile(path).catch(() => null);
  if (existing !== null && sha256Of(existing) === entry.sha256) return false;

  const json = Buffer.from(await readShippedModel('nanodet-g-graph')).toString('utf8');
  const graph = readTfjsGraph(json, await readShippedModel('nanodet-g-weights'));
  const bytes = writeOnnxModel(convertGraph(graph, NANODET_PLAN));
  if (sha256Of(bytes) !== entry.sha256)
    throw modelError('TC_MODEL_HASH_MISMATCH', { model: entry.id, file: entry.file });
  await mkdir(dirname(path), { recursive: true });
  await writeFile(`${path}.${process.pid}`, bytes);
  await rename(`${path}.${process.pid}`, path);
  return true;
}
