import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { entryOf, readModelFile } from '../manifest.ts';
import type { ModelEntry, ModelProfile } from '../manifest-entry.ts';
import { modelError } from '../model-errors.ts';
import { download, WrongContentError } from './download.ts';
import { entriesOf, pathOf, stateOf } from './model-state.ts';

export interface FetchOptions {
  /** Only this model; the whole profile by default. */
  readonly only?: string | null;
  /** One line of progress. */
  readonly say: (text: string) => void;
  readonly signal?: AbortSignal;
  /** 30 s by default. */
  readonly stallMs?: number;
}

/** What a fetch did; ids in the order of the manifest. */
export interface FetchResult {
  readonly profile: ModelProfile;
  readonly fetched: readonly string[];
  readonly present: readonly string[];
}

const STALL_MS = 30_000;
const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1);

/** Says every tenth of a file, or every 10 MB where its size is not known. */
function progressOf(id: string, bytes: number | null, say: (text: string) => void) {
  let next = 0;
  return (received: number, total: number | null): void => {
    const whole = total ?? bytes;
    if (received < next && received !== whole) return;
    next = received + (whole === null ? 10e6 : whole / 10);
    say(`${id}: ${megabytes(received)}${whole === null ? '' : ` / ${megabytes(whole)}`} MB`);
  };
}

/** The deepest reason: Node wraps "connection refused" into "fetch failed". */
function reasonOf(error: unknown): string {
  let last = error;
  while (last instanceof Error && last.cause !== undefined) last = last.cause;
  if (!(last instanceof Error)) return String(last);
  const code = (last as NodeJS.ErrnoException).code;
  return last.message === '' ? (code ?? last.name) : last.message;
}

async function fetchEntry(entry: ModelEntry, url: string, { say, signal, stallMs }: FetchOptions): Promise<void> {
  const path = pathOf(entry);
  try {
    await mkdir(dirname(path), { recursive: true });
    await download({
      url,
      path,
      sha256: entry.sha256,
      stallMs: stallMs ?? STALL_MS,
      onProgress: progressOf(entry.id, entry.bytes, say),
      ...(signal === undefined ? {} : { signal }),
    });
  } catch (error) {
    signal?.throwIfAborted();
    const params = { model: entry.id, url, path };
    if (error instanceof WrongContentError)
      throw modelError('TC_MODEL_FETCH_HASH', { ...params, found: error.found, expected: entry.sha256 });
    throw modelError('TC_MODEL_FETCH_FAILED', { ...params, reason: reasonOf(error) }, { cause: error });
  }
}

/**
 * Makes a profile complete: what the manifest gives an address for is fetched unless it is there with the right hash;
 * everything else must be there already. One file after the other; an abort keeps what has arrived.
 *
 * @throws AppError `TC_MODEL_UNKNOWN`, `TC_MODEL_FETCH_FAILED`, `TC_MODEL_FETCH_HASH`; `TC_MODEL_MISSING`,
 * `TC_MODEL_HASH_MISMATCH` for a file that comes with the install; the signal's reason
 */
export async function fetchModels(
  manifest: ReadonlyMap<string, ModelEntry>,
  profile: ModelProfile,
  options: FetchOptions,
): Promise<FetchResult> {
  const fetched: string[] = [];
  const present: string[] = [];
  const { only = null } = options;
  const offered = entriesOf(manifest, profile);
  const entries = only === null ? offered : [entryOf(new Map(offered.map((entry) => [entry.id, entry])), only)];
  for (const entry of entries) {
    options.signal?.throwIfAborted();
    const state = await stateOf(entry);
    if (state === 'whole') present.push(entry.id);
    else if (entry.url === null) await readModelFile(entry);
    else {
      await fetchEntry(entry, entry.url, options);
      fetched.push(entry.id);
    }
  }
  return { profile, fetched, present };
}
