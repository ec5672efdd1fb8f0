import { createHash } from 'node:crypto';
import { accessSync, constants, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** `sun_path` holds 107 bytes and a zero; the longest name in the run directory is a role's socket. */
const MAX_SOCKET_PATH_BYTES = 107;
const LONGEST_SOCKET_NAME_BYTES = 42;
const MEMORY_DIR = '/dev/shm';
/** A container's usual 64 MB is too small to share with PostgreSQL. */
const MIN_MEMORY_BYTES = 512 * 1024 * 1024;

/** Root runs a system service; anybody else keeps the data beside the program. */
export function defaultDataDir(cwd: string, isRoot: boolean): string {
  return isRoot ? '/var/lib/thapcanh' : path.join(cwd, 'data');
}

/** `<dataDir>/run` unless that is too long for a socket path, then a place under the temporary directory. */
export function defaultRunDir(dataDir: string): string {
  const run = path.join(dataDir, 'run');
  if (Buffer.byteLength(run) + LONGEST_SOCKET_NAME_BYTES <= MAX_SOCKET_PATH_BYTES) return run;
  return path.join(tmpdir(), `thapcanh-${shortHash(dataDir)}`);
}

/** In memory where there is room: frames are rewritten many times a second and worth nothing after a restart. */
export function defaultFramesDir(dataDir: string): string {
  try {
    accessSync(MEMORY_DIR, constants.W_OK);
    const { bavail, bsize } = statfsSync(MEMORY_DIR);
    if (bavail * bsize >= MIN_MEMORY_BYTES) return path.join(MEMORY_DIR, `thapcanh-${shortHash(dataDir)}`);
  } catch {
    // No memory file system here.
  }
  return path.join(dataDir, 'frames');
}

function shortHash(text: string): string {
  const uid = process.getuid?.() ?? 0;
  return createHash('sha256').update(`${uid}:${text}`).digest('hex').slice(0, 12);
}
