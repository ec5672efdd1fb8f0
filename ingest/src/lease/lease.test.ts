import { randomUUID } from 'node:crypto';
import { type CameraId, parseCameraId } from '@thapcanh/core/ids';
import { systemClock } from '@thapcanh/core/time/clock';
import { startTestDatabase, type TestDatabase } from '@thapcanh/infra/testing/test-database';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { createLeaseRepository, type LeaseRepository, type WorkerIdentity } from './lease.repository.ts';
import { LeaseHolder, type LeaseHolderOptions } from './lease-holder.ts';

const silentLog = { debug: () => undefined, info: () => undefined, warn: () => undefined };
const patient = { timeout: 5_000, interval: 20 };

let database: TestDatabase;
let leases: LeaseRepository;
const holders: LeaseHolder[] = [];

beforeAll(async () => {
  database = await startTestDatabase();
  leases = createLeaseRepository(database.db);
  await settle();
});
afterAll(() => database.close());
beforeEach(() => database.pool.query('truncate camera, ingest_worker cascade'));
afterEach(async () => {
  for (const holder of holders.splice(0)) await holder.close();
});

const workerOf = (nodeId: string, slot: number, capacity = 1_000): WorkerIdentity => ({
  id: randomUUID(),
  nodeId,
  slot,
  liveEndpoint: `unix:/run/ingest-${slot}.sock`,
  mediaAddress: null,
  capacity,
});

async function addCameras(count: number): Promise<CameraId[]> {
  const ids = Array.from({ length: count }, (_, n) => `cam-${String(n).padStart(4, '0')}`);
  const rows = ids.map((id) => ({ id, name: id, search_key: id, main_url: 'rtsp://10.0.0.1/1', removed_at: null }));
  await database.db.insertInto('camera').values(rows).execute();
  return ids.map((id) => parseCameraId(id) as CameraId);
}

const heldBy = async (worker: WorkerIdentity): Promise<string[]> =>
  (await leases.beat(worker.id)).leases.map(({ cameraId }) => cameraId).sort();
/** Long enough for a freshly started database to believe heartbeats. */
const settle = () =>
  vi.waitFor(
    async () => {
      const { rows } = await sql<{ isOld: boolean }>`
        select pg_postmaster_start_time() < now() - interval '6 seconds' as "isOld"`.execute(database.db);
      expect(rows[0]?.isOld).toBe(true);
    },
    { timeout: 10_000, interval: 100 },
  );
const epochOf = async (cameraId: string): Promise<number> =>
  (
    await database.db
      .selectFrom('camera_lease')
      .select('epoch')
      .where('camera_id', '=', cameraId)
      .executeTakeFirstOrThrow()
  ).epoch;
/** A worker that was killed some time ago, by the database's clock. */
const letDie = (worker: WorkerIdentity, seconds = 7) =>
  sql`update ingest_worker set heartbeat_at = now() - make_interval(secs => ${seconds}) where id = ${worker.id}::uuid`.execute(
    database.db,
  );

function holderOf(worker: WorkerIdentity, given: Partial<LeaseHolderOptions> = {}): LeaseHolder {
  const holder: LeaseHolder = new LeaseHolder({
    repository: leases,
    worker,
    siblings: 1,
    clock: systemClock,
    log: silentLog,
    beatMs: 20,
    onChange: () => void holder.closed(holder.leaving),
    ...given,
  });
  holders.push(holder);
  return holder;
}

test('cameras of a living worker are not free, whatever the clock of this process says', async () => {
  await addCameras(3);
  const [first, second] = [workerOf('a', 0), workerOf('b', 0)];
  await leases.register(first);
  await leases.register(second);
  expect(await leases.claim(first.id, 10)).toBe(3);
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3_600_000 });
  try {
    expect(await leases.claim(second.id, 10)).toBe(0);
    expect((await leases.beat(second.id)).freeCameras).toBe(0);
  } finally {
    vi.useRealTimers();
  }
  await letDie(first, 5);
  expect(await leases.claim(second.id, 10)).toBe(0);
  await letDie(first);
  expect(await leases.claim(second.id, 10)).toBe(3);
});

test('a camera that moved on is passed over when its earlier holder gives it back, and its epoch has risen', async () => {
  const [camera] = await addCameras(1);
  const [first, second] = [workerOf('a', 0), workerOf('b', 0)];
  await leases.register(first);
  await leases.register(second);
  await leases.claim(first.id, 1);
  expect(await epochOf('cam-0000')).toBe(1);
  await letDie(first);
  await leases.claim(second.id, 1);
  expect(await epochOf('cam-0000')).toBe(2);
  await leases.release(first.id, [camera!]);
  expect(await heldBy(second)).toEqual(['cam-0000']);
  expect(await heldBy(first)).toEqual([]);
});

test('many workers that claim at once never hold one camera twice', async () => {
  await addCameras(60);
  const workers = Array.from({ length: 6 }, (_, n) => workerOf('a', n));
  for (const worker of workers) await leases.register(worker);
  await Promise.all(
    Array.from({ length: 5 }, () => workers.map((worker) => leases.claim(worker.id, 4)))
      .flat()
      .map((claim) => claim),
  );
  const all = (await Promise.all(workers.map(heldBy))).flat();
  expect(new Set(all).size).toBe(all.length);
  const { rows } = await sql<{ epoch: number }>`select epoch from camera_lease where worker_id is not null`.execute(
    database.db,
  );
  expect(rows.every(({ epoch }) => epoch === 1)).toBe(true);
});

test('a killed worker has its cameras back at once when it starts again, one that ended in order asks first', async () => {
  await addCameras(4);
  const killed = workerOf('a', 0);
  await leases.register(killed);
  await leases.claim(killed.id, 4);
  const again = workerOf('a', 0);
  expect(await leases.register(again)).toBe(4);
  expect(await heldBy(again)).toHaveLength(4);
  expect((await leases.beat(killed.id)).isRegistered).toBe(false);

  await leases.stop(again.id);
  const [other, third] = [workerOf('a', 1), workerOf('a', 0)];
  await leases.register(other);
  expect(await leases.register(third)).toBe(0);
  expect((await leases.beat(third.id)).freeCameras).toBe(4);
});

test('a slot gets the cameras it had before first', async () => {
  await addCameras(8);
  const before = [workerOf('a', 0), workerOf('a', 1)];
  for (const worker of before) await leases.register(worker);
  await leases.claim(before[1]!.id, 4);
  await leases.claim(before[0]!.id, 4);
  const had = await Promise.all(before.map(heldBy));
  for (const worker of before) await leases.stop(worker.id);
  const after = [workerOf('a', 0), workerOf('a', 1)];
  for (const worker of after) await leases.register(worker);
  for (const worker of after) await leases.claim(worker.id, 4);
  expect(await Promise.all(after.map(heldBy))).toEqual(had);
});

test('a worker that does not start in time leaves its cameras to the other, which shared them at the start', async () => {
  await addCameras(10);
  const first = holderOf(workerOf('a', 0), { siblings: 2, siblingPatienceMs: 300 });
  await first.start();
  expect(first.wanted.size).toBe(5);
  await vi.waitFor(() => expect(first.wanted.size).toBe(10), patient);
  expect(first.unheldCameras).toBe(0);
});

test('two workers share fairly, the second takes over when the first dies, and nobody holds a camera twice', async () => {
  await addCameras(21);
  const [one, two] = [workerOf('a', 0), workerOf('a', 1)];
  const first = holderOf(one, { siblings: 2, siblingPatienceMs: 200 });
  const second = holderOf(two, { siblings: 2, siblingPatienceMs: 200 });
  await Promise.all([first.start(), second.start()]);
  await vi.waitFor(() => expect(first.wanted.size + second.wanted.size).toBe(21), patient);
  expect(Math.abs(first.wanted.size - second.wanted.size)).toBeLessThanOrEqual(1);
  // Killed: it neither beats nor says goodbye.
  const dead = first.wanted;
  await first.close();
  await sql`update ingest_worker set stopped_at = null where id = ${one.id}::uuid`.execute(database.db);
  await letDie(one);
  await vi.waitFor(() => expect(second.wanted.size).toBe(21), patient);
  for (const [cameraId, epoch] of dead) expect(second.wanted.get(cameraId)).toBe(epoch + 1);
});

test('a worker thought dead hears that its cameras moved on, and shares again', async () => {
  await addCameras(6);
  const one = workerOf('a', 0);
  let changes = 0;
  const first = holderOf(one, { beatMs: 150, onChange: () => (changes += 1) });
  await first.start();
  expect(first.wanted.size).toBe(6);
  await letDie(one);
  const two = workerOf('b', 0);
  await leases.register(two);
  expect(await leases.claim(two.id, 6)).toBe(6);
  await vi.waitFor(() => expect(first.wanted.size).toBe(0), patient);
  expect(changes).toBe(1);
});

test('the younger of two processes on one slot has it, the older stands back until it is gone', async () => {
  await addCameras(2);
  const [one, two] = [workerOf('a', 0), workerOf('a', 0)];
  const first = holderOf(one);
  const second = holderOf(two);
  await first.start();
  await second.start();
  expect(second.wanted.size).toBe(2);
  await vi.waitFor(() => expect(first.wanted.size).toBe(0), patient);
  await second.close();
  await vi.waitFor(() => expect(first.wanted.size).toBe(2), patient);
});

test('without a database everything held stays, and a camera that is switched off is given back after it', async () => {
  const [camera] = await addCameras(2);
  let isAway = false;
  const guarded: LeaseRepository = {
    ...leases,
    beat: (id) => (isAway ? Promise.reject(new Error('away')) : leases.beat(id)),
  };
  const worker = workerOf('a', 0);
  const holder = holderOf(worker, { repository: guarded });
  await holder.start();
  isAway = true;
  const warned = vi.fn();
  await vi.waitFor(() => {
    holder.nudge();
    warned();
    expect(warned.mock.calls.length).toBeGreaterThan(5);
  }, patient);
  expect(holder.wanted.size).toBe(2);
  await database.db.updateTable('camera').set({ is_enabled: false }).where('id', '=', camera!).execute();
  isAway = false;
  await vi.waitFor(() => expect([...holder.wanted.keys()]).toEqual(['cam-0001']), patient);
  await vi.waitFor(async () => expect(await heldBy(worker)).toEqual(['cam-0001']), patient);
});

test('after a silence of the database nobody takes what the others could not renew', async () => {
  await addCameras(8);
  let nowMs = 0;
  const clock = { ...systemClock, monotonicMs: () => nowMs };
  const [one, two] = [workerOf('a', 0), workerOf('b', 0)];
  await leases.register(two);
  expect(await leases.claim(two.id, 4)).toBe(4);
  const first = holderOf(one, { clock });
  await first.start();
  expect(first.wanted.size).toBe(4);
  nowMs = 60_000;
  await letDie(two, 60);
  await vi.waitFor(() => expect(first.unheldCameras).toBe(4), patient);
  expect(first.wanted.size).toBe(4);
  nowMs = 62_000;
  await vi.waitFor(() => expect(first.unheldCameras).toBe(4), patient);
  expect(first.wanted.size).toBe(4);
  nowMs = 64_000;
  await leases.beat(two.id);
  await vi.waitFor(() => expect(first.unheldCameras).toBe(0), patient);
  expect((await heldBy(two)).length).toBe(4);
});

test('cameras move to a worker that joins late only one by one, and no more than needed', async () => {
  await addCameras(30);
  const [one, two] = [workerOf('a', 0), workerOf('b', 0)];
  const moved: string[] = [];
  const first: LeaseHolder = holderOf(one, {
    rebalance: { steadyMs: 100, moveEveryMs: 30 },
    onChange: () => {
      moved.push(...first.leaving);
      void first.closed(first.leaving);
    },
  });
  await first.start();
  const second = holderOf(two);
  await second.start();
  expect(second.wanted.size).toBe(0);
  await vi.waitFor(() => expect(second.wanted.size).toBe(15), patient);
  expect(first.wanted.size).toBe(15);
  expect(new Set(moved).size).toBe(15);
});

test('a difference within the slack moves nothing', async () => {
  await addCameras(8);
  const first = holderOf(workerOf('a', 0), { rebalance: { steadyMs: 0, moveEveryMs: 0 } });
  await first.start();
  const second = holderOf(workerOf('b', 0));
  await second.start();
  const beats = vi.spyOn(leases, 'beat');
  await vi.waitFor(() => expect(beats.mock.calls.length).toBeGreaterThan(10), patient);
  beats.mockRestore();
  expect(first.wanted.size).toBe(8);
});
