import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ManagedChild } from './managed-child.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'thapcanh-child-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

/** A program that fails at its first start and is ready at its second. */
async function stumblingProgram(): Promise<string> {
  const entry = path.join(dir, 'program.mjs');
  await writeFile(
    entry,
    `import { existsSync, writeFileSync } from 'node:fs';
const mark = new URL('./started-before', import.meta.url);
if (!existsSync(mark)) { writeFileSync(mark, ''); process.exit(1); }
process.send({ type: 'ready' });
process.on('disconnect', () => process.exit(0));
setInterval(() => undefined, 1000);`,
  );
  return entry;
}

test('a child that fails first is not called ready until it is', async () => {
  const exits: string[] = [];
  const child = new ManagedChild({
    name: 'stumbling',
    entry: await stumblingProgram(),
    env: {},
    onLine: () => undefined,
    onExit: (detail) => exits.push(detail),
  });
  child.start();
  await child.firstOutcome;
  let isReady = false;
  void child.firstReady.then(() => {
    isReady = true;
  });
  await Promise.resolve();
  expect(isReady).toBe(false);
  await child.firstReady;
  expect(exits).toEqual(['exit 1']);
  await child.close(5_000);
});
