import { stat } from 'node:fs/promises';
import { locateModelFile, sha256OfFile } from '../manifest.ts';
import type { ModelEntry, ModelProfile } from '../manifest-entry.ts';

/** `missing`: no file; `changed`: its hash is not the manifest's; `whole`: it is. */
export type FileState = 'whole' | 'changed' | 'missing';

/** Where an entry's file lies. */
export const pathOf = (entry: ModelEntry): string => locateModelFile(entry.file, entry.folder);

/** Size of an entry's file in bytes; null when there is none. */
export async function sizeOf(entry: ModelEntry): Promise<number | null> {
  const found = await stat(pathOf(entry)).catch(() => null);
  return found?.isFile() === true ? found.size : null;
}

/** Reads the whole file. */
export async function stateOf(entry: ModelEntry): Promise<FileState> {
  const hash = await sha256OfFile(pathOf(entry)).catch(() => null);
  if (hash === null) return 'missing';
  return hash === entry.sha256 ? 'whole' : 'changed';
}

/** What a profile needs: the accurate one stands on the default one. */
export const entriesOf = (manifest: ReadonlyMap<string, ModelEntry>, profile: ModelProfile): ModelEntry[] =>
  [...manifest.values()].filter((entry) => profile === 'accurate' || entry.profile === 'default');
