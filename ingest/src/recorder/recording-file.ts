import { type FileHandle, mkdir, open, rm } from 'node:fs/promises';
import path from 'node:path';
import { syncDirectory } from './sync-directory.ts';

/** Buffers of one system call; Linux takes 1,024 (IOV_MAX). */
const MAX_BUFFERS = 512;

/**
 * One recording on disk: written front to back by one owner. Nothing of it is durable before `sync`, which also makes
 * its name and every directory made for it durable. After a rejected `append` the file may hold a torn tail: call
 * `discardTail` before the next `append` or `sync`.
 */
export class RecordingFile {
  readonly #handle: FileHandle;
  readonly #absolutePath: string;
  /** Directories whose entries lead to the file and are not durable yet, innermost first. */
  #unsyncedDirs: string[];
  #bytes = 0;

  private constructor(handle: FileHandle, absolutePath: string, unsyncedDirs: string[]) {
    this.#handle = handle;
    this.#absolutePath = absolutePath;
    this.#unsyncedDirs = unsyncedDirs;
  }

  /**
   * Fails with the system's error when the file exists or the directory cannot be written. `isDirDurable`: this process
   * has synced the directory and all above it before, down to `root`.
   */
  static async create(root: string, relativePath: string, isDirDurable: boolean): Promise<RecordingFile> {
    const absolutePath = path.resolve(root, relativePath);
    const dir = path.dirname(absolutePath);
    const firstMade = await mkdir(dir, { recursive: true, mode: 0o750 });
    const handle = await open(absolutePath, 'wx', 0o640);
    const unsynced = [dir];
    if (!isDirDurable || firstMade !== undefined) {
      const top = firstMade === undefined ? path.resolve(root) : path.dirname(firstMade);
      const last = Math.min(top.length, path.resolve(root).length);
      for (let at = dir; at.length > last; at = path.dirname(at)) unsynced.push(path.dirname(at));
    }
    return new RecordingFile(handle, absolutePath, unsynced);
  }

  /** Whether the names that lead to the file survive a power cut. */
  get isNamed(): boolean {
    return this.#unsyncedDirs.length === 0;
  }

  /** Whole appended bytes. */
  get bytes(): number {
    return this.#bytes;
  }

  /** All of them in one system call where the system takes them. */
  async append(buffers: readonly Buffer[]): Promise<void> {
    let left = [...buffers];
    let at = this.#bytes;
    while (left.length > 0) {
      const { bytesWritten } = await this.#handle.writev(left.slice(0, MAX_BUFFERS), at);
      at += bytesWritten;
      left = withoutFirst(left, bytesWritten);
    }
    this.#bytes = at;
  }

  /** When it resolves, what was appended before the call, and the file's name, survive a power cut. */
  async sync(): Promise<void> {
    await this.#handle.datasync();
    for (let dir = this.#unsyncedDirs[0]; dir !== undefined; dir = this.#unsyncedDirs[0]) {
      await syncDirectory(dir);
      this.#unsyncedDirs = this.#unsyncedDirs.slice(1);
    }
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

function withoutFirst(buffers: Buffer[], bytes: number): Buffer[] {
  let left = bytes;
  let whole = 0;
  for (const buffer of buffers) {
    if (left < buffer.length) break;
    left -= buffer.length;
    whole += 1;
  }
  const rest = buffers.slice(whole);
  const [first] = rest;
  if (first !== undefined && left > 0) rest[0] = first.subarray(left);
  return rest;
}
