import { type FileHandle, open, realpath } from 'node:fs/promises';
import { resolve, sep } from 'node:path';

/**
 * Opens a recording for reading. Null when the file is missing, is no regular file, or lies (also through a link)
 * outside the directory. The caller closes the handle, or the stream made from it does.
 */
export async function openRecording(
  recordingsDir: string,
  path: string,
): Promise<{ handle: FileHandle; bytes: number } | null> {
  const root = await realpathOrNull(recordingsDir);
  const file = root === null || path.includes('\0') ? null : await realpathOrNull(resolve(root, path));
  if (root === null || file === null || !file.startsWith(root + sep)) return null;
  const handle = await open(file, 'r').catch(missingAsNull);
  if (!handle) return null;
  const info = await handle.stat();
  if (info.isFile()) return { handle, bytes: info.size };
  await handle.close();
  return null;
}

function realpathOrNull(path: string): Promise<string | null> {
  return realpath(path).catch(missingAsNull);
}

function missingAsNull(error: unknown): null {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ELOOP' || code === 'EISDIR') return null;
  throw error;
}
