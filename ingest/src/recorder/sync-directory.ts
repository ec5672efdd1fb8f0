import { open } from 'node:fs/promises';

/** When it resolves, names made in or removed from the directory survive a power cut. Rejects with the system's error. */
export async function syncDirectory(dir: string): Promise<void> {
  const handle = await open(dir, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
