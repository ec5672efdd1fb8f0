import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { listenAsOrphan, takeOverFromOrphan } from './hand-over.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'tc-orphan-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

test('without an orphan, or with the socket of a dead one, a successor begins at once', async () => {
  expect(await takeOverFromOrphan(dir, 0)).toBe(false);
  await writeFile(path.join(dir, 'ingest-0.orphan'), '');
  expect(await takeOverFromOrphan(dir, 0)).toBe(false);
});

test('a successor begins when the orphan of its slot says so, and the orphan is asked once', async () => {
  let asked = 0;
  const orphan = await listenAsOrphan(dir, 1, () => {
    asked += 1;
  });
  expect(await takeOverFromOrphan(dir, 0)).toBe(false);
  let begun = 0;
  const successors = [takeOverFromOrphan(dir, 1), takeOverFromOrphan(dir, 1)].map(async (over) => {
    expect(await over).toBe(true);
    begun += 1;
  });
  await vi.waitFor(() => expect(asked).toBe(1));
  expect(begun).toBe(0);
  await orphan.release();
  await orphan.release();
  await Promise.all(successors);
  expect(asked).toBe(1);
});
