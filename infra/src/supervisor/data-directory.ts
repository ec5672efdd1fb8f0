import { randomUUID } from 'node:crypto';
import { chmod, readdir, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Config } from '../config/config.ts';
import { withStorageErrors } from '../errors/storage-failure.ts';
import { makeDirectory } from '../files/make-directory.ts';

/** Enough for a probe to notice a full disk, which still takes small files. */
const PROBE_BYTES = 256 * 1024;

/** The two directories that the instance lock needs. Other accounts (the database's) may pass through, not read. */
export async function prepareDataDirectory(config: Config): Promise<void> {
  await prepare([config.dataDir, config.runDir], 0o711);
}

/** The directories that only the holder of the lock touches. */
export async function prepareStorage(config: Config): Promise<void> {
  const { objects, recordingsDir, framesDir } = config;
  await prepare([recordingsDir, framesDir, ...(objects.kind === 'file-system' ? [objects.dir] : [])], 0o700);
}

/** Makes directories and proves that they can be written: `TC_DATA_DIR_UNWRITABLE` or `TC_DISK_FULL` naming the place. */
async function prepare(places: readonly string[], mode: number): Promise<void> {
  for (const dir of places) {
    await withStorageErrors(dir, async () => {
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

/** Removes sockets and frames of this or an earlier run. Called by the holder of the instance lock. */
export async function clearLeftovers(config: Config): Promise<void> {
  for (const name of await readdir(config.runDir)) {
    if (name.endsWith('.sock') && name !== 'supervisor.sock') await rm(path.join(config.runDir, name), { force: true });
  }
  // An ingest process that outlived its supervisor may just write its last frame there.
  await rm(config.framesDir, { recursive: true, force: true, maxRetries: 3 });
}
