import { mkdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { createLogger } from '@thapcanh/infra/telemetry/logger';
import { startTestDatabase, type TestDatabase } from '@thapcanh/infra/testing/test-database';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { ArchiveBed, DAY_MS, HOUR_MS, NODE, NOW_MS } from './archive-bed.fixture.ts';
import { DELETION_RECORD_RETENTION } from './deletion-records.ts';
import { createRetentionRepository } from './retention.repository.ts';

const MINUTE_MS = 60_000;
const OLD_MS = NOW_MS - 40 * DAY_MS;
let database: TestDatabase;
let bed: ArchiveBed;

beforeAll(async () => {
  database = await startTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  bed = await ArchiveBed.make(database);
  return () => bed.close();
});

test('open, held and foreign recordings and those within their time are never deleted', async () => {
  const open = await bed.addRecording({ startedAtMs: OLD_MS, state: 'open' });
  const held = await bed.addRecording({ startedAtMs: OLD_MS + 2 * MINUTE_MS });
  const foreign = await bed.addRecording({ startedAtMs: OLD_MS + HOUR_MS, nodeId: 'node-b' });
  const young = await bed.addRecording({ startedAtMs: NOW_MS - DAY_MS });
  const old = await bed.addRecording({ startedAtMs: OLD_MS + 2 * HOUR_MS });
  // Touching the end of a recording is enough.
  await bed.hold(OLD_MS + 3 * MINUTE_MS, OLD_MS + 10 * MINUTE_MS);
  await bed.settle(await bed.archiver(), 'delete');
  expect(await bed.rows()).toEqual([open.id, held.id, foreign.id, young.id]);
  expect(await bed.files()).not.toContain(old.path);
  expect(await bed.files()).toHaveLength(4);
});

test('a deletion says which rule, how much, and when it was over; its empty directories go too', async () => {
  const { id, path: file } = await bed.addRecording({ startedAtMs: OLD_MS });
  await bed.addRecording({ startedAtMs: NOW_MS - DAY_MS });
  await bed.settle(await bed.archiver(), 'delete');
  expect(await bed.deletions()).toMatchObject([
    {
      node_id: NODE,
      camera_id: 'gate',
      recording_id: id,
      bytes: 1000,
      tier: 'local',
      place: file,
      reason: 'age',
      rule: { group: 'default', keepDays: 30 },
      gone_at: expect.any(Date),
    },
  ]);
  expect(await bed.garbage()).toEqual([]);
  await expect(stat(path.join(bed.recordingsDir, 'gate/2026/10'))).rejects.toThrow('ENOENT');
  await stat(path.join(bed.recordingsDir, 'gate/2026'));
  expect(await bed.metrics.metrics()).toContain('tc_archive_deleted_bytes_total{reason="age"} 1000');
});

test('beyond its size the oldest of a group go first, and no more than needed', async () => {
  await bed.addCamera('yard');
  await bed.setGroup({ max_bytes: 2_500 });
  await bed.addRecording({ startedAtMs: NOW_MS - 5 * HOUR_MS, camera: 'yard' });
  await bed.addRecording({ startedAtMs: NOW_MS - 4 * HOUR_MS });
  const held = await bed.addRecording({ startedAtMs: NOW_MS - 6 * HOUR_MS });
  await bed.hold(NOW_MS - 6 * HOUR_MS, NOW_MS - 6 * HOUR_MS + 1);
  const kept = await bed.addRecording({ startedAtMs: NOW_MS - 3 * HOUR_MS, camera: 'yard' });
  await bed.settle(await bed.archiver(), 'delete');
  expect(await bed.rows()).toEqual([held.id, kept.id]);
  expect((await bed.deletions()).map(({ reason, rule }) => ({ reason, rule }))).toContainEqual({
    reason: 'size',
    rule: { group: 'default', maxBytes: 2_500, groupBytes: 4_000 },
  });
});

test('what a dead node left neither keeps the living from shrinking their own nor makes them shrink more', async () => {
  const { db } = database;
  await bed.setGroup({ max_bytes: 10_000 });
  for (let n = 0; n < 70; n++) {
    await bed.addRecording({ startedAtMs: NOW_MS - DAY_MS + n * MINUTE_MS, nodeId: 'node-b', isFileMissing: true });
  }
  const ours: string[] = [];
  for (let n = 0; n < 15; n++) ours.push((await bed.addRecording({ startedAtMs: NOW_MS - (20 - n) * MINUTE_MS })).id);
  const checkedAt = (agoMs: number) => new Date(Date.now() - agoMs);
  await db
    .insertInto('recording_store')
    .values({ node_id: 'node-b', marker: crypto.randomUUID(), checked_at: checkedAt(0), breaker_opened_at: null })
    .execute();
  // While it lives the oldest are its own to delete, and the others wait for it.
  await bed.settle(await bed.archiver(), 'delete');
  expect(await bed.rows()).toHaveLength(85);
  expect(await bed.metrics.metrics()).toContain('tc_archive_unreachable_recordings 0');
  await db
    .updateTable('recording_store')
    .set({ checked_at: checkedAt(11 * MINUTE_MS) })
    .where('node_id', '=', 'node-b')
    .execute();
  const warned: unknown[] = [];
  const log = createLogger('silent', 'archiver');
  log.warn = (fields: unknown) => void warned.push(fields);
  const steps = await bed.archiver({ log });
  for (let n = 0; n < 3; n++) {
    await bed.settle(steps, 'delete');
    bed.clock.atMs += 10_000;
  }
  expect((await bed.rows()).slice(70)).toEqual(ours.slice(5));
  expect(await bed.metrics.metrics()).toContain('tc_archive_unreachable_recordings 70');
  expect(warned).toMatchObject([{ nodeId: 'node-b', recordings: 70, bytes: 70_000 }]);
});

test('a disk that is nearly full is relieved of its oldest files, one alarm an episode, held ones stay', async () => {
  const held = await bed.addRecording({ startedAtMs: NOW_MS - 9 * HOUR_MS });
  await bed.hold(NOW_MS - 9 * HOUR_MS, NOW_MS - 9 * HOUR_MS + 1);
  for (let hour = 8; hour > 0; hour--) await bed.addRecording({ startedAtMs: NOW_MS - hour * HOUR_MS });
  const steps = await bed.archiver();
  bed.disk = { totalBytes: 100_000, freeBytes: 2_500 };
  expect(await steps.delete(bed.signal)).toBe(true);
  expect(await bed.rows()).toHaveLength(6);
  bed.disk = { totalBytes: 100_000, freeBytes: 6_500 };
  await bed.settle(steps, 'delete');
  expect(await bed.rows()).toContain(held.id);
  expect(await bed.rows()).toHaveLength(6);
  const reasons = (await bed.deletions()).map((deletion) => deletion.reason);
  expect(reasons).toEqual(['disk-full', 'disk-full', 'disk-full']);
  const alarms = await database.db.selectFrom('outbox').selectAll().execute();
  expect(alarms.map((alarm) => alarm.kind)).toEqual(['storage.disk-full']);
});

test('space that does not come back opens the breaker', async () => {
  for (let minute = 300; minute > 0; minute--) await bed.addRecording({ startedAtMs: NOW_MS - minute * 2 * MINUTE_MS });
  const steps = await bed.archiver();
  bed.disk = { totalBytes: 1_000_000, freeBytes: 40_000 };
  await steps.delete(bed.signal);
  for (let n = 0; n < 20; n++) {
    bed.disk = { totalBytes: 1_000_000, freeBytes: 30_000 };
    await steps.delete(bed.signal);
  }
  const store = await database.db.selectFrom('recording_store').selectAll().executeTakeFirstOrThrow();
  expect(store.breaker_reason).toBe('relief-stalled');
  const left = (await bed.rows()).length;
  await steps.delete(bed.signal);
  expect(await bed.rows()).toHaveLength(left);
});

test('3d rule 2: without its marker nothing is deleted, and all of it when the storage is back', async () => {
  await bed.addRecording({ startedAtMs: OLD_MS });
  const steps = await bed.archiver();
  await rename(bed.recordingsDir, `${bed.recordingsDir}-away`);
  await mkdir(bed.recordingsDir);
  for (let n = 0; n < 3; n++) await steps.delete(bed.signal);
  await steps.survey(bed.signal);
  expect(await bed.rows()).toHaveLength(1);
  const away = await database.db.selectFrom('recording_store').selectAll().executeTakeFirstOrThrow();
  expect(away).toMatchObject({ problem: 'missing', breaker_opened_at: null });
  await rm(bed.recordingsDir, { recursive: true });
  await rename(`${bed.recordingsDir}-away`, bed.recordingsDir);
  bed.clock.atMs += 10_000;
  await bed.settle(steps, 'delete');
  expect(await bed.rows()).toEqual([]);
});

test('a replaced disk becomes the store when a person says so, once', async () => {
  await bed.addRecording({ startedAtMs: NOW_MS - DAY_MS });
  const steps = await bed.archiver();
  await rm(bed.recordingsDir, { recursive: true });
  await steps.survey(bed.signal);
  const store = () => database.db.selectFrom('recording_store').selectAll().executeTakeFirstOrThrow();
  expect((await store()).problem).toBe('missing');
  await database.db
    .updateTable('recording_store')
    .set({ accept_asked_at: new Date(NOW_MS) })
    .execute();
  await steps.survey(bed.signal);
  expect(await store()).toMatchObject({ problem: null, accept_asked_at: null });
  await rm(bed.recordingsDir, { recursive: true });
  await steps.survey(bed.signal);
  expect((await store()).problem).toBe('missing');
});

test('a storage that vanishes between decision and removal keeps what is to be removed', async () => {
  const { path: file } = await bed.addRecording({ startedAtMs: OLD_MS });
  const steps = await bed.archiver();
  await steps.delete(bed.signal);
  expect(await bed.garbage()).toEqual([{ tier: 'local', place: file, cause: 'deleted' }]);
  await rename(bed.recordingsDir, `${bed.recordingsDir}-away`);
  await mkdir(bed.recordingsDir);
  await steps.delete(bed.signal);
  expect(await bed.garbage()).toHaveLength(1);
  await rm(bed.recordingsDir, { recursive: true });
  await rename(`${bed.recordingsDir}-away`, bed.recordingsDir);
  bed.clock.atMs += 10_000;
  await bed.settle(steps, 'delete');
  expect(await bed.garbage()).toEqual([]);
  expect(await bed.files()).toEqual([]);
});

test('many missing files open the breaker before a row goes; a person closes it, and deletion goes on', async () => {
  for (let n = 0; n < 30; n++)
    await bed.addRecording({ startedAtMs: OLD_MS + n * MINUTE_MS, isFileMissing: n % 2 === 0 });
  for (let n = 0; n < 40; n++) await bed.addRecording({ startedAtMs: NOW_MS - DAY_MS + n * MINUTE_MS });
  const steps = await bed.archiver();
  for (let n = 0; n < 3; n++) await steps.delete(bed.signal);
  expect(await bed.rows()).toHaveLength(70);
  const { db } = database;
  const store = await db.selectFrom('recording_store').selectAll().executeTakeFirstOrThrow();
  expect(store).toMatchObject({ breaker_reason: 'files-missing', breaker_params: { missing: 15, examined: 30 } });
  expect(await db.selectFrom('outbox').select('kind').execute()).toEqual([{ kind: 'storage.breaker-opened' }]);
  const again = await bed.archiver();
  for (let n = 0; n < 3; n++) await again.delete(bed.signal);
  expect(await bed.rows()).toHaveLength(70);
  const closed = { breaker_opened_at: null, breaker_closed_at: new Date(bed.clock.nowMs()) };
  await db.updateTable('recording_store').set(closed).execute();
  bed.clock.atMs += 10_000;
  await bed.settle(again, 'delete');
  expect(await bed.rows()).toHaveLength(40);
});

test('a clock that jumps ahead opens the breaker instead of deleting everything', async () => {
  for (let n = 0; n < 100; n++) await bed.addRecording({ startedAtMs: NOW_MS - DAY_MS + n * MINUTE_MS });
  bed.clock.atMs += 400 * DAY_MS;
  const steps = await bed.archiver();
  for (let n = 0; n < 3; n++) await steps.delete(bed.signal);
  expect(await bed.rows()).toHaveLength(100);
  const store = await database.db.selectFrom('recording_store').selectAll().executeTakeFirstOrThrow();
  expect(store).toMatchObject({ breaker_reason: 'due-implausible', breaker_params: { group: 'Mặc định', total: 100 } });
});

test('what a node that is gone can no longer delete does not stop the others', async () => {
  for (let n = 0; n < 70; n++) {
    await bed.addRecording({ startedAtMs: OLD_MS + n * MINUTE_MS, nodeId: 'node-b', isFileMissing: true });
    await bed.addRecording({ startedAtMs: NOW_MS - DAY_MS + n * MINUTE_MS });
  }
  for (let n = 0; n < 5; n++) await bed.addRecording({ startedAtMs: OLD_MS + HOUR_MS * 3 + n * MINUTE_MS });
  await bed.settle(await bed.archiver(), 'delete');
  expect(await bed.rows()).toHaveLength(140);
  expect(await bed.deletions()).toHaveLength(5);
});

test('what a person has just asked for is plausible', async () => {
  for (let n = 0; n < 100; n++) await bed.addRecording({ startedAtMs: NOW_MS - DAY_MS + n * MINUTE_MS });
  await bed.setGroup({ keep_days: 0.5, caps_changed_at: new Date(NOW_MS - 1000) });
  await bed.settle(await bed.archiver(), 'delete');
  expect(await bed.rows()).toEqual([]);
});

test('sums of what is kept follow every change', async () => {
  await bed.addRecording({ startedAtMs: OLD_MS, bytes: 700 });
  await bed.addRecording({ startedAtMs: NOW_MS - DAY_MS, bytes: 300 });
  await bed.addRecording({ startedAtMs: NOW_MS - HOUR_MS, state: 'open' });
  const usage = () => database.db.selectFrom('recording_usage').select(['recordings', 'bytes']).execute();
  expect(await usage()).toEqual([{ recordings: 2, bytes: 1_000 }]);
  await bed.settle(await bed.archiver(), 'delete');
  expect(await usage()).toEqual([{ recordings: 1, bytes: 300 }]);
});

test('a recording from before nodes had names becomes that of the node that has its file', async () => {
  const here = await bed.addRecording({ startedAtMs: NOW_MS - DAY_MS, nodeId: '' });
  await bed.addRecording({ startedAtMs: NOW_MS - HOUR_MS, nodeId: '', isFileMissing: true });
  await bed.settle(await bed.archiver(), 'delete');
  const rows = await database.db.selectFrom('recording').select('id').where('node_id', '=', NODE).execute();
  expect(rows).toEqual([{ id: here.id }]);
});

test('a hold that comes while a deletion is decided either keeps the recording or finds it gone', async () => {
  const { db } = database;
  const retention = createRetentionRepository(db, NODE);
  for (let round = 0; round < 20; round++) {
    const { id } = await bed.addRecording({ startedAtMs: OLD_MS + round * MINUTE_MS });
    const seen = db.transaction().execute(async (tx) => {
      const hold = { id: crypto.randomUUID(), camera_id: 'gate', reason: 'x' };
      const span = {
        from_at: new Date(OLD_MS + round * MINUTE_MS + 1),
        to_at: new Date(OLD_MS + round * MINUTE_MS + 2),
      };
      await tx
        .insertInto('recording_hold')
        .values({ ...hold, ...span })
        .execute();
      return tx.selectFrom('recording').select('id').where('id', '=', id).executeTakeFirst();
    });
    const [found] = await Promise.all([seen, retention.condemn('gate', [id], 'age', {})]);
    const isThere = (await bed.rows()).includes(id);
    expect(isThere).toBe(found !== undefined);
  }
});

test('whatever the limits, the disk and the holds are, no held recording is ever deleted', {
  timeout: 60_000,
}, async () => {
  const minutes = fc.integer({ min: 0, max: 30 });
  await fc.assert(
    fc.asyncProperty(
      fc.record({
        recordings: fc.uniqueArray(minutes, { minLength: 1, maxLength: 12 }),
        holds: fc.array(fc.tuple(minutes, fc.integer({ min: 1, max: 10 * 60 })), { maxLength: 4 }),
        keepMinutes: fc.integer({ min: 1, max: 60 }),
        maxBytes: fc.option(fc.integer({ min: 1, max: 12_000 })),
        freeBytes: fc.integer({ min: 0, max: 10_000 }),
      }),
      async ({ recordings, holds, keepMinutes, maxBytes, freeBytes }) => {
        await bed.close();
        bed = await ArchiveBed.make(database);
        const startMs = NOW_MS - HOUR_MS;
        const limits = { keep_days: keepMinutes / 1440, max_bytes: maxBytes };
        await bed.setGroup({ ...limits, caps_changed_at: new Date(NOW_MS) });
        bed.disk = { totalBytes: 100_000, freeBytes };
        const added = new Map<number, string>();
        for (const at of recordings) {
          added.set(at, (await bed.addRecording({ startedAtMs: startMs + at * MINUTE_MS })).id);
        }
        for (const [from, seconds] of holds) {
          const fromMs = startMs + from * MINUTE_MS;
          await bed.hold(fromMs, fromMs + seconds * 1000);
        }
        const steps = await bed.archiver();
        for (let n = 0; n < 12; n++) await steps.delete(bed.signal);
        const left = new Set(await bed.rows());
        for (const [at, id] of added) {
          const isHeld = holds.some(([from, seconds]) => from * 60 <= at * 60 + 60 && from * 60 + seconds >= at * 60);
          if (isHeld) expect(left.has(id)).toBe(true);
        }
        expect(await bed.audit()).toEqual({ rowsWithoutFile: [], strays: [] });
      },
    ),
    { numRuns: 25 },
  );
});

test('deletion records go after their time in bounded batches, but not before the file is gone', async () => {
  const { db } = database;
  const { days } = DELETION_RECORD_RETENTION;
  const facts = { node_id: 'node-b', camera_id: 'gate', bytes: 1, tier: 'local', place: 'x', reason: 'age' } as const;
  const span = { started_at: new Date(0), ended_at: new Date(1), rule: '{}' };
  const add = (count: number, deletedAtMs: number, gone_at: Date | null) =>
    db
      .insertInto('deletion_record')
      .values(
        Array.from({ length: count }, () => ({
          ...facts,
          ...span,
          recording_id: crypto.randomUUID(),
          deleted_at: new Date(deletedAtMs),
          gone_at,
        })),
      )
      .execute();
  const dueMs = NOW_MS - days * DAY_MS;
  await add(1_200, dueMs - 1, new Date(dueMs));
  await add(3, dueMs - DAY_MS, null);
  await add(5, dueMs + 1, new Date(dueMs + 1));
  const steps = await bed.archiver();
  await steps.survey(bed.signal);
  expect(await bed.deletions()).toHaveLength(208);
  await steps.survey(bed.signal);
  expect((await bed.deletions()).map((record) => record.deleted_at.getTime() - dueMs)).toEqual([
    ...[-DAY_MS, -DAY_MS, -DAY_MS],
    ...[1, 1, 1, 1, 1],
  ]);
  expect(await bed.metrics.metrics()).toContain('tc_archive_pruned_records_total 1200');
});

test('no deletion record goes while the breaker is open', async () => {
  const { db } = database;
  await bed.addRecording({ startedAtMs: OLD_MS });
  await bed.settle(await bed.archiver(), 'delete');
  await db
    .updateTable('recording_store')
    .set({ breaker_opened_at: new Date(NOW_MS) })
    .execute();
  bed.clock.atMs += 10_000 * DAY_MS;
  const steps = await bed.archiver();
  await steps.survey(bed.signal);
  expect(await bed.deletions()).toHaveLength(1);
});
