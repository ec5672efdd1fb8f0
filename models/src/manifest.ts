import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import type { LocalText } from '@thapcanh/core/errors/app-error';
import { nearest } from '@thapcanh/core/text/did-you-mean';
import type { ModelEntry } from './manifest-entry.ts';
import { parseManifest } from './manifest-parser.ts';
import { modelError } from './model-errors.ts';

const MODELS_DIR = dirname(dirname(fileURLToPath(import.meta.url)));
const SHIPPED_NAME = 'models/manifest.json';

/**
 * A manifest by id: the one shipped with this package, or a customer's own file, whose relative paths are under its folder.
 * @throws AppError `TC_MODEL_MANIFEST`
 */
export async function loadManifest(path?: string): Promise<ReadonlyMap<string, ModelEntry>> {
  const file = path === undefined ? join(MODELS_DIR, 'manifest.json') : resolve(path);
  const place = { name: path ?? SHIPPED_NAME, folder: dirname(file) };
  const json = await readFile(file, 'utf8').catch((error: unknown) => {
    const reason = { vi: 'không đọc được tệp', en: 'the file cannot be read' };
    throw modelError('TC_MODEL_MANIFEST', { file: place.name, reason }, { cause: error });
  });
  return parseManifest(json, place);
}

/** An entry of a manifest; an unknown id is `TC_MODEL_UNKNOWN` with the nearest known one. */
export function entryOf(manifest: ReadonlyMap<string, ModelEntry>, id: string): ModelEntry {
  const entry = manifest.get(id);
  if (entry !== undefined) return entry;
  const ids = [...manifest.keys()];
  const near = nearest(id, ids);
  throw modelError('TC_MODEL_UNKNOWN', {
    model: id,
    hint:
      near === null
        ? { vi: `Các mô hình: ${ids.join(', ')}.`, en: `Models: ${ids.join(', ')}.` }
        : { vi: `Có phải ý bạn là "${near}"?`, en: `Did you mean "${near}"?` },
  });
}

/** An entry of the shipped manifest. */
export async function shippedEntry(id: string): Promise<ModelEntry> {
  return entryOf(await loadManifest(), id);
}

/** Where a manifest file lies on this machine; packages are looked up from the `models` folder upwards. */
export function locateModelFile(file: string, root: string = MODELS_DIR): string {
  if (!file.startsWith('npm:')) return join(root, file);
  const inPackage = file.slice('npm:'.length);
  for (let folder = MODELS_DIR; ; folder = dirname(folder)) {
    const path = join(folder, 'node_modules', inPackage);
    if (existsSync(path) || dirname(folder) === folder) return path;
  }
}

export const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** The hash of a file of any size; rejects when it cannot be read. */
export async function sha256OfFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

/** How to get a file that is missing or changed. */
function remedyOf(entry: ModelEntry): LocalText {
  if (entry.url === null)
    return { vi: 'Chạy "npm install" rồi "npm run build".', en: 'Run "npm install", then "npm run build".' };
  const command = `npm run models -- fetch ${entry.profile}`;
  return { vi: `Chạy "${command}".`, en: `Run "${command}".` };
}

/** The refusal of a file that is not the one of the manifest. */
export const hashMismatch = (entry: ModelEntry): Error =>
  modelError('TC_MODEL_HASH_MISMATCH', { model: entry.id, file: entry.file, remedy: remedyOf(entry) });

/**
 * The verified bytes of a model file.
 * @throws AppError `TC_MODEL_MISSING`, `TC_MODEL_HASH_MISMATCH`
 */
export async function readModelFile(entry: ModelEntry): Promise<Uint8Array> {
  const bytes = await readFile(locateModelFile(entry.file, entry.folder)).catch((error: unknown) => {
    const params = { model: entry.id, file: entry.file, remedy: remedyOf(entry) };
    throw modelError('TC_MODEL_MISSING', params, { cause: error });
  });
  if (sha256Of(bytes) !== entry.sha256) throw hashMismatch(entry);
  return bytes;
}

/** The verified bytes of the shipped manifest's entry. */
export async function readShippedModel(id: string): Promise<Uint8Array> {
  return readModelFile(await shippedEntry(id));
}
