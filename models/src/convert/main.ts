import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { loadManifest, locateModelFile, readShippedModel, sha256Of } from '../manifest.ts';
import { modelError } from '../model-errors.ts';
import { convertGraph } from './graph-converter.ts';
import { NANODET_PLAN } from './nanodet-plan.ts';
import { writeOnnxModel } from './onnx-model.ts';
import { readTfjsGraph } from './tfjs-graph.ts';

/** Build step: makes `weights/nanodet-g.onnx` out of the installed package, unless it is there with the right hash. */
async function main(): Promise<void> {
  const entry = (await loadManifest()).get('nanodet-g');
  if (entry === undefined) throw modelError('TC_MODEL_MANIFEST', { reason: 'no entry nanodet-g' });
  const path = locateModelFile(entry.file);
  const existing = await readFile(path).catch(() => null);
  if (existing !== null && sha256Of(existing) === entry.sha256) return;

  const json = Buffer.from(await readShippedModel('nanodet-g-graph')).toString('utf8');
  const graph = readTfjsGraph(json, await readShippedModel('nanodet-g-weights'));
  const bytes = writeOnnxModel(convertGraph(graph, NANODET_PLAN));
  if (sha256Of(bytes) !== entry.sha256)
    throw new Error(`the converted ${entry.file} has sha256 ${sha256Of(bytes)}, the manifest says ${entry.sha256}`);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(`${path}.part`, bytes);
  await rename(`${path}.part`, path);
  console.log(`converted ${entry.file} (${bytes.length} bytes)`);
}

await main();
