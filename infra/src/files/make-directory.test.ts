import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { makeDirectory } from './make-directory.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'tc-dir-'));
  return () => rm(dir, { recursive: true });
});

test('a place under a file or on a file system without directories is refused at once', async () => {
  await writeFile(path.join(dir, 'file'), '');
  await expect(makeDirectory(path.join(dir, 'file'))).rejects.toMatchObject({ code: 'EEXIST' });
  await expect(makeDirectory(path.join(dir, 'file/a/b'))).rejects.toMatchObject({ code: 'ENOTDIR' });
  if (process.platform === 'linux') await expect(makeDirectory('/proc/1/a/b')).rejects.toThrow(/ENOENT|EACCES/);
});

test('parents are made, also by several at once', async () => {
  await Promise.all(['x', 'y', 'x'].map((name) => makeDirectory(path.join(dir, 'a/b/c', name))));
  expect((await stat(path.join(dir, 'a/b/c/x'))).isDirectory()).toBe(true);
});
