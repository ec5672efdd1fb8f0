import { randomUUID } from 'node:crypto';
import { chmod, readdir, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Config } from '../config/config.ts';
import { withStorageErrors } from '../errors/storage-failure.ts';
import { makeDirectory } from '../files/make-directory.ts';

/** Enough for a probe to notice a full disk, which still takes small files. */
const PROBE_BYTES = 256 * 1024;

/**
 * Makes the directories of this node and proves that they can be written. Throws `TC_DATA_DIR_UNWRITABLE` or
 * `TC_DISK_FULL` naming the place. The data directory may be passed through by other accounts (the database's) but not read.
 */
export async function prepareDirectories(config: Config): Promise<void> {
  const places = [config.dataDir, config.runDir, config.recordingsDir, config.framesDir];
  if (config.objects.kind === 'file-system') places.push(config.objects.dir);
  for (const dir of places) {
    await withStorageErrors(dir, async () => {
      const mode = dir === config.dataDir || dir === config.runDir ? 0o711 : 0o700;
      await makeDirectory(dir, mode);
      await widen(dir, mode);
      await probe(dir);
    });
  }
}

/** A directory made by somebody else (`mktemp -d`) keeps its bits and gains the missing ones, where it is ours. */
async function widen(dir: string, mode: number): Promise<void> {
  const info = await stat(dir);
  if (info.uid === process.getuid?.() && (info.mode & mode) !== mode) await chmod(dir, (info.mode & 0o7777) | mode);
}

async function probe(dir: string): Promise<void> {
  const file = path.join(dir, `.probe-${randomUUID()}`);
  try {
    await writeFile(file, Buffer.alloc(PROBE_BYTES), { flush: true });
  } finally {
    await rm(file, { force: true }).catch(() => undefined);
  }
}

/** Removes what an earlier run left in the run and frames directories. Called by the holder of the instance lock. */
export async function clearLeftovers(config: Config): Promise<void> {
  for (const name of await readdir(config.runDir)) {
    if (name.endsWith('.sock') && name !== 'supervisor.sock') await rm(path.join(config.runDir, name), { force: true });
  }
  for (const name of await readdir(config.framesDir)) {
    await rm(path.join(config.framesDir, name), { recursive: true, force: true });
  }
}
