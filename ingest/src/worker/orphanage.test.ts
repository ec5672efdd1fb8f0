import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { takeOverFromOrphan } from '@thapcanh/infra/supervisor/hand-over';
import { takeInstanceLock } from '@thapcanh/infra/supervisor/instance-lock';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Orphanage } from './orphanage.ts';

const log = { debug: () => undefined, info: () => undefined, warn: () => undefined };
let runDir: string;
beforeEach(async () => {
  runDir = await mkdtemp(path.join(tmpdir(), 'tc-orphanage-'));
});
afterEach(() => rm(runDir, { recursive: true, force: true }));

const orphanage = (graceMs: number, longestMs: number): Orphanage =>
  new Orphanage({ runDir, slot: 0, log, graceMs, longestMs, lookMs: 5 });

test('an orphan that no supervisor follows ends after its grace', async () => {
  const orphan = orphanage(50, 60_000);
  expect(await orphan.outlive()).toBe('alone');
  expect(orphan.hasSuccessor).toBe(false);
  await orphan.release();
});

test('a new supervisor lets it go on past its grace, but not for ever', async () => {
  const lock = await takeInstanceLock(runDir, runDir);
  const beganMs = performance.now();
  expect(await orphanage(20, 200).outlive()).toBe('alone');
  expect(performance.now() - beganMs).toBeGreaterThanOrEqual(200);
  await lock.release();
});

test('a successor ends it at once and begins when it has let go of the cameras', async () => {
  const lock = await takeInstanceLock(runDir, runDir);
  const orphan = orphanage(60_000, 60_000);
  const end = orphan.outlive();
  let hasBegun = false;
  const successor = (async (): Promise<void> => {
    while (!(await takeOverFromOrphan(runDir, 0)));
    hasBegun = true;
  })();
  expect(await end).toBe('succeeded');
  expect(hasBegun).toBe(false);
  await orphan.release();
  await successor;
  await lock.release();
});
