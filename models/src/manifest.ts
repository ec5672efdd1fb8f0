import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { modelError } from './model-errors.ts';

export type ModelTask = 'detect' | 'plate-find' | 'plate-read' | 'alphabet' | 'source';

/** One file of the manifest. */
export interface ModelEntry {
  readonly id: string;
  readonly task: ModelTask;
  /** `npm:<package>/<path>` for a file of an installed package, else a path under `models/`. */
  readonly file: string;
  readonly sha256: string;
  /** Input as the model wants it, in words: layout, colour order, normalisation. */
  readonly input: string | null;
  readonly classes: readonly string[] | null;
  readonly licence: string;
  readonly provenance: string;
}

const MODELS_DIR = dirname(dirname(fileURLToPath(import.meta.url)));

function parseEntry(value: unknown, index: number): ModelEntry {
  const fail = (reason: string): Error => modelError('TC_MODEL_MANIFEST', { reason: `models[${index}]: ${reason}` });
  if (typeof value !== 'object' || value === null) throw fail('not an object');
  const row = value as Record<string, unknown>;
  const text = (key: string): string => {
    const found = row[key];
    if (typeof found !== 'string' || found === '') throw fail(`${key} must be text`);
    return found;
  };
  const task = text('task');
  if (!isTask(task)) throw fail(`task ${task} is not known`);
  const sha256 = text('sha256');
  if (!/^[0-9a-f]{64}$/.test(sha256)) throw fail('sha256 must be 64 hexadecimal digits');
  const classes = row.classes ?? null;
  if (classes !== null && !(Array.isArray(classes) && classes.every((name) => typeof name === 'string')))
    throw fail('classes must be a list of names');
  return {
    id: text('id'),
    task,
    file: text('file'),
    sha256,
    input: row.input === undefined ? null : text('input'),
    classes: classes as readonly string[] | null,
    licence: text('licence'),
    provenance: text('provenance'),
  };
}

const TASKS: readonly string[] = ['detect', 'plate-find', 'plate-read', 'alphabet', 'source'] satisfies ModelTask[];
const isTask = (text: string): text is ModelTask => TASKS.includes(text);

/** Reads a manifest's text; throws `TC_MODEL_MANIFEST` naming the row and the field. */
export function parseManifest(json: string): ReadonlyMap<string, ModelEntry> {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    throw modelError('TC_MODEL_MANIFEST', { reason: 'not JSON' }, { cause: error });
  }
  const rows = (value as { models?: unknown } | null)?.models;
  if (!Array.isArray(rows)) throw modelError('TC_MODEL_MANIFEST', { reason: '"models" must be a list' });
  const entries = new Map<string, ModelEntry>();
  for (const [index, row] of rows.entries()) {
    const entry = parseEntry(row, index);
    if (entries.has(entry.id)) throw modelError('TC_MODEL_MANIFEST', { reason: `${entry.id} stands twice` });
    entries.set(entry.id, entry);
  }
  return entries;
}

/** The manifest shipped with this package. */
export async function loadManifest(): Promise<ReadonlyMap<string, ModelEntry>> {
  return parseManifest(await readFile(join(MODELS_DIR, 'manifest.json'), 'utf8'));
}

/** Where a manifest file lies on this machine; packages are looked up from the `models` folder upwards. */
export function locateModelFile(file: string): string {
  if (!file.startsWith('npm:')) return join(MODELS_DIR, file);
  const inPackage = file.slice('npm:'.length);
  for (let folder = MODELS_DIR; ; folder = dirname(folder)) {
    const path = join(folder, 'node_modules', inPackage);
    if (existsSync(path) || dirname(folder) === folder) return path;
  }
}

export const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/**
 * The verified bytes of a model file.
 * @throws AppError `TC_MODEL_MISSING`, `TC_MODEL_HASH_MISMATCH`
 */
export async function readModelFile(entry: ModelEntry): Promise<Uint8Array> {
  const params = { model: entry.id, file: entry.file };
  const bytes = await readFile(locateModelFile(entry.file)).catch((error: unknown) => {
    throw modelError('TC_MODEL_MISSING', params, { cause: error });
  });
  if (sha256Of(bytes) !== entry.sha256) throw modelError('TC_MODEL_HASH_MISMATCH', params);
  return bytes;
}

/** The verified bytes of the shipped manifest's entry; an unknown id is `TC_MODEL_MANIFEST`. */
export async function readShippedModel(id: string): Promise<Uint8Array> {
  const entry = (await loadManifest()).get(id);
  if (entry === undefined) throw modelError('TC_MODEL_MANIFEST', { reason: `no entry ${id}` });
  return readModelFile(entry);
}
