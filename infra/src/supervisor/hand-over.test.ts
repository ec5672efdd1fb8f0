import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
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

test('an orphan that is slow to finish and ends just before it is killed keeps no successor from its cameras', async () => {
  const gone = spawn(process.execPath, ['-e', '0'], { stdio: 'ignore' });
  await once(gone, 'exit');
  const slow = createServer((connection) => void connection.on('error', () => undefined).write(`${gone.pid}\n`));
  slow.listen(path.join(dir, 'ingest-5.orphan'));
  await once(slow, 'listening');
  expect(await takeOverFromOrphan(dir, 5)).toBe(true);
  slow.close();
});
