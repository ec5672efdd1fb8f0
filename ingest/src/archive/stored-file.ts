import { createHash } from 'node:crypto';
import { type FileHandle, open, rmdir, stat, unlink } from 'node:fs/promises';
import path from 'node:path';
import { systemErrorCode } from '@thapcanh/infra/errors/storage-failure';
import { parseRecordingPath } from '../recorder/recording-path.ts';
import { syncDirectory } from '../recorder/sync-directory.ts';

/** What is wrong with one file of a recording; nothing is wrong with the others. */
export class RecordingFileFault extends Error {
  readonly kind: 'missing' | 'short' | 'changed' | 'outside' | 'unreadable';

  constructor(kind: RecordingFileFault['kind'], place: string, options?: { cause?: unknown }) {
    super(`recording file ${place}: ${kind}`, options);
    this.name = 'RecordingFileFault';
    this.kind = kind;
  }
}

const HOUR_MS = 3_600_000;
const UNREADABLE = new Set(['EIO', 'EACCES', 'EPERM', 'EISDIR']);
/** Directories of a path from the hour up, and how old they must be before they may vanish when empty. */
const DIRECTORY_AGE_MS = [2 * HOUR_MS, 26 * HOUR_MS, 32 * 24 * HOUR_MS];

/** Where the file of a recording lies. Throws `RecordingFileFault` for a path that leads out of the directory. */
export function absolutePathOf(recordingsDir: string, place: string): string {
  const file = path.resolve(recordingsDir, place);
  if (place.includes('\0') || !file.startsWith(path.resolve(recordingsDir) + path.sep)) {
    throw new RecordingFileFault('outside', place);
  }
  return file;
}

export async function isFileThere(recordingsDir: string, place: string): Promise<boolean> {
  try {
    return (await stat(absolutePathOf(recordingsDir, place))).isFile();
  } catch (error) {
    const code = systemErrorCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return false;
    throw error;
  }
}

/** Removes the name; false when it was not there. The directory is not synced. */
export async function unlinkFile(recordingsDir: string, place: string): Promise<boolean> {
  try {
    await unlink(absolutePathOf(recordingsDir, place));
    return true;
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return false;
    throw error;
  }
}

/** Makes removals in a directory durable; one that is gone needs nothing. */
export async function syncRemovals(dir: string): Promise<void> {
  await syncDirectory(dir).catch((error: unknown) => {
    if (systemErrorCode(error) !== 'ENOENT') throw error;
  });
}

/** Removes the directories of a removed recording that are empty and so old that no recorder writes into them. */
export async function removeEmptyDirectories(recordingsDir: string, place: string, nowMs: number): Promise<void> {
  const named = parseRecordingPath(place);
  if (named === null) return;
  let dir = path.dirname(absolutePathOf(recordingsDir, place));
  for (const ageMs of DIRECTORY_AGE_MS) {
    if (nowMs - named.startedAtMs < ageMs) return;
    const isGone = await rmdir(dir).then(
      () => true,
      (error: unknown) => systemErrorCode(error) === 'ENOENT',
    );
    if (!isGone) return;
    dir = path.dirname(dir);
  }
}

/** Opens a finished recording to read it whole. Throws `RecordingFileFault` when it is missing or shorter than its index. */
export async function openWhole(
  recordingsDir: string,
  place: string,
  indexedBytes: number,
): Promise<{ handle: FileHandle; bytes: number }> {
  const file = absolutePathOf(recordingsDir, place);
  const handle = await open(file, 'r').catch((error: unknown) => {
    throw asFault(error, place);
  });
  try {
    const { size } = await handle.stat();
    if (size < indexedBytes) throw new RecordingFileFault('short', place);
    return { handle, bytes: size };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** A failed read as the fault of its file where it is one; anything else unchanged. */
export function asFault(error: unknown, place: string): unknown {
  const code = systemErrorCode(error) ?? '';
  if (code === 'ENOENT' || code === 'ENOTDIR') return new RecordingFileFault('missing', place, { cause: error });
  return UNREADABLE.has(code) ? new RecordingFileFault('unreadable', place, { cause: error }) : error;
}

/** Lower-case hex SHA-256 of everything the stream yields, and how much that was. */
export async function hashOf(
  content: AsyncIterable<Buffer>,
  signal: AbortSignal,
): Promise<{ sha256: string; bytes: number }> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of content) {
    signal.throwIfAborted();
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { sha256: hash.digest('hex'), bytes };
}
