import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createFileSystemObjectStore } from './file-system-object-store.ts';
import { describeObjectStore } from './object-store.conformance.ts';
import type { ObjectStore } from './object-store.ts';

let dir: string;
let store: ObjectStore;
beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'tc-objects-'));
  store = createFileSystemObjectStore(dir);
});
afterAll(() => rm(dir, { recursive: true }));

test('a directory that cannot be written is an unavailable store', async () => {
  await writeFile(path.join(dir, 'file'), '');
  const broken = createFileSystemObjectStore('/proc/1/objects');
  await expect(broken.check()).rejects.toMatchObject({ code: 'TC_OBJECT_STORE_UNAVAILABLE' });
});

test('a key that is the folder of another is refused', async () => {
  await store.put('folder/a', Buffer.from('x'), { contentType: 'text/plain' });
  for (const key of ['folder', 'folder/a/b']) {
    await expect(store.put(key, Buffer.from('x'), { contentType: 'text/plain' })).rejects.toMatchObject({
      code: 'TC_OBJECT_KEY_INVALID',
    });
  }
  expect(await store.get('folder')).toBeNull();
});

test('a file that came by another road has no hash', async () => {
  await store.put('foreign/a', Buffer.from('ours'), { contentType: 'text/plain' });
  await writeFile(path.join(dir, 'foreign/a'), 'theirs');
  expect(await store.stat('foreign/a')).toMatchObject({ bytes: 6, sha256: null });
});

describeObjectStore(() => store);

test('no draft is left behind', async () => {
  expect(await readdir(path.join(dir, '~drafts'))).toEqual([]);
});
