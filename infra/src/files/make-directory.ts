import { mkdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { systemErrorCode } from '../errors/storage-failure.ts';

/**
 * Makes a directory and its parents. Node's own `recursive` never returns on file systems that answer ENOENT to mkdir
 * in an existing directory (/proc), which is where a mistyped data directory may lead.
 */
export async function makeDirectory(dir: string, mode = 0o700): Promise<void> {
  try {
    await makeOne(dir, mode);
  } catch (error) {
    const parent = path.dirname(dir);
    if (systemErrorCode(error) !== 'ENOENT' || parent === dir) throw error;
    await makeDirectory(parent, mode);
    await makeOne(dir, mode);
  }
}

async function makeOne(dir: string, mode: number): Promise<void> {
  try {
    await mkdir(dir, { mode });
  } catch (error) {
    if (systemErrorCode(error) !== 'EEXIST' || !(await stat(dir)).isDirectory()) throw error;
  }
}
