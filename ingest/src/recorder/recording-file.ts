import { type FileHandle, mkdir, open, rm } from 'node:fs/promises';
import path from 'node:path';

async function syncDirectory(dir: string): Promise<void> {
  const handle = await open(dir, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * One recording on disk: written front to back by one owner. Creation is durable (its directories are synced), content
 * only after `sync`. After a rejected `append` the file may hold a torn tail: call `discardTail`, then `close`.
 */
export class RecordingFile {
  readonly #handle: FileHandle;
  readonly #absolutePath: string;
  #bytes = 0;

  private constructor(handle: FileHandle, absolutePath: string) {
    this.#handle = handle;
    this.#absolutePath = absolutePath;
  }

  /** Fails with the system's error when the file exists or the directory cannot be written. */
  static async create(root: string, relativePath: string): Promise<RecordingFile> {
    const absolutePath = path.join(root, relativePath);
    const dir = path.dirname(absolutePath);
    const firstMade = await mkdir(dir, { recursive: true, mode: 0o750 });
    const handle = await open(absolutePath, 'wx', 0o640);
    try {
      await syncDirectory(dir);
      if (firstMade !== undefined) {
        for (let at = dir; at.length >= firstMade.length; at = path.dirname(at)) await syncDirectory(path.dirname(at));
      }
    } catch (error) {
      await handle.close();
      throw error;
    }
    return new RecordingFile(handle, absolutePath);
  }

  /** Whole appended bytes. */
  get bytes(): number {
    return this.#bytes;
  }

  async append(data: Buffer): Promise<void> {
    for (let written = 0; written < data.length; ) {
      const { bytesWritten } = await this.#handle.write(data, written, data.length - written, this.#bytes + written);
      written += bytesWritten;
    }
    this.#bytes += data.length;
  }

  /** When it resolves, all appended bytes survive a power cut. */
  async sync(): Promise<void> {
    await this.#handle.datasync();
  }

  async discardTail(): Promise<void> {
    await this.#handle.truncate(this.#bytes);
  }

  async close(): Promise<void> {
    await this.#handle.close();
  }

  async remove(): Promise<void> {
    await rm(this.#absolutePath, { force: true });
  }
}
