import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { readOrCreateNodeId } from './node-id.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'tc-node-'));
  return () => rm(dir, { recursive: true });
});

test('a damaged node id is refused and never replaced', async () => {
  await writeFile(path.join(dir, 'node-id'), '');
  await expect(readOrCreateNodeId(dir)).rejects.toMatchObject({ code: 'TC_CONFIG_FILE' });
  await expect(readOrCreateNodeId(dir)).rejects.toMatchObject({ code: 'TC_CONFIG_FILE' });
});

test('many processes that ask at once get one id, and later ones the same', async () => {
  const ids = await Promise.all(Array.from({ length: 20 }, () => readOrCreateNodeId(path.join(dir, 'data'))));
  expect(new Set(ids).size).toBe(1);
  expect(await readOrCreateNodeId(path.join(dir, 'data'))).toBe(ids[0]);
  expect(await readdir(path.join(dir, 'data'))).toEqual(['node-id']);
});
