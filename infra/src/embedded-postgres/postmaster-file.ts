import { readFile, readlink, realpath, rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { systemErrorCode } from '../errors/storage-failure.ts';

/** What PostgreSQL writes into `postmaster.pid`: line 1 is the process, line 8 its state (`ready`, `starting`...). */
export interface PostmasterFile {
  readonly pid: number;
  readonly isReady: boolean;
}

const STATE_LINE = 7;

export async function readPostmasterFile(clusterDir: string): Promise<PostmasterFile | null> {
  try {
    const lines = (await readFile(path.join(clusterDir, 'postmaster.pid'), 'utf8')).split('\n');
    const pid = Number(lines[0]);
    return Number.isSafeInteger(pid) && pid > 0 ? { pid, isReady: lines[STATE_LINE]?.trim() === 'ready' } : null;
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return null;
    throw error;
  }
}

/**
 * Clears the way for a new server on a cluster whose instance lock this process holds: a server left over from a killed
 * supervisor is shut down, a file that names a process which is no server of this cluster (the number was given to
 * somebody else after a crash) is removed. A file of a process that is gone is left to PostgreSQL, which checks shared memory too.
 */
export async function clearStalePostmaster(
  clusterDir: string,
  patienceMs: number,
): Promise<'none' | 'removed' | 'stopped'> {
  const file = await readPostmasterFile(clusterDir);
  if (file === null || !isAlive(file.pid)) return 'none';
  if (!(await isServerOf(file.pid, clusterDir))) {
    await rm(path.join(clusterDir, 'postmaster.pid'), { force: true });
    return 'removed';
  }
  process.kill(file.pid, 'SIGINT');
  const deadline = performance.now() + patienceMs;
  while (isAlive(file.pid) && performance.now() < deadline) await delay(25);
  if (isAlive(file.pid)) process.kill(file.pid, 'SIGQUIT');
  while (isAlive(file.pid) && performance.now() < deadline + patienceMs) await delay(25);
  return 'stopped';
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return systemErrorCode(error) === 'EPERM';
  }
}

/** The server's working directory is its cluster. Where /proc is missing the answer is yes: refusing to start is safe. */
async function isServerOf(pid: number, clusterDir: string): Promise<boolean> {
  if (process.platform !== 'linux') return true;
  try {
    return (await readlink(`/proc/${pid}/cwd`)) === (await realpath(clusterDir));
  } catch (error) {
    return systemErrorCode(error) === 'EACCES' ? false : isAlive(pid) && systemErrorCode(error) !== 'ENOENT';
  }
}
