import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gapOfFault } from '@thapcanh/core/coverage/gap-cause-of-fault';
import { type CameraId, parseCameraId } from '@thapcanh/core/ids';
import type { Clock } from '@thapcanh/core/time/clock';
import { startTestDatabase, type TestDatabase } from '@thapcanh/infra/testing/test-database';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { readFromBuffer, scanFragments } from '../fmp4/fragment-scan.ts';
import { silentLog, testParts } from '../worker/test-media.fixture.ts';
import { DiskPacer } from './disk-pacer.ts';
import { Recorder } from './recorder.ts';
import { createRecordingRepository } from './recording.repository.ts';
import { RecordingLedger } from './recording-ledger.ts';
import { recoverRecordings } from './recovery.ts';
import { RecoveryRounds } from './recovery-rounds.ts';
import { StoreGuard } from './store-guard.ts';
import { checkStore } from './store-marker.ts';

/** Real file systems that fail need the right to mount them. */
function mayMount(): boolean {
  try {
    const dir = execFileSync('mktemp', ['-d'], { encoding: 'utf8' }).trim();
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', dir], { stdio: 'ignore' });
    execFileSync('umount', [dir]);
    execFileSync('rmdir', [dir]);
    return true;
  } catch {
    return false;
  }
}

const gate = parseCameraId('gate') as CameraId;
const START_MS = Date.parse('2026-11-22T01:02:00.000Z');
const onMounts = test.skipIf(!mayMount());
let database: TestDatabase;
let dir: string;

beforeAll(async () => {
  database = await startTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.pool.query('truncate camera, recording_store cascade');
  await database.pool.query(
    "insert into camera (id, name, search_key, main_url) values ('gate', 'Cổng', 'cong', 'rtsp://x/y')",
  );
  dir = await mkdtemp(path.join(tmpdir(), 'tc-fail-'));
  await mkdir(path.join(dir, 'recordings'));
  return async () => {
    if (mayMount()) for (const at of ['recordings', 'disk']) unmount(path.join(dir, at));
    await rm(dir, { recursive: true });
  };
});

function mount(...args: string[]): void {
  execFileSync('mount', args, { stdio: 'ignore' });
}

function unmount(at: string): void {
  try {
    execFileSync('umount', ['-l', at], { stdio: 'ignore' });
  } catch {
    // Nothing is mounted there.
  }
}

class FakeClock implements Clock {
  atMs = START_MS;
  nowMs = (): number => this.atMs;
  monotonicMs = (): number => this.atMs;
}

function setUp(refusal: () => string | null = () => null) {
  const recordingsDir = path.join(dir, 'recordings');
  const clock = new FakeClock();
  const repository = createRecordingRepository(database.db);
  const ledger = new RecordingLedger({ repository, publish: async () => undefined, log: silentLog, gatherMs: 1 });
  const pacer = new DiskPacer({ clock, refusal });
  const causes: string[] = [];
  const witness = {
    recorded: () => undefined,
    storage: (fault: Parameters<typeof gapOfFault>[0] | null) => {
      const cause = fault === null ? 'well' : gapOfFault(fault).cause;
      if (causes.at(-1) !== cause) causes.push(cause);
    },
  };
  const owner = () => ({ nodeId: 'node-a', epoch: 1 });
  const shared = { cameraId: gate, recordingsDir, ledger, pacer, clock, log: silentLog };
  const recorder = new Recorder({ ...shared, witness, owner });
  const record = async (fromMs: number, ms: number): Promise<void> => {
    for (const part of testParts(START_MS + fromMs, ms)) {
      clock.atMs = part.startsAtMs;
      recorder.push(part);
      clock.atMs += 1_000;
      pacer.tick();
      await vi.waitFor(() => expect(recorder.statistics()).toMatchObject({ queuedBytes: 0, finishing: 0 }), {
        interval: 1,
      });
    }
  };
  const finish = async (): Promise<void> => {
    await recorder.close();
    await ledger.close();
  };
  return { recordingsDir, recorder, record, finish, causes };
}

async function everyRowIsOnDisk(recordingsDir: string): Promise<number> {
  const rows = await database.db.selectFrom('recording').selectAll().execute();
  for (const row of rows) {
    const bytes = await readFile(path.join(recordingsDir, row.path));
    expect(bytes.length).toBeGreaterThanOrEqual(row.bytes);
    expect((await scanFragments(readFromBuffer(bytes), row.bytes)).wholeBytes).toBe(row.bytes);
  }
  return rows.length;
}

onMounts('a full disk is a gap of that cause, keeps what was whole, and ends when there is room again', async () => {
  const { recordingsDir, recorder, record, finish, causes } = setUp();
  mount('-t', 'tmpfs', '-o', 'size=600k', 'tmpfs', recordingsDir);
  await writeFile(path.join(recordingsDir, 'filler'), Buffer.alloc(540 * 1024));
  await record(0, 40_000);
  expect(recorder.state).toMatchObject({
    isRecording: false,
    fault: { params: { detail: expect.stringMatching(/^ENOSPC/) } },
  });
  expect(causes).toEqual(['disk-full']);
  await rm(path.join(recordingsDir, 'filler'));
  await record(60_000, 2_000);
  expect(recorder.state).toEqual({ isRecording: true, fault: null });
  await finish();
  expect(causes).toEqual(['disk-full', 'well']);
  expect(await everyRowIsOnDisk(recordingsDir)).toBeGreaterThanOrEqual(2);
});

onMounts('a disk that turns read-only is named, and recording comes back with it', async () => {
  const { recordingsDir, recorder, record, finish, causes } = setUp();
  mount('-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', recordingsDir);
  await record(0, 2_000);
  // Open files keep a plain remount from happening: the next file is what meets the wall.
  await finish();
  mount('-o', 'remount,ro', recordingsDir);
  const second = setUp();
  await second.record(10_000, 1_000);
  expect(second.recorder.state.fault?.params.detail).toMatch(/^EROFS/);
  expect(second.causes).toEqual(['disk-failed']);
  mount('-o', 'remount,rw', recordingsDir);
  await second.record(20_000, 1_000);
  expect(second.recorder.state).toEqual({ isRecording: true, fault: null });
  await second.finish();
  expect(recorder.state.fault).toBeNull();
  expect(causes).toEqual([]);
  expect(await everyRowIsOnDisk(recordingsDir)).toBe(2);
});

onMounts(
  '3d rule 2: an unmounted disk is not recorded beside, its rows stay, and recording comes back with it',
  async () => {
    const recordingsDir = path.join(dir, 'recordings');
    const disk = path.join(dir, 'disk');
    await mkdir(disk);
    mount('--bind', disk, recordingsDir);
    const guard = new StoreGuard({ db: database.db, nodeId: 'node-a', recordingsDir, log: silentLog, checkMs: 60_000 });
    await guard.start();
    const { recorder, record, finish, causes } = setUp(() => guard.refusal());
    await record(0, 2_000);
    await vi.waitFor(async () => {
      await record(5_000, 1_000);
      expect(await database.db.selectFrom('recording').select('id').execute()).not.toEqual([]);
    });
    unmount(recordingsDir);
    await guard.check();
    expect(guard.verdict).toEqual({ kind: 'missing' });
    await record(30_000, 1_000);
    expect(recorder.state.fault?.params.detail).toBe('the recordings storage is not mounted');
    expect(await readdir(recordingsDir)).toEqual([]);
    mount('--bind', disk, recordingsDir);
    await guard.check();
    await record(40_000, 1_000);
    expect(recorder.state).toEqual({ isRecording: true, fault: null });
    await finish();
    await guard.close();
    expect(causes).toEqual(['disk-failed', 'well']);
    // The recording under way when the disk went could not be finished; the next round of recovery reads it.
    const repository = createRecordingRepository(database.db);
    const ledger = new RecordingLedger({ repository, publish: async () => undefined, log: silentLog, gatherMs: 1 });
    const clock: Clock = { nowMs: () => START_MS + 60_000, monotonicMs: () => 0 };
    const place = { db: database.db, nodeId: 'node-a', recordingsDir };
    const recovery = { ...place, store: () => checkStore(place), repository, ledger, clock, log: silentLog };
    const recover = (lookBackHours: number, signal: AbortSignal) =>
      recoverRecordings({ ...recovery, lookBackHours, signal });
    const rounds = new RecoveryRounds({ ...place, recover, log: silentLog });
    rounds.start();
    await vi.waitFor(async () => expect(await everyRowIsOnDisk(recordingsDir)).toBe(3), { timeout: 10_000 });
    await rounds.close();
    await ledger.close();
  },
);

test('a directory that somebody takes away costs the recording in it and no other', async () => {
  const { recordingsDir, recorder, record, finish } = setUp();
  await record(0, 1_000);
  await rm(path.join(recordingsDir, 'gate'), { recursive: true });
  await record(10_000, 1_000);
  expect(recorder.state).toEqual({ isRecording: true, fault: null });
  await finish();
  const rows = await database.db.selectFrom('recording').select('path').orderBy('started_at').execute();
  const newest = rows.at(-1)?.path ?? '';
  expect((await stat(path.join(recordingsDir, newest))).size).toBeGreaterThan(0);
});
