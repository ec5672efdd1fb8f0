import { randomUUID } from 'node:crypto';
import { link, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { infraError } from '../errors/infra-errors.ts';
import { errorDetail, systemErrorCode, withStorageErrors } from '../errors/storage-failure.ts';
import { makeDirectory } from '../files/make-directory.ts';
import { isNodeId } from './setting-values.ts';

const FILE_NAME = 'node-id';

/**
 * The name of this node, kept in `<dataDir>/node-id` and made on first use; any number of processes may ask at once.
 * Recordings name the node whose disk holds them, so a damaged file is refused with `TC_CONFIG_FILE`, never replaced.
 */
export async function readOrCreateNodeId(dataDir: string): Promise<string> {
  const file = path.join(dataDir, FILE_NAME);
  const known = await readNodeId(file);
  if (known !== null) return known;
  await withStorageErrors(dataDir, () => createNodeId(dataDir, file));
  const made = await readNodeId(file);
  if (made === null) throw infraError('TC_CONFIG_FILE', { path: file, detail: 'removed' });
  return made;
}

/** Whole or not at all, and the first one wins. */
async function createNodeId(dataDir: string, file: string): Promise<void> {
  await makeDirectory(dataDir, 0o711);
  const id = randomUUID();
  const draft = `${file}.${id}`;
  await writeFile(draft, `${id}\n`, { flush: true });
  try {
    await link(draft, file);
  } catch (error) {
    if (systemErrorCode(error) !== 'EEXIST') throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

async function readNodeId(file: string): Promise<string | null> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if (systemErrorCode(error) === 'ENOENT') return null;
    throw infraError('TC_CONFIG_FILE', { path: file, detail: errorDetail(error) }, { cause: error });
  });
  if (text === null) return null;
  if (!isNodeId(text.trim())) throw infraError('TC_CONFIG_FILE', { path: file, detail: 'not a node id' });
  return text.trim();
}
