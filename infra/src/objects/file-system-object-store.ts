import { randomUUID } from 'node:crypto';
import { type FileHandle, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { AppError } from '@thapcanh/core/errors/app-error';
import { infraError } from '../errors/infra-errors.ts';
import { errorDetail, systemErrorCode } from '../errors/storage-failure.ts';
import { makeDirectory } from '../files/make-directory.ts';
import { assertByteRange, assertObjectKey, assertObjectPrefix } from './object-key.ts';
import type { ObjectInfo, ObjectStore } from './object-store.ts';
import { writeContent } from './write-content.ts';

/** `~` is in no key, so that these cannot be mistaken for objects. */
const DRAFTS = '~drafts';
const HASHES = '~sha256';

/**
 * Objects as files `<dir>/<key>`, plain content, so that a person can look at them. Each is written under `~drafts`, synced
 * and renamed. Its hash lies in `<dir>/~sha256/<key>` together with size and time of the file it belongs to: a file that
 * was put there by other means has none.
 */
export function createFileSystemObjectStore(dir: string): ObjectStore {
  const fileOf = (key: string): string => path.join(dir, key);
  const hashFileOf = (key: string): string => path.join(dir, HASHES, key);

  const readHash = async (key: string, bytes: number, modifiedAtMs: number): Promise<string | null> => {
    const text = await readFile(hashFileOf(key), 'utf8').catch(() => '');
    const [sha256, ofBytes, ofTime] = text.trim().split(' ');
    return sha256 !== undefined && ofBytes === String(bytes) && ofTime === String(modifiedAtMs) ? sha256 : null;
  };

  const rethrow = (error: unknown, key: string): never => {
    if (error instanceof AppError || (error instanceof Error && error.name === 'AbortError')) throw error;
    const code = systemErrorCode(error);
    if (code === 'EISDIR' || code === 'ENOTDIR' || code === 'EEXIST' || code === 'ENOTEMPTY') {
      throw infraError('TC_OBJECT_KEY_INVALID', { key }, { cause: error });
    }
    throw infraError('TC_OBJECT_STORE_UNAVAILABLE', { where: dir, detail: errorDetail(error) }, { cause: error });
  };

  const store: ObjectStore = {
    async put(key, content, { signal }) {
      assertObjectKey(key);
      signal?.throwIfAborted();
      const target = fileOf(key);
      const draft = path.join(dir, DRAFTS, randomUUID());
      try {
        await makeDirectory(path.dirname(draft));
        const { bytes, sha256 } = await writeContent(draft, key, content, signal);
        const modifiedAtMs = Math.floor((await stat(draft)).mtimeMs);
        await makeDirectory(path.dirname(target));
        await makeDirectory(path.dirname(hashFileOf(key)));
        await writeFile(`${draft}.sha256`, `${sha256} ${bytes} ${modifiedAtMs}\n`, { mode: 0o600 });
        await rename(`${draft}.sha256`, hashFileOf(key));
        await rename(draft, target);
        await syncDirectory(path.dirname(target));
        return { key, bytes, sha256, modifiedAtMs };
      } catch (error) {
        await rm(draft, { force: true }).catch(() => undefined);
        await rm(`${draft}.sha256`, { force: true }).catch(() => undefined);
        if (signal?.aborted) throw signal.reason;
        return rethrow(error, key);
      }
    },

    async get(key, range, signal) {
      assertObjectKey(key);
      if (range) assertByteRange(range);
      signal?.throwIfAborted();
      let handle: FileHandle | null = null;
      try {
        handle = await open(fileOf(key), 'r');
        const info = await handle.stat();
        if (!info.isFile()) {
          await handle.close();
          return null;
        }
        if (range && range.start >= info.size) throw infraError('TC_OBJECT_RANGE_INVALID', { ...range });
        if (info.size === 0) {
          await handle.close();
          return Readable.from([]);
        }
        return handle.createReadStream({ ...(range ?? {}), ...(signal ? { signal } : {}) });
      } catch (error) {
        await handle?.close().catch(() => undefined);
        return isMissing(error) ? null : rethrow(error, key);
      }
    },

    async stat(key, signal) {
      assertObjectKey(key);
      signal?.throwIfAborted();
      try {
        const info = await stat(fileOf(key));
        if (!info.isFile()) return null;
        const modifiedAtMs = Math.floor(info.mtimeMs);
        return { key, bytes: info.size, sha256: await readHash(key, info.size, modifiedAtMs), modifiedAtMs };
      } catch (error) {
        return isMissing(error) ? null : rethrow(error, key);
      }
    },

    async delete(key, signal) {
      assertObjectKey(key);
      signal?.throwIfAborted();
      try {
        if ((await store.stat(key)) === null) return;
        await rm(fileOf(key), { force: true });
        await rm(hashFileOf(key), { force: true });
      } catch (error) {
        rethrow(error, key);
      }
    },

    async *list(prefix, signal) {
      assertObjectPrefix(prefix);
      try {
        yield* walk(dir, '', prefix, signal);
      } catch (error) {
        if (signal?.aborted) throw signal.reason;
        rethrow(error, prefix);
      }
    },

    async check(signal) {
      signal?.throwIfAborted();
      const probe = path.join(dir, DRAFTS, randomUUID());
      try {
        await makeDirectory(path.dirname(probe));
        await writeContent(probe, 'probe', Buffer.from('probe'), signal);
      } catch (error) {
        rethrow(error, 'probe');
      } finally {
        await rm(probe, { force: true }).catch(() => undefined);
      }
    },

    async close() {},
  };
  return store;
}

/** Depth first in the order of keys: `a.b` comes before `a/b`, because `.` sorts before `/`. */
async function* walk(
  root: string,
  folder: string,
  prefix: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<ObjectInfo> {
  signal?.throwIfAborted();
  const entries = await readdir(path.join(root, folder), { withFileTypes: true }).catch((error: unknown) => {
    if (isMissing(error)) return [];
    throw error;
  });
  const names = entries
    .filter((entry) => !entry.name.startsWith('~') && (entry.isFile() || entry.isDirectory()))
    .map((entry) => folder + entry.name + (entry.isDirectory() ? '/' : ''))
    .sort((a, b) => (a < b ? -1 : 1));
  for (const name of names) {
    if (!name.startsWith(prefix) && !(name.endsWith('/') && prefix.startsWith(name))) continue;
    if (name.endsWith('/')) {
      yield* walk(root, name, prefix, signal);
      continue;
    }
    const info = await stat(path.join(root, name)).catch(() => null);
    if (info) yield { key: name, bytes: info.size, sha256: null, modifiedAtMs: Math.floor(info.mtimeMs) };
  }
}

function isMissing(error: unknown): boolean {
  const code = systemErrorCode(error);
  return code === 'ENOENT' || code === 'ENOTDIR';
}

/** Makes the rename itself durable. */
async function syncDirectory(dir: string): Promise<void> {
  const handle = await open(dir, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
