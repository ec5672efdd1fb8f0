import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { hashMismatch, locateModelFile, readShippedModel, sha256Of, shippedEntry } from '../manifest.ts';
import { type ConversionPlan, convertGraph } from './graph-converter.ts';
import { writeOnnxModel } from './onnx-model.ts';
import { readTfjsGraph } from './tfjs-graph.ts';

/** The manifest ids of a TensorFlow.js model's two files, and what to make of them. */
export interface ConversionRecipe {
  /** Manifest id of the ONNX file. */
  readonly id: string;
  readonly graph: string;
  readonly weights: string;
  readonly plan: ConversionPlan;
}

/** The ONNX file that a recipe gives. */
export async function convertShipped({ graph, weights, plan }: ConversionRecipe): Promise<Uint8Array> {
  const json = Buffer.from(await readShippedModel(graph)).toString('utf8');
  return writeOnnxModel(convertGraph(readTfjsGraph(json, await readShippedModel(weights)), plan));
}

/**
 * Makes a recipe's file out of the installed package, unless it is there with the right hash. Safe to run in several
 * processes at once: the file appears whole.
 *
 * @returns whether it was made
 * @throws AppError `TC_MODEL_MISSING`, `TC_MODEL_HASH_MISMATCH` for the sources or for a result that differs from the manifest
 */
export async function ensureConverted(recipe: ConversionRecipe): Promise<boolean> {
  const entry = await shippedEntry(recipe.id);
  const path = locateModelFile(entry.file, entry.folder);
  const existing = await readFile(path).catch(() => null);
  if (existing !== null && sha256Of(existing) === entry.sha256) return false;

  const bytes = await convertShipped(recipe);
  if (sha256Of(bytes) !== entry.sha256) throw hashMismatch(entry);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(`${path}.${process.pid}`, bytes);
  await rename(`${path}.${process.pid}`, path);
  return true;
}
