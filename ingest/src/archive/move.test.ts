import { truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { infraError } from '@thapcanh/infra/errors/infra-errors';
import type { ObjectStore } from '@thapcanh/infra/objects/object-store';
import { startTestDatabase, type TestDatabase } from '@thapcanh/infra/testing/test-database';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { ArchiveBed, DAY_MS, HOUR_MS, NOW_MS, sha256Of } from './archive-bed.fixture.ts';
import type { ArchiverSteps } from './archiver.ts';
import { Crash } from './crash.fixture.ts';

const MINUTE_MS = 60_000;
const START_MS = Date.parse('2026-11-22T01:02:57.500Z');
const KEY = `recordings/gate/2026/11/22/01-02-${START_MS}.mp4`;
let database: TestDatabase;
let bed: ArchiveBed;

beforeAll(async () => {
  database = await startTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  bed = await ArchiveBed.make(database);
  await bed.setGroup({ move_after_hours: 1 });
  return () => bed.close();
});

const recordings = () => database.db.selectFrom('recording').selectAll().orderBy('started_at').execute();
const ledger = () => database.db.selectFrom('object_ledger').select(['key', 'bytes']).execute();

test('a recording whose group wants it is copied, compared, switched, and only then leaves the disk', async () => {
  const { id, path: file, content } = await bed.addRecording({ startedAtMs: START_MS });
  const young = await bed.addRecording({ startedAtMs: NOW_MS - HOUR_MS / 2 });
  const steps = await bed.archiver();
  await bed.settle(steps, 'move');
  expect(await recordings()).toMatchObject([
    { id, tier: 'object', object_key: KEY, path: file },
    { id: young.id, tier: 'local' },
  ]);
  expect((await bed.objectContent(KEY)).equals(content)).toBe(true);
  expect((await recordings())[0]?.sha256?.toString('hex')).toBe(sha256Of(content));
  expect(await ledger()).toEqual([{ key: KEY, bytes: 1000 }]);
  expect(await bed.files()).toContain(file);
  await bed.settle(steps, 'delete');
  expect(await bed.files()).toEqual([young.path]);
  expect(await bed.garbage()).toEqual([]);
  expect(await bed.deletions()).toEqual([]);
});

test('a deleted recording of the object store leaves neither object nor ledger row, but its record with its hash', async () => {
  const { content } = await bed.addRecording({ startedAtMs: START_MS });
  const steps = await bed.archiver();
  await bed.settle(steps, 'move');
  await bed.setGroup({ keep_days: 0.05 });
  await bed.settle(steps, 'delete');
  expect(await recordings()).toEqual([]);
  expect(await bed.objectKeys()).toEqual([KEY]);
  await bed.settle(steps, 'move');
  expect(await bed.objectKeys()).toEqual([]);
  expect(await ledger()).toEqual([]);
  const [deletion] = await bed.deletions();
  expect(deletion).toMatchObject({ tier: 'object', place: KEY, gone_at: expect.any(Date) });
  expect(deletion?.sha256?.toString('hex')).toBe(sha256Of(content));
});

test('a copy that cannot be read back as it was is never adopted', async () => {
  const { id } = await bed.addRecording({ startedAtMs: START_MS });
  const lying: ObjectStore = { ...bed.objects, get: async () => Readable.from([Buffer.alloc(1000)]) };
  const steps = await bed.archiver({ objects: lying });
  await expect(steps.move(bed.signal)).rejects.toThrow('is not what was stored');
  expect(await recordings()).toMatchObject([{ id, tier: 'local', object_key: null }]);
  expect(await ledger()).toEqual([]);
  await bed.settle(await bed.archiver(), 'move');
  expect(await recordings()).toMatchObject([{ id, tier: 'object' }]);
});

test('a copy that is stopped half-way leaves no ledger row, and what it left in the store is removed', async () => {
  const { id } = await bed.addRecording({ startedAtMs: START_MS, bytes: 3_000_000 });
  const stop = new AbortController();
  const stopping: ObjectStore = {
    ...bed.objects,
    get: async (...args) => {
      stop.abort(new Error('stopped'));
      return bed.objects.get(...args);
    },
  };
  const steps = await bed.archiver({ objects: stopping });
  await expect(steps.move(stop.signal)).rejects.toThrow();
  expect(await ledger()).toEqual([]);
  expect(await bed.objectKeys()).toEqual([KEY]);
  expect(await bed.garbage()).toEqual([{ tier: 'object', place: KEY, cause: 'copy' }]);
  await bed.setGroup({ move_after_hours: null });
  await bed.settle(await bed.archiver(), 'move');
  expect(await bed.objectKeys()).toEqual([]);
  expect(await recordings()).toMatchObject([{ id, tier: 'local' }]);
});

test('while the object store is away nothing is lost and retention goes on; then every move is made', async () => {
  for (let n = 0; n < 5; n++) await bed.addRecording({ startedAtMs: START_MS + n * MINUTE_MS });
  const old = await bed.addRecording({ startedAtMs: NOW_MS - 40 * DAY_MS });
  let isAway = true;
  const refuse = () => {
    if (isAway) throw infraError('TC_OBJECT_STORE_UNAVAILABLE', { where: 'x', detail: 'away' });
  };
  const objects: ObjectStore = {
    ...bed.objects,
    put: async (...args) => {
      refuse();
      return bed.objects.put(...args);
    },
    delete: async (...args) => {
      refuse();
      return bed.objects.delete(...args);
    },
  };
  const steps = await bed.archiver({ objects });
  for (let n = 0; n < 8; n++) await steps.move(bed.signal).catch(() => undefined);
  expect((await recordings()).every((row) => row.tier === 'local')).toBe(true);
  expect(await ledger()).toEqual([]);
  await bed.settle(steps, 'delete');
  expect(await bed.rows()).not.toContain(old.id);
  expect(await bed.audit()).toEqual({ rowsWithoutFile: [], strays: [] });
  isAway = false;
  await bed.settle(steps, 'move');
  await bed.settle(steps, 'delete');
  expect((await recordings()).map((row) => row.tier)).toEqual(Array(5).fill('object'));
  expect(await bed.files()).toEqual([]);
  expect(await bed.audit()).toEqual({ rowsWithoutFile: [], strays: [] });
});

test('a file that is cut short or was changed since it was held is not moved, and does not keep others waiting', async () => {
  const short = await bed.addRecording({ startedAtMs: START_MS });
  const changed = await bed.addRecording({ startedAtMs: START_MS + MINUTE_MS });
  const whole = await bed.addRecording({ startedAtMs: START_MS + 2 * MINUTE_MS });
  await truncate(path.join(bed.recordingsDir, short.path), 999);
  await bed.hold(START_MS + MINUTE_MS + 1, START_MS + MINUTE_MS + 2);
  const steps = await bed.archiver();
  await bed.settle(steps, 'hash');
  await writeFile(path.join(bed.recordingsDir, changed.path), Buffer.alloc(1000, 'x'));
  await bed.settle(steps, 'move');
  expect(await recordings()).toMatchObject([
    { id: short.id, tier: 'local' },
    { id: changed.id, tier: 'local' },
    { id: whole.id, tier: 'object' },
  ]);
  expect(await bed.metrics.metrics()).toContain('tc_archive_failures_total{task="move"} 2');
});

test('held recordings get their hashes in the background, a missing one keeps no other waiting', async () => {
  const missing = await bed.addRecording({ startedAtMs: START_MS, isFileMissing: true });
  const held = await bed.addRecording({ startedAtMs: START_MS + MINUTE_MS });
  await bed.addRecording({ startedAtMs: START_MS + HOUR_MS });
  await bed.hold(START_MS + 1_000, START_MS + MINUTE_MS + 1_000);
  await bed.settle(await bed.archiver(), 'hash');
  const hashed = (await recordings()).flatMap(({ id, sha256 }) => (sha256 ? [[id, sha256.toString('hex')]] : []));
  expect(hashed).toEqual([[held.id, sha256Of(held.content)]]);
  expect(hashed.map(([id]) => id)).not.toContain(missing.id);
});

async function run(steps: ArchiverSteps): Promise<void> {
  for (let n = 0; n < 4; n++) for (const task of ['hash', 'delete', 'move'] as const) await steps[task](bed.signal);
}

test('killed at any of its instructions, the archiver loses nothing and finishes after its restart', {
  timeout: 180_000,
}, async () => {
  let hasRunThrough = false;
  for (let instructions = 0; !hasRunThrough; instructions++) {
    await bed.close();
    bed = await ArchiveBed.make(database);
    await bed.setGroup({ move_after_hours: 1, keep_days: 10, caps_changed_at: new Date(NOW_MS) });
    const moved = await bed.addRecording({ startedAtMs: START_MS });
    const old = await bed.addRecording({ startedAtMs: NOW_MS - 20 * DAY_MS });
    const held = await bed.addRecording({ startedAtMs: NOW_MS - 21 * DAY_MS });
    await bed.hold(NOW_MS - 21 * DAY_MS, NOW_MS - 21 * DAY_MS + 1);
    const crash = new Crash(instructions);
    const dying = { db: crash.database(database.pool), objects: crash.objects(bed.objects) };
    try {
      const steps = await bed.archiver(dying);
      await run(steps);
      hasRunThrough = true;
    } catch (error) {
      expect(crash.isDead, String(error)).toBe(true);
    }
    expect(await bed.audit()).toEqual({ rowsWithoutFile: [], strays: [] });
    const steps = await bed.archiver();
    await run(steps);
    expect(await bed.audit()).toEqual({ rowsWithoutFile: [], strays: [] });
    expect(await bed.garbage()).toEqual([]);
    expect(await bed.rows()).toEqual([held.id, moved.id]);
    expect((await bed.deletions()).map((deletion) => deletion.recording_id)).toEqual([old.id]);
    expect((await recordings()).map((row) => row.tier)).toEqual(['object', 'object']);
    expect(await bed.files()).toEqual([]);
  }
});
