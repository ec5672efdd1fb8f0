import type { ModelEntry, ModelProfile } from '../manifest-entry.ts';
import { entriesOf, type FileState, stateOf } from './model-state.ts';

/** What a check of hashes found. */
export interface Verification {
  readonly profile: ModelProfile;
  /** How many files are as the manifest says. */
  readonly whole: number;
  /** Ids, in the order of the manifest. */
  readonly changed: readonly string[];
  readonly missing: readonly string[];
}

/** Hashes every file of a profile, and of the accurate one whatever of it is installed. */
export async function verifyModels(
  manifest: ReadonlyMap<string, ModelEntry>,
  profile: ModelProfile,
): Promise<Verification> {
  const needed = new Set(entriesOf(manifest, profile));
  const ids: Record<FileState, string[]> = { whole: [], changed: [], missing: [] };
  for (const entry of manifest.values()) {
    const state = await stateOf(entry);
    if (state !== 'missing' || needed.has(entry)) ids[state].push(entry.id);
  }
  return { profile, whole: ids.whole.length, changed: ids.changed, missing: ids.missing };
}
